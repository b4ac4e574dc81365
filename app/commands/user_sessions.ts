import { args, flags } from '@adonisjs/core/ace'
import { onAccount } from '#services/accounts/desk'
import { endSessionsOf, sessionsOf } from '#services/accounts/sessions'
import { ReportingCommand } from '#services/console'

interface Result {
  login: string
  sessions: { handle: string; address: string | null; device: string; begun_at: string; seen_at: string }[]
  ended: boolean
}

export default class UserSessions extends ReportingCommand<Result> {
  static commandName = 'user:sessions'
  static description = 'List the sessions of an account, or end them'

  @args.string({ description: 'User name' }) declare login: string
  @flags.boolean({ description: 'End all of them' }) declare end: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    return onAccount(this.login, this.as, async (tx, user) => {
      const sessions = await sessionsOf(tx, user.id)
      if (this.end) await endSessionsOf(tx, user, null)
      const shown = sessions.map(({ handle, address, device, begunAt, seenAt }) => ({
        ...{ handle, address, device, begun_at: begunAt.toISOString(), seen_at: seenAt.toISOString() },
      }))
      return { login: user.login, sessions: shown, ended: this.end === true }
    })
  }

  protected describe({ sessions, ended }: Result) {
    const lines = sessions.map(({ device, address, seen_at: seen }) => `${seen}  ${address ?? '–'}  ${device}`)
    return [...lines, ended ? `${sessions.length} sesi diakhiri.` : `${sessions.length} sesi.`]
  }
}
