import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { generateLetter, verifyUrl } from '#verification/finalise/index'
import { saveFile } from '#verification/finalise/take_file'
import { WAITING } from '#verification/periods/index'

interface Result {
  id: string
  number: string
  period: string
  date: string
  code: string
  url: string
  sha256: string
  state: string
  /** False when the letter had been issued before. */
  made: boolean
  file: string | null
}

export default class LetterGenerate extends ReportingCommand<Result> {
  static commandName = 'letter:generate'
  static description = 'Issue the approval letter of a finalised period once; a second call gives the same file'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest that is finalised when absent' }) declare period?: string
  @flags.string({ description: 'Where to save the PDF' }) declare out?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'finalise')
    const { letter, made } = await onPeriod(acting, WAITING, this.period, generateLetter)
    if (this.out) await scope.run(acting.scope, (tx) => saveFile(tx, acting.regency, letter.fileId, this.out!))
    const { id, number, periodName: period, date, code, sha256, state } = letter
    return { id, number, period, date, code, url: verifyUrl(code), sha256, state, made, file: this.out ?? null }
  }

  protected describe({ number, date, url, made, file }: Result) {
    return [
      `Surat nomor ${number} tanggal ${date} ${made ? 'diterbitkan' : 'sudah diterbitkan sebelumnya'}.`,
      `Pemeriksaan: ${url}`,
      ...(file ? [`Berkas: ${file}`] : []),
    ]
  }
}
