import { access } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { openCsv, type CsvTable } from '#services/documents/csv_reader'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import type { CodeVariant } from '../instrument.js'
import { EditionError } from './errors.js'
import { findEdition, regenciesOf } from './find.js'
import { findInherited, type InheritedCount } from './inherited.js'
import { acceptedByRegency, analyzeEdition, insertRegency, noteLoaded, type LoadedRegency } from './insert_rows.js'
import { judgeRows } from './judge_rows.js'
import { layoutOf, type Layout } from './layout.js'
import { countRejected, writeRejected, type Rejection } from './rejections.js'
import { stage, stagedTable } from './staging.js'
import { CODE_SYSTEMS, VillageReader, type CodeSystem } from './villages.js'

/** Most rejections that the report itself lists; the files beside it hold all. */
const LISTED = 100

/** A file on disk, or rows a program makes in the shape of one. */
export type LoadSource = string | (() => CsvTable)

export interface LoadRequest {
  module: VerificationModule
  editionId: string
  /** One source per group of the instrument. */
  files: Readonly<Record<string, LoadSource>>
  codeSystem: string
  /** Version of the code lists in the files; the instrument's own unless told. */
  codeList?: string
  dryRun?: boolean
  /** Folder for the files of rejected rows; beside each source unless told, and none in a dry run. */
  rejectedTo?: string
  actor: Actor
  onProgress?: (step: string, rows?: number) => void
}

export interface LoadedFile {
  file: string
  read: number
  accepted: number
  rejected: number
  /** Headings that no variable answers to; they were not loaded. */
  unknown_headings: string[]
  /** Variables that the file leaves out. */
  missing_headings: string[]
  /** Rows made because only their members name them (families without a line). */
  made: number
  rejected_file: string | null
}

export interface LoadReport {
  edition: string
  dry_run: boolean
  code_system: CodeSystem
  /** read = accepted + rejected, over all files and in each. */
  read: number
  accepted: number
  rejected: number
  files: Record<string, LoadedFile>
  /** Former region codes found and what they became, with the number of rows. */
  mapped: { from: string; to: string; rows: number }[]
  inherited: InheritedCount
  regencies: LoadedRegency[]
  rejections: Rejection[]
}

/** Stops the transaction of a dry run without an error to the user. */
class DryRun extends Error {
  constructor(readonly report: LoadReport) {
    super('dry run')
  }
}

/**
 * Loads files of a register into a prepared edition: read cell by cell, judged as a whole, stored in one transaction or not at all.
 * A dry run reports the same and stores nothing; it writes files of rejected rows only into a folder that was told. No row is repaired; what is readable but wrong becomes an inherited problem.
 *
 * @throws EditionError `E_EDITION_UNKNOWN`, `E_EDITION_PUBLISHED`, `E_LOAD_FILE_MISSING`, `E_LOAD_HEADING`, `E_LOAD_CODE_SYSTEM`,
 * `E_LOAD_CODE_LIST`; DocumentRefused for a file that is no CSV
 */
export async function loadEdition(request: LoadRequest): Promise<LoadReport> {
  const { module, actor } = request
  const { edition, regencies } = await scope.run(scope.of(NATIONAL, actor), async (tx) => ({
    edition: await findEdition(tx, module, request.editionId),
    regencies: (await regenciesOf(tx, request.editionId)).map(({ regency_code: code }) => code),
  }))
  if (edition.state !== 'loading') {
    throw new EditionError(
      'E_EDITION_PUBLISHED',
      `Edisi "${edition.name}" sudah berlaku dan tidak dapat diubah. Siapkan edisi baru.`,
    )
  }
  const system = codeSystemOf(request.codeSystem)
  const variant = variantOf(module, request.codeList)
  const opened = await openAll(request)
  try {
    const everywhere = scope.of([NATIONAL, ...regencies], actor)
    const report = await scope.run(everywhere, (tx) => load(tx, request, { regencies, system, variant, opened }))
    await analyzeEdition(module, edition.id)
    return report
  } catch (error) {
    if (error instanceof DryRun) return error.report
    throw error
  } finally {
    for (const { table } of opened) await table.close()
  }
}

interface Opened {
  layout: Layout
  table: CsvTable
  path: string | null
  name: string
}

interface Loading {
  regencies: string[]
  system: CodeSystem
  variant: CodeVariant | undefined
  opened: Opened[]
}

