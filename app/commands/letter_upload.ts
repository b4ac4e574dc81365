import { readFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { readScan, uploadScan } from '#verification/finalise/index'

interface Result {
  number: string
  period: string
  state: 'letter_uploaded'
  qr: 'read' | 'unreadable' | null
  pages: number
  sha256: string | null
}

export default class LetterUpload extends ReportingCommand<Result> {
  static commandName = 'letter:upload'
  static description = 'Upload the scan of the signed letter (PDF, JPG or PNG)'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'The scan', required: true }) declare file: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest whose letter waits for its scan when absent' })
  declare period?: string
  @flags.boolean({ description: 'It is the letter although its QR cannot be read' }) declare confirm: boolean

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'finalise')
    const content = await readFile(this.file)
    const scan = await readScan(content)
    const letter = await onPeriod(acting, ['letter_generated', 'letter_uploaded'], this.period, (tx, period) =>
      uploadScan(tx, period, { content, scan }, this.confirm),
    )
    return {
      number: letter.number,
      period: letter.periodName,
      state: 'letter_uploaded' as const,
      qr: letter.scanQr,
      pages: scan.pages,
      sha256: letter.scanSha256,
    }
  }

  protected describe({ number, qr, pages }: Result) {
    return [
      `Hasil pindai surat ${number} diterima (${pages} halaman, QR ${qr === 'read' ? 'terbaca dan cocok' : 'tidak terbaca'}).`,
    ]
  }
}
