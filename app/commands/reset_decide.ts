import { args, flags } from '@adonisjs/core/ace'
import { atResetsDesk } from '#services/accounts/desk'
import { decideRequest, takeRequest } from '#services/accounts/resets/answer'
import type { Grant } from '#services/accounts/resets/requests'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

const TAKES = ['accept', 'reject'] as const

interface Result {
  id: string
  state: string
  grants: Grant[]
}

export default class ResetDecide extends ReportingCommand<Result> {
  static commandName = 'reset:decide'
  static description = 'Accept or reject a request, with a reason; the acts that it grants are done by reset:grant'

  static override choices = { take: TAKES }

  @args.string({ description: 'Id of the request' }) declare id: string
  @flags.string({ description: TAKES.join(' or '), required: true }) declare take: (typeof TAKES)[number]
  @flags.string({ description: 'unlock, reset, or both divided by a comma', default: '' }) declare grant: string
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string

  protected async perform() {
    const grants = this.grant.split(',').map((one) => one.trim())
    const {
      id,
      state,
      grants: granted,
    } = await scope.run(await atResetsDesk(this.as), async (tx) => {
      await takeRequest(tx, this.id)
      return decideRequest(tx, this.id, { take: this.take, grants, reason: this.reason })
    })
    return { id, state, grants: granted }
  }

  protected describe({ state, grants }: Result) {
    return [state === 'accepted' ? `Disetujui: ${grants.join(', ')}.` : 'Ditolak.']
  }
}
