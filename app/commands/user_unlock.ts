import { args, flags } from '@adonisjs/core/ace'
import { atUsersDesk } from '#services/accounts/desk'
import { unlockedWords, unlockUser } from '#services/accounts/manage'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  login: string
  locked: boolean
  opened: boolean
}

export default class UserUnlock extends ReportingCommand<Result> {
  static commandName = 'user:unlock'
  static description = 'Open a locked account; its password stays as it is'

  @args.string({ description: 'User name' }) declare login: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const own = await atUsersDesk(this.as)
    const { user, opened } = await scope.run(own, (tx) => unlockUser(tx, this.login))
    return { login: user.login, locked: false, opened }
  }

  protected describe({ login, opened }: Result) {
    return [unlockedWords(login, opened)]
  }
}
