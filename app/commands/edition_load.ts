import { args, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { namedModule } from '#services/named_module'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { atEditionsDesk, EditionError, loadEditionFiles, type LoadReport, type Remark } from '#verification/editions/index'

interface Loaded extends Omit<LoadReport, 'rejections' | 'elsewhere'> {
  elsewhere: Omit<LoadReport['elsewhere'], 'remarks'> & { remarks: (Omit<Remark, 'reason'> & { reason: string })[] }
  rejections: (Omit<LoadReport['rejections'][number], 'reason'> & { reason: string })[]
  /** Kinds of row without a file. */
  left_out: string[]
}

export default class EditionLoad extends ReportingCommand<Loaded> {
  static commandName = 'edition:load'
  static description = 'Load the CSV or XLSX files of a register into a prepared edition'
  static override options: CommandOptions = { startApp: true, allowUnknownFlags: true }
  static override help = [
    'One file for each kind of row of the module, by its own name; of the BDT, families and businesses may be left out:',
    '{{ binaryName }} edition:load MODULE --edition ID --households F --families F --members F --businesses F --code-system kemendagri',
  ]

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Id that edition:prepare printed', required: true }) declare edition: string
  @flags.string({ description: 'System of all region codes in the files: kemendagri or bps', required: true })
  declare codeSystem: string
  @flags.string({ description: 'Version of the code lists, where it is not the module’s own' }) declare codeList?: string
  @flags.string({ description: 'Folder for the rejected rows; beside the files unless told, none in a dry run' })
  declare rejectedTo?: string
  @flags.boolean({ description: 'Report the same, store nothing and write no file' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const module = namedModule(this.module)
    const { actor } = await atEditionsDesk(this.as)
    const files = this.#files()
    const report = await loadEditionFiles({
      ...{
        module,
        editionId: this.edition,
        files,
        codeSystem: this.codeSystem,
        dryRun: this.dryRun,
        actor,
      },
      ...(this.codeList ? { codeList: this.codeList } : {}),
      ...(this.rejectedTo ? { rejectedTo: this.rejectedTo } : {}),
      onProgress: (step, rows) => this.tell(rows === undefined ? step : `${step}: ${showNumber(rows)}`),
    })
    if (report.accepted === 0) this.exitCode = 1
    const rejections = report.rejections.map((rejection) => ({ ...rejection, reason: rejection.reason.id }))
    const remarks = report.elsewhere.remarks.map((remark) => ({ ...remark, reason: remark.reason.id }))
    const elsewhere = { ...report.elsewhere, remarks }
    return { ...report, rejections, elsewhere, left_out: Object.keys(report.files).filter((name) => !(name in files)) }
  }

  protected describe(report: Loaded) {
    return [
      `${showNumber(report.accepted)} dari ${showNumber(report.read)} baris ${report.dry_run ? 'dapat diterima (tidak ada yang disimpan)' : 'diterima'}, ${showNumber(report.rejected)} ditolak.`,
      ...Object.entries(report.files).flatMap(([group, file]) => [
        `  ${group}: dibaca ${showNumber(file.read)}, diterima ${showNumber(file.accepted)}, ditolak ${showNumber(file.rejected)}`,
        ...(file.unknown_headings.length ? [`    kolom tidak dikenal: ${file.unknown_headings.join(', ')}`] : []),
        ...(file.rejected_file ? [`    baris yang ditolak: ${file.rejected_file}`] : []),
      ]),
      ...report.left_out.map((name) => `  ${name}: berkasnya tidak disebut, sehingga tidak ada baris yang dibaca darinya`),
      ...report.regencies
        .filter(({ off }) => off)
        .map(
          ({ code, records }) =>
            `  ${code}: modul dinonaktifkan, ${showNumber(records)} data dimuat dan menunggu sampai diaktifkan`,
        ),
      ...report.mapped.map(({ from, to, rows }) => `  ${showNumber(rows)} baris dipetakan ${from} -> ${to}`),
      `  masalah bawaan: ${showNumber(report.inherited.problems)} pada ${showNumber(report.inherited.records)} data`,
      ...(report.elsewhere.persons > 0
        ? [
            `  NIK, No KK, atau nomor kartu yang sama di beberapa kabupaten/kota: ${showNumber(report.elsewhere.numbers)} nomor, ${showNumber(report.elsewhere.persons)} orang`,
          ]
        : []),
      ...report.elsewhere.remarks
        .slice(0, 20)
        .map(({ file, row, value, reason }) => `    ${file} baris ${row}, ${value}: ${reason}`),
      ...report.rejections
        .slice(0, 20)
        .map(({ file, row, column, value, reason }) => `  ${file} baris ${row}, ${column} "${value}": ${reason}`),
    ]
  }

  /** The files stand under the names of the module's own groups, which this command does not know beforehand. */
  #files(): Record<string, string> {
    const { root, groups } = namedModule(this.module).instrument
    const names = [root.name, ...groups.map(({ name }) => name)]
    const { flags: given, unknownFlags }: { flags: Record<string, unknown>; unknownFlags: string[] } = this.parsed
    const stranger = unknownFlags.find((flag) => !names.includes(flag))
    if (stranger)
      throw new EditionError(
        'E_UNKNOWN_FLAG',
        `Pilihan --${stranger} tidak dikenal. Berkas: ${names.map((name) => `--${name}`).join(', ')}.`,
      )
    return Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, String(given[name])]])))
  }
}
