import { flags } from '@adonisjs/core/ace'
import { atResetsDesk } from '#services/accounts/desk'
import { RESET_VIEWS, resetPage, type ResetView } from '#services/accounts/resets/list'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  total: number
  requests: {
    id: string
    receipt: string
    login: string
    known: boolean
    region: string
    state: string
    with: string | null
    received_at: string
  }[]
}

const MOST = 500

export default class ResetList extends ReportingCommand<Result> {
  static commandName = 'reset:list'
  static description = 'List letters that ask for a new password or for the opening of a locked account'

  static choices = { view: RESET_VIEWS }

  @flags.string({ description: `Which: ${RESET_VIEWS.join(', ')}`, default: 'open' }) declare view: ResetView
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { view } = this
    const { total, rows } = await scope.run(await atResetsDesk(this.as), (tx) => resetPage(tx, { view }, { size: MOST }))
    const requests = rows.map(({ id, receipt, login, account, region, state, takenByName, receivedAt }) => ({
      ...{ id, receipt, login, known: account !== null, region, state, with: takenByName, received_at: receivedAt.toISOString() },
    }))
    return { total, requests }
  }

  protected describe({ total, requests }: Result) {
    return [...requests.map((one) => `${one.id}  ${one.receipt}  ${one.login}  ${one.state}`), `${total} permohonan`]
  }
}
