import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { DOCUMENT_KINDS, publishDocument } from '#services/announcements/documents'
import { noRight } from '#services/announcements/errors'
import { judgeFile } from '#services/announcements/judge_file'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  id: string
  content_type: string
}

export default class DocumentPublish extends ReportingCommand<Result> {
  static commandName = 'document:publish'
  static description = 'Offer a file to all regions or some; what it is is told by its content'

  @args.string({ description: 'PDF, DOCX, XLSX, CSV, PNG or JPG, at most 10 MB' }) declare file: string
  @flags.string({ description: `One of ${DOCUMENT_KINDS.join(', ')}`, required: true }) declare kind: string
  @flags.string({ description: 'Title', required: true }) declare title: string
  @flags.string({ description: 'First day, YYYY-MM-DD', required: true }) declare from: string
  @flags.string({ description: 'Last day, YYYY-MM-DD; until it is withdrawn when absent' }) declare until?: string
  @flags.string({ description: 'Number of the letter' }) declare number?: string
  @flags.string({ description: 'Date of the letter, YYYY-MM-DD' }) declare date?: string
  @flags.string({ description: 'Codes of provinces and regencies with commas; all when absent' }) declare region?: string
  @flags.boolean({ description: 'Holds data of persons: for one regency alone, every download is logged' })
  declare personal: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.announcements', this.as, noRight)
    const judged = await judgeFile(await readFile(this.file))
    const typed = {
      ...{
        kind: this.kind,
        title: this.title,
        number: this.number ?? '',
        issued_on: this.date ?? '',
        personal: this.personal === true,
      },
      ...{ valid_from: this.from, valid_until: this.until ?? '', regions: this.region ?? '' },
    }
    const id = await scope.run(own, (tx) => publishDocument(tx, typed, { ...judged, name: basename(this.file) }))
    return { id, content_type: judged.contentType }
  }

  protected describe({ id, content_type: type }: Result) {
    return [`Dokumen diterbitkan: ${id} (${type})`]
  }
}
