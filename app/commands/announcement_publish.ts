import { flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { saveAnnouncement } from '#services/announcements/announcements'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  id: string
}

export default class AnnouncementPublish extends ReportingCommand<Result> {
  static commandName = 'announcement:publish'
  static description = 'Tell all regions or some something from its first to its last day'

  @flags.string({ description: 'Title', required: true }) declare title: string
  @flags.string({ description: 'Text; every line feed begins a paragraph', required: true }) declare text: string
  @flags.string({ description: 'First day, YYYY-MM-DD', required: true }) declare from: string
  @flags.string({ description: 'Last day, YYYY-MM-DD; until it is withdrawn when absent' }) declare until?: string
  @flags.string({ description: 'Codes of provinces and regencies with commas; all when absent' }) declare region?: string
  @flags.boolean({ description: 'Shown first, with a mark' }) declare important: boolean
  @flags.boolean({ description: 'Shown before sign-in too' }) declare public: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.announcements', this.as, noRight)
    const typed = {
      ...{ title: this.title, body: this.text, valid_from: this.from, valid_until: this.until ?? '', regions: this.region ?? '' },
      ...{ important: this.important === true, public: this.public === true },
    }
    return { id: await scope.run(own, (tx) => saveAnnouncement(tx, typed)) }
  }

  protected describe({ id }: Result) {
    return [`Pengumuman diterbitkan: ${id}`]
  }
}
