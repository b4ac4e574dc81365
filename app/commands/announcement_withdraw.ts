import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { withdrawAnnouncement } from '#services/announcements/announcements'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  id: string
  state: 'withdrawn'
}

export default class AnnouncementWithdraw extends ReportingCommand<Result> {
  static commandName = 'announcement:withdraw'
  static description = 'Take an announcement from every page; its row stays'

  @args.string({ description: 'Id of the announcement' }) declare id: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform(): Promise<Result> {
    const { scope: own } = await actAtDesk('core.announcements', this.as, noRight)
    await scope.run(own, (tx) => withdrawAnnouncement(tx, this.id))
    return { id: this.id, state: 'withdrawn' }
  }

  protected describe({ id }: Result) {
    return [`Pengumuman ${id} ditarik.`]
  }
}
