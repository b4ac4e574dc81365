import { readFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { tryParseDate } from '#domain/date_text'
import { ReportingCommand } from '#services/console'
import { readScan } from '#services/documents/scan'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { MEETINGS, MOST_PAGES, takeMinutes, type Meeting, type Minutes } from '#verification/minutes/index'
import { assertDecidable } from '#verification/periods/index'
import { heedLock } from '#verification/review/act'

type Result = Pick<Minutes, 'id' | 'village' | 'meeting' | 'number' | 'pages' | 'sha256'> & { held_on: string }

export default class MinutesAdd extends ReportingCommand<Result> {
  static commandName = 'minutes:add'
  static description = 'Take the signed minutes of a village meeting (PDF, JPG or PNG), in place of those it had'

  static override choices = { meeting: MEETINGS }

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Code of the village', required: true }) declare village: string
  @flags.string({ description: 'Number on the minutes', required: true }) declare number: string
  @flags.string({ description: 'Date of the meeting, YYYY-MM-DD or day first', required: true }) declare date: string
  @flags.string({ description: 'The scan', required: true }) declare file: string
  @flags.string({ description: `${MEETINGS.join(' or ')}; what the code of the village says when absent` })
  declare meeting?: Meeting
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'verify')
    const content = await readFile(this.file)
    const scan = await readScan(content, MOST_PAGES)
    const given = {
      ...{ village: this.village, number: this.number, heldOn: tryParseDate(this.date) ?? '', content, scan },
      meeting: this.meeting,
    }
    const minutes = await heedLock(() =>
      scope.run(acting.scope, async (tx) =>
        takeMinutes(tx, await assertDecidable(tx, acting.module, this.regency, this.period), given),
      ),
    )
    const { id, village, meeting, number, heldOn, pages, sha256 } = minutes
    return { id, village, meeting, number, held_on: heldOn, pages, sha256 }
  }

  protected describe({ number, village, held_on: heldOn, pages }: Result) {
    return [`Berita acara nomor ${number} tanggal ${heldOn} untuk ${village} diterima (${pages} halaman).`]
  }
}
