import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { runAndWait } from '#services/jobs/run_and_wait'
import { scope } from '#services/scope'
import { createImport, requestApply } from '#verification/imports/acts'
import { importerByLogin, type Importer } from '#verification/imports/actor'
import { refusalOf, reasonText } from '#verification/imports/errors'
import { fileRecords } from '#verification/imports/file_records'
import { filesOf, type ImportFile } from '#verification/imports/files'
import { fileReport, sumsOf, type FileReport, type Refused } from '#verification/imports/report'
import { givenFiles, withIncoming } from '#verification/imports/unpack'

/** Why one record of a file is not taken; a secret among its values is masked, and so is a long number that slipped into another field. */
interface Rejection {
  line: number
  key: string
  field: string
  value: string
  code: string
  message: string
}

/** Most rejected records that the report of a file lists; the page and its files hold all. */
const LISTED = 100

interface Result {
  id: string
  files: (FileReport & { rejections: Rejection[] })[]
  read: number
  accepted: number
  rejected: number
  conflicts: number
  /** Set when no file was applied: the reason of the first one that has one. */
  error?: Refused
}

export default class SiksImport extends ReportingCommand<Result> {
  static commandName = 'siks:import'
  static description = 'Check and apply .siks files, folders or ZIPs, as the import page does'

  @args.spread({ description: 'Files, folders or ZIPs' }) declare files: string[]
  @flags.string({ description: 'Login of the supervisor who imports', required: true }) declare as: string
  @flags.boolean({ description: 'Apply also where the result differs from the check' }) declare yes: boolean

  protected async perform() {
    const importer = await importerByLogin(this.as)
    const given = await givenFiles(this.files)
    const id = await withIncoming(given, (files) =>
      createImport(importer.scope, { regency: importer.regency, source: 'command', files }),
    )
    const waiting = new Map<string, Refused>()
    for (const { id: file, jobId, name } of await this.#files(importer, id)) {
      const reason = jobId && (await this.#wait(jobId, `Memeriksa ${name}`))
      if (reason) waiting.set(file, reason)
    }
    const checked = (await this.#files(importer, id)).filter(({ state }) => state === 'checked')
    for (const file of checked.sort((a, b) => Number(a.sequence) - Number(b.sequence))) {
      const reason = await this.#apply(importer, file)
      if (reason) waiting.set(file.id, reason)
    }
    return this.#report(importer, id, waiting)
  }

  #files({ scope: own, regency }: Importer, id: string): Promise<ImportFile[]> {
    return scope.run(own, (tx) => filesOf(tx, regency, id))
  }

  /** Applies one checked file; what keeps it from being applied is given back, so that the others go on. */
  async #apply({ scope: own, regency }: Importer, file: ImportFile): Promise<Refused | null> {
    try {
      const job = await scope.run(own, (tx) => requestApply(tx, regency, file.id, this.yes))
      return await this.#wait(job, `Menerapkan ${file.name}`)
    } catch (error) {
      const refusal = refusalOf(error)
      if (!refusal) throw error
      return { code: refusal.code, message: reasonText(refusal.code, refusal.params).id }
    }
  }

  async #wait(job: string, label: string): Promise<Refused | null> {
    const ended = await runAndWait(job, ({ done, total }) => {
      if (total) this.tell(`${label}: ${showNumber(done)} dari ${showNumber(total)} baris`)
    })
    return ended.state === 'done' ? null : { code: ended.error ?? 'E_JOB_FAILED', message: ended.message ?? label }
  }

  async #rejections({ scope: own }: Importer, file: ImportFile): Promise<Rejection[]> {
    if (file.rejected === 0) return []
    const { rows } = await scope.run(own, (tx) => fileRecords(tx, file, { filter: 'rejected', size: LISTED }, 'id'))
    return rows.flatMap(({ line, key, remarks }) =>
      remarks
        .filter(({ kind }) => kind === 'reason')
        .map(({ field, value, code, sentence }) => ({ line, key, field, value, code, message: sentence })),
    )
  }

  async #report(importer: Importer, id: string, waiting: ReadonlyMap<string, Refused>): Promise<Result> {
    const files = await this.#files(importer, id)
    const reports: Result['files'] = []
    for (const file of files) {
      reports.push({ ...fileReport(file, waiting.get(file.id)), rejections: await this.#rejections(importer, file) })
    }
    const { read, accepted, rejected, conflicts } = sumsOf(files)
    const result = { id, files: reports, read, accepted, rejected, conflicts }
    if (files.some(({ state }) => state === 'applied')) return result
    this.exitCode = 1
    const told = reports.find(({ reason }) => reason)
    return { ...result, error: { code: told?.reason_code ?? 'E_JOB_FAILED', message: told?.reason ?? NOTHING } }
  }

  protected describe({ id, files, read, accepted, rejected, conflicts }: Result) {
    const counts = (of: Pick<FileReport, 'read' | 'accepted' | 'rejected' | 'conflicts'>) =>
      `dibaca ${showNumber(of.read)} = diterima ${showNumber(of.accepted)} + ditolak ${showNumber(of.rejected)} + bentrok ${showNumber(of.conflicts)}`
    return [
      ...files.flatMap((file) => [
        `  ${file.id}  ${file.name}: ${file.reason ?? counts(file)}`,
        ...file.rejections.map(({ message }) => `    ${message}`),
      ]),
      `Import ${id}: ${counts({ read, accepted, rejected, conflicts })}`,
    ]
  }
}

const NOTHING = 'Pemeriksaan berkas tidak selesai. Ulangi import; bila berulang, hubungi Pusdatin.'
