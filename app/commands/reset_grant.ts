import { args, flags } from '@adonisjs/core/ace'
import { atResetsDesk } from '#services/accounts/desk'
import { unlockedWords } from '#services/accounts/manage'
import { grantRequest, takeRequest } from '#services/accounts/resets/answer'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

const ACTS = ['unlock', 'reset'] as const

interface Result {
  id: string
  login: string
  state: string
  opened: boolean
  one_time_password: string | null
}

export default class ResetGrant extends ReportingCommand<Result> {
  static commandName = 'reset:grant'
  static description = 'Do one act that an accepted request grants: unlock, or reset with a one-time password that is shown once'

  static override choices = { act: ACTS }

  @args.string({ description: 'Id of the request' }) declare id: string
  @flags.string({ description: ACTS.join(' or '), required: true }) declare act: (typeof ACTS)[number]
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string

  protected async perform() {
    const done = await scope.run(await atResetsDesk(this.as), async (tx) => {
      await takeRequest(tx, this.id)
      return grantRequest(tx, this.id, this.act)
    })
    return { id: this.id, login: done.login, state: done.request.state, opened: done.opened, one_time_password: done.oneTime }
  }

  protected describe({ login, opened, one_time_password: oneTime }: Result) {
    if (oneTime === null) return [unlockedWords(login, opened)]
    return [`Kata sandi sekali pakai untuk "${login}" (24 jam, hanya tampil kali ini): ${oneTime}`]
  }
}
