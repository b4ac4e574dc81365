import { flags } from '@adonisjs/core/ace'
import { AccountError } from '#services/accounts/errors'
import { setUp, type AccountMade } from '#services/accounts/manage'
import { ReportingCommand } from '#services/console'
import { CONSOLE, NATIONAL, scope } from '#services/scope'

interface Result {
  id: string
  login: string
  role: string
  one_time_password: string | null
}

export default class Setup extends ReportingCommand<Result> {
  static commandName = 'setup'
  static description = 'Make the first account of an installation: a pusdatin, who makes all others'

  @flags.string({ description: 'User name; asked for when absent' }) declare login?: string
  @flags.string({ description: 'Full name' }) declare name?: string
  @flags.string({ description: 'Password; a one-time password is made when absent' }) declare password?: string

  protected async perform() {
    if (!this.login && !process.stdin.isTTY) {
      throw new AccountError('E_SETUP_LOGIN', {
        id: 'Tidak ada terminal untuk bertanya. Sebutkan nama pengguna dengan --login.',
        en: 'There is no terminal to ask on. Name the user with --login.',
      })
    }
    const login = this.login ?? String(await this.prompt.ask('Nama pengguna', { default: 'pusdatin' }))
    const name = this.name ?? (this.login ? login : String(await this.prompt.ask('Nama lengkap', { default: 'Pusdatin Kesos' })))
    const made = await scope.run(scope.of(NATIONAL, CONSOLE), (tx) => setUp(tx, { login, name, password: this.password }))
    return told(made)
  }

  protected describe({ login, one_time_password: oneTime }: Result) {
    return oneTime
      ? [`Akun "${login}" dibuat. Kata sandi sekali pakai (24 jam, hanya tampil kali ini): ${oneTime}`]
      : [`Akun "${login}" dibuat.`]
  }
}

function told({ user, oneTime }: AccountMade): Result {
  return { id: user.id, login: user.login, role: user.role, one_time_password: oneTime }
}
