import { args, flags } from '@adonisjs/core/ace'
import { lockUser } from '#services/accounts/change_user'
import { onAccount } from '#services/accounts/desk'
import { ReportingCommand } from '#services/console'

interface Result {
  login: string
  locked: boolean
  reason: string
}

export default class UserLock extends ReportingCommand<Result> {
  static commandName = 'user:lock'
  static description = 'Lock an account with a reason and end its sessions'

  @args.string({ description: 'User name' }) declare login: string
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const user = await onAccount(this.login, this.as, (tx, { id }) => lockUser(tx, id, this.reason))
    return { login: user.login, locked: true, reason: user.lockReason! }
  }

  protected describe({ login }: Result) {
    return [`Akun "${login}" dikunci. Semua sesinya sudah diakhiri.`]
  }
}
