import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { dismissJob } from '#services/health/jobs'
import { scope } from '#services/scope'

interface Result {
  id: string
  name: string
}

export default class JobDismiss extends ReportingCommand<Result> {
  static commandName = 'job:dismiss'
  static description = 'Take a failed job from the list of those to be dealt with; its row stays'

  @args.string({ description: 'Id of the job' }) declare id: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.health', this.as, noRight)
    const { id, name } = await scope.run(own, (tx) => dismissJob(tx, this.id))
    return { id, name }
  }

  protected describe({ name, id }: Result) {
    return [`Pekerjaan ${name} (${id}) diabaikan.`]
  }
}
