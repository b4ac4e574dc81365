import { args, flags } from '@adonisjs/core/ace'
import { changeUser } from '#services/accounts/change_user'
import { onAccount } from '#services/accounts/desk'
import { ReportingCommand } from '#services/console'

interface Result {
  login: string
  name: string
  role: string
  region: string
  phone: string | null
  email: string | null
}

const NAMES = ['name', 'role', 'region', 'phone', 'email', 'position', 'nip'] as const

export default class UserChange extends ReportingCommand<Result> {
  static commandName = 'user:change'
  static description = 'Change name, contact, role or region of an account; what is not given stays'

  @args.string({ description: 'User name' }) declare login: string
  @flags.string({ description: 'Full name' }) declare name?: string
  @flags.string({ description: 'Role; needs a region that fits it' }) declare role?: string
  @flags.string({ description: '33.71 for a regency, 33 for a province, 00 for the ministry' }) declare region?: string
  @flags.string({ description: 'Telephone to call back on' }) declare phone?: string
  @flags.string({ description: 'Mail address' }) declare email?: string
  @flags.string({ description: 'Position' }) declare position?: string
  @flags.string({ description: 'NIP, 18 digits' }) declare nip?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const wanted = Object.fromEntries(NAMES.flatMap((name) => (this[name] === undefined ? [] : [[name, this[name]]])))
    const user = await onAccount(this.login, this.as, (tx, { id }) => changeUser(tx, id, wanted, null))
    const { login, name, role, regionCode: region, phone, email } = user
    return { login, name, role, region, phone, email }
  }

  protected describe({ login, role, region }: Result) {
    return [`Akun "${login}" sekarang ${role} di ${region}.`]
  }
}
