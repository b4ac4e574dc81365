import { writeFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { formatDate } from '#domain/calendar_date'
import { ReportingCommand } from '#services/console'
import { fileContent } from '#services/files'
import { scope } from '#services/scope'
import { explain, ExplainError, removalNotice } from '#verification/explain/index'
import { actingOn } from '#verification/finalise/acting'
import { choosePeriod } from '#verification/periods/index'

interface Result {
  number: string
  object_until: string
  file: string
}

export default class NoticePrint extends ReportingCommand<Result> {
  static commandName = 'notice:print'
  static description =
    'Make the notice to a family that was taken off a list, with how to object; a second call gives the same file'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @args.string({ description: 'Key of the record' }) declare key: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'PDF to write', required: true }) declare out: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'verify')
    const notice = await scope.run(acting.scope, async (tx) => {
      const period = await choosePeriod(tx, acting.module, acting.regency, this.period)
      const found = await explain(tx, period, this.key, null, 'id')
      if (!found) throw new ExplainError('E_EXPLAIN_UNKNOWN', `Tidak ada data ${this.key} pada ${period.period.name}.`)
      return removalNotice(tx, found)
    })
    await writeFile(this.out, await fileContent(notice.file), { mode: 0o600 })
    return { number: notice.number, object_until: notice.objectUntil, file: this.out }
  }

  protected describe({ number, object_until: until, file }: Result) {
    return [`Surat pemberitahuan ${number}, sanggah sampai ${formatDate(until)}: ${file}`]
  }
}
