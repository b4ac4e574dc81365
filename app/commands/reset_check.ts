import { args, flags } from '@adonisjs/core/ace'
import { atResetsDesk } from '#services/accounts/desk'
import { checkRequest, takeRequest } from '#services/accounts/resets/answer'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  id: string
  kind: string
  result: string
}

export default class ResetCheck extends ReportingCommand<Result> {
  static commandName = 'reset:check'
  static description = 'Take a request and write down a check of it'

  @args.string({ description: 'Id of the request' }) declare id: string
  @flags.string({ description: 'letter, official or call', required: true }) declare kind: string
  @flags.string({
    description: 'match or mismatch; differs for an official; confirmed, denied or no_answer for a call',
    required: true,
  })
  declare result: string
  @flags.string({ description: 'What else is to be said' }) declare note?: string
  @flags.string({ description: 'The number that was called, one of those on file' }) declare number?: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string

  protected async perform() {
    const { id, kind, result, note, number } = this
    const own = await atResetsDesk(this.as)
    await scope.run(own, async (tx) => {
      await takeRequest(tx, id)
      await checkRequest(tx, id, { kind, result, ...(note ? { note } : {}), ...(number ? { number } : {}) })
    })
    return { id, kind, result }
  }

  protected describe({ kind, result }: Result) {
    return [`Pemeriksaan ${kind} dicatat: ${result}.`]
  }
}
