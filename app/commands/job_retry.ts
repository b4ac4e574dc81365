import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { retryJob } from '#services/health/jobs'
import { scope } from '#services/scope'

interface Result {
  id: string
  name: string
}

export default class JobRetry extends ReportingCommand<Result> {
  static commandName = 'job:retry'
  static description = 'Let a failed job run once more'

  @args.string({ description: 'Id of the job' }) declare id: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.health', this.as, noRight)
    const { id, name } = await scope.run(own, (tx) => retryJob(tx, this.id))
    return { id, name }
  }

  protected describe({ name, id }: Result) {
    return [`Pekerjaan ${name} (${id}) diantrekan lagi.`]
  }
}
