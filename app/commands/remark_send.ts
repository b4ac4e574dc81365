import { flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { writeRemark } from '#services/progress/remarks'
import { findRegion } from '#services/regions'
import { scope } from '#services/scope'

interface Result {
  id: string
  regency: string
}

export default class RemarkSend extends ReportingCommand<Result> {
  static commandName = 'remark:send'
  static description = 'Write to the supervisors of a regency, as its province'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'The remark', required: true }) declare text: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own, actor } = await actAtDesk('core.remark', this.as, noRight)
    const region = own.regions.includes(this.regency) ? await findRegion(this.regency) : null
    if (region?.level !== 2) throw noRight(`Kabupaten/kota ${this.regency} tidak ada atau di luar wilayah ${actor.name}.`)
    return { id: await scope.run(own, (tx) => writeRemark(tx, this.regency, { body: this.text })), regency: this.regency }
  }

  protected describe({ regency }: Result) {
    return [`Catatan terkirim kepada supervisor ${regency}.`]
  }
}
