import { args, flags } from '@adonisjs/core/ace'
import { atUsersDesk } from '#services/accounts/desk'
import { createUser } from '#services/accounts/manage'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  id: string
  login: string
  role: string
  region: string
  one_time_password: string | null
}

export default class UserCreate extends ReportingCommand<Result> {
  static commandName = 'user:create'
  static description = 'Make an account'

  @args.string({ description: 'User name, e.g. supervisor.3371' }) declare login: string
  @flags.string({
    description: 'supervisor_regency, supervisor_province, pfm_reviewer, pusdatin or auditor',
    required: true,
  })
  declare role: string
  @flags.string({ description: '33.71 for a regency, 33 for a province, 00 for the ministry', required: true })
  declare region: string
  @flags.string({ description: 'Full name' }) declare name?: string
  @flags.string({ description: 'Telephone to call back on' }) declare phone?: string
  @flags.string({ description: 'Mail address' }) declare email?: string
  @flags.string({ description: 'Password; a one-time password is made when absent' }) declare password?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const own = await atUsersDesk(this.as)
    const { login, role, region, name, phone, email, password } = this
    const wanted = { login, role, region, name, phone, email, password }
    const { user, oneTime } = await scope.run(own, (tx) => createUser(tx, wanted))
    return { id: user.id, login: user.login, role: user.role, region: user.regionCode, one_time_password: oneTime }
  }

  protected describe({ login, role, region, one_time_password: oneTime }: Result) {
    const made = `Akun "${login}" (${role}, ${region}) dibuat.`
    return oneTime ? [made, `Kata sandi sekali pakai (24 jam, hanya tampil kali ini): ${oneTime}`] : [made]
  }
}
