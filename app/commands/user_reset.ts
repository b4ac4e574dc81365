import { args, flags } from '@adonisjs/core/ace'
import { atUsersDesk } from '#services/accounts/desk'
import { resetUser } from '#services/accounts/manage'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  login: string
  one_time_password: string
  valid_until: string
}

export default class UserReset extends ReportingCommand<Result> {
  static commandName = 'user:reset'
  static description = 'Give an account a one-time password, shown once and valid for 24 hours, and end its sessions'

  @args.string({ description: 'User name' }) declare login: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const own = await atUsersDesk(this.as)
    const { user, oneTime } = await scope.run(own, (tx) => resetUser(tx, this.login))
    return { login: user.login, one_time_password: oneTime, valid_until: user.oneTimeUntil!.toUTC().toISO()! }
  }

  protected describe({ login, one_time_password: oneTime }: Result) {
    return [`Kata sandi sekali pakai untuk "${login}" (24 jam, hanya tampil kali ini): ${oneTime}`]
  }
}
