import { args, flags } from '@adonisjs/core/ace'
import { closeUser, reopenUser } from '#services/accounts/change_user'
import { onAccount } from '#services/accounts/desk'
import { ReportingCommand } from '#services/console'

interface Result {
  login: string
  closed: boolean
}

export default class UserClose extends ReportingCommand<Result> {
  static commandName = 'user:close'
  static description = 'Close an account with a reason and end its sessions, or open a closed one again'

  @args.string({ description: 'User name' }) declare login: string
  @flags.string({ description: 'Why; not needed with --reopen' }) declare reason?: string
  @flags.boolean({ description: 'Open a closed account again, with the password it had' }) declare reopen: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const user = await onAccount(this.login, this.as, (tx, { id }) =>
      this.reopen ? reopenUser(tx, id) : closeUser(tx, id, this.reason ?? ''),
    )
    return { login: user.login, closed: user.disabledAt !== null }
  }

  protected describe({ login, closed }: Result) {
    return [closed ? `Akun "${login}" ditutup. Semua sesinya sudah diakhiri.` : `Akun "${login}" dibuka kembali.`]
  }
}
