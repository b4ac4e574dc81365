import { args, flags } from '@adonisjs/core/ace'
import { atResetsDesk } from '#services/accounts/desk'
import { AccountError } from '#services/accounts/errors'
import { grantRequest, takeRequest } from '#services/accounts/resets/answer'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  id: string
  login: string
  state: string
  one_time_password: string | null
}

export default class ResetGrant extends ReportingCommand<Result> {
  static commandName = 'reset:grant'
  static description = 'Do one act that an accepted request grants: unlock, or reset with a one-time password that is shown once'

  @args.string({ description: 'Id of the request' }) declare id: string
  @flags.string({ description: 'unlock or reset', required: true }) declare act: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string

  protected async perform() {
    const act = (['unlock', 'reset'] as const).find((one) => one === this.act)
    if (!act) throw new AccountError('E_USER_FIELDS', '--act adalah unlock atau reset.')
    const done = await scope.run(await atResetsDesk(this.as), async (tx) => {
      await takeRequest(tx, this.id)
      return grantRequest(tx, this.id, act)
    })
    return { id: this.id, login: done.login, state: done.request.state, one_time_password: done.oneTime }
  }

  protected describe({ login, one_time_password: oneTime }: Result) {
    if (oneTime === null) return [`Akun "${login}" sudah dibuka. Kata sandinya tidak berubah.`]
    return [`Kata sandi sekali pakai untuk "${login}" (24 jam, hanya tampil kali ini): ${oneTime}`]
  }
}
