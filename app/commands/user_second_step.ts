import { args, flags } from '@adonisjs/core/ace'
import { onAccount } from '#services/accounts/desk'
import { removeSecondStep } from '#services/accounts/second_step/second_step'
import { ReportingCommand } from '#services/console'

interface Result {
  login: string
  second_step: boolean
}

export default class UserSecondStep extends ReportingCommand<Result> {
  static commandName = 'user:second-step-remove'
  static description =
    'Let an account whose phone and recovery codes are lost sign in with its password alone, and end its sessions'

  @args.string({ description: 'User name' }) declare login: string
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const user = await onAccount(this.login, this.as, (tx, { id }) => removeSecondStep(tx, id, this.reason))
    return { login: user.login, second_step: false }
  }

  protected describe({ login }: Result) {
    return [`Verifikasi dua langkah "${login}" dihapus. Semua sesinya sudah diakhiri.`]
  }
}