async function load(tx: Tx, request: LoadRequest, { regencies, system, variant, opened }: Loading): Promise<LoadReport> {
  const { module, editionId } = request
  const { instrument } = module
  await query(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`edition:${editionId}`])
  await query(tx, `set local work_mem = '64MB'`)
  const villages = await VillageReader.open(tx, system, regencies)
  const today = todayIn(MINISTRY_ZONE, tx.now)
  const files: Record<string, LoadedFile> = {}
  for (const { layout, table, name } of opened) {
    const read = await stage(tx, instrument, layout, table, { villages, today, ...(variant ? { variant } : {}) })
    request.onProgress?.(layout.group.name, read)
    files[layout.group.name] = {
      ...{ file: name, read, accepted: 0, rejected: 0, unknown_headings: layout.unknown, missing_headings: layout.missing },
      ...{ made: 0, rejected_file: null },
    }
  }
  const headers = new Map(opened.map(({ layout, table }) => [layout.group.name, table.headers]))
  const made = await judgeRows(
    tx,
    instrument,
    opened.map(({ layout }) => layout),
    { editionId, regencies },
    headers,
  )
  const rejections: Rejection[] = []
  for (const { layout, path } of opened) {
    const file = files[layout.group.name]!
    const { rejected, sample } = await countRejected(tx, layout.group.name, LISTED)
    Object.assign(file, { rejected, accepted: file.read - rejected, made: made.get(layout.group.name) ?? 0 })
    rejections.push(...sample)
    const folder = request.rejectedTo ?? (request.dryRun || !path ? null : dirname(path))
    if (!rejected || !path || !folder) continue
    file.rejected_file = join(folder, `${basename(path, extname(path))}.ditolak.csv`)
    await writeRejected(tx, layout.group.name, path, file.rejected_file)
  }
  request.onProgress?.('rules')
  const inherited = await findInherited(tx, module, today)
  const loaded = await acceptedByRegency(tx, instrument)
  const sum = (of: (file: LoadedFile) => number) => Object.values(files).reduce((total, file) => total + of(file), 0)
  const report: LoadReport = {
    ...{ edition: editionId, dry_run: request.dryRun ?? false, code_system: system },
    ...{ read: sum((file) => file.read), accepted: sum((file) => file.accepted), rejected: sum((file) => file.rejected) },
    ...{ files, mapped: await mappedRows(tx, module), inherited, regencies: loaded, rejections: rejections.slice(0, LISTED) },
  }
  if (request.dryRun) throw new DryRun(report)
  await store(tx, request, report)
  return report
}

async function store(tx: Tx, { module, editionId, onProgress }: LoadRequest, report: LoadReport) {
  const { files, mapped, inherited, rejections, ...counts } = report
  const figures = Object.fromEntries(
    Object.entries(files).map(([name, { read, accepted, rejected }]) => [name, { read, accepted, rejected }]),
  )
  for (const loaded of report.regencies) {
    const codeListVersion = module.instrument.codeListVersion
    await insertRegency(tx, module.instrument, { editionId, regency: loaded.code, codeListVersion })
    await noteLoaded(tx, editionId, loaded, { files: figures, mapped, inherited })
    onProgress?.(loaded.code, loaded.records)
  }
  await recordActivity(tx, {
    action: 'edition.loaded',
    regency: NATIONAL,
    object: { type: 'edition', id: editionId },
    data: { module: module.name, read: counts.read, accepted: counts.accepted, rejected: counts.rejected },
  })
}

async function mappedRows(tx: Tx, module: VerificationModule): Promise<LoadReport['mapped']> {
  return query<LoadReport['mapped'][number]>(
    tx,
    `select mapped_from as from, min(regency_code) as to, count(*)::int as rows from ${stagedTable(module.instrument.root.name)}
     where mapped_from is not null and faults is null group by 1 order by 1`,
  )
}

async function openAll({ module, files }: LoadRequest): Promise<Opened[]> {
  const { instrument } = module
  const opened: Opened[] = []
  try {
    for (const group of [instrument.root, ...instrument.groups]) {
      const source = files[group.name]
      if (source === undefined) throw new EditionError('E_LOAD_FILE_MISSING', `Berkas --${group.name} belum disebut.`)
      const path = typeof source === 'string' ? source : null
      if (path) await access(path).catch(() => missing(path))
      const table = typeof source === 'string' ? await openCsv(source) : source()
      opened.push({
        layout: layoutOf(instrument, group.name, table.headers),
        table,
        path,
        name: path ? basename(path) : group.name,
      })
    }
    return opened
  } catch (error) {
    for (const { table } of opened) await table.close()
    throw error
  }
}

function missing(path: string): never {
  throw new EditionError('E_LOAD_FILE_MISSING', `Berkas "${path}" tidak ada atau tidak dapat dibaca.`)
}

function codeSystemOf(text: string): CodeSystem {
  const found = CODE_SYSTEMS.find((system) => system === text)
  if (found) return found
  throw new EditionError(
    'E_LOAD_CODE_SYSTEM',
    `Sistem kode "${text}" tidak dikenal. Sebutkan ${CODE_SYSTEMS.join(' atau ')}; tidak ada yang ditebak.`,
  )
}

function variantOf({ instrument }: VerificationModule, version: string | undefined): CodeVariant | undefined {
  if (!version || version === instrument.codeListVersion) return undefined
  const variant = instrument.variants?.find((candidate) => candidate.version === version)
  if (variant) return variant
  const known = [instrument.codeListVersion, ...(instrument.variants ?? []).map((candidate) => candidate.version)]
  throw new EditionError('E_LOAD_CODE_LIST', `Daftar kode "${version}" tidak dikenal. Yang dikenal: ${known.join(', ')}.`)
}
