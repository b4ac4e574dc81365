import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { daysIn } from '#services/days'
import { pluginEnabledAmong } from '#services/plugin_switches'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import type { CodeVariant } from '../instrument.js'
import { isBeingEmptied } from './empty.js'
import { EditionError } from './errors.js'
import { assertLoading, findEdition, lockEdition, regenciesOf } from './find.js'
import { findElsewhere, type Elsewhere } from './elsewhere.js'
import { findInherited, type InheritedCount } from './inherited.js'
import { acceptedByRegency, analyzeEdition, insertRecords, insertRowsOf, noteLoaded, type LoadedRegency } from './insert_rows.js'
import { judgeRows } from './judge_rows.js'
import { stageAlike, takeOut, withoutKnown } from './known_rows.js'
import { codeSystemOf, variantOf } from './load_choices.js'
import { mappedRows, type MappedRows } from './mapped_rows.js'
import type { Rejection } from './rejections.js'
import { closeSources, openSources, type LoadSource, type OpenSource } from './sources.js'
import { keepRejected, LISTED, stageFiles } from './source_rows.js'
import { VillageReader, type CodeSystem } from './villages.js'

export interface LoadRequest {
  module: VerificationModule
  /** Null in a dry run of files whose edition is not prepared yet; their villages may then lie anywhere. */
  editionId: string | null
  /** Of files without an edition: regencies and provinces outside of which no row is taken. */
  within?: readonly string[]
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
  /** Told when the files are read and each regency is stored; what it throws ends the load, and nothing of it stays. */
  onStep?: (step: string) => Promise<void> | void
  /** Told now and then of the rows read of a group; what it throws ends the load, and nothing of it stays. */
  onRows?: (group: string, read: number) => Promise<void> | void
  /** Keeps what is to be told of the load, in its transaction, while the rows and their faults are still in the temporary tables. */
  keep?: (tx: Tx, report: LoadReport) => Promise<void>
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
  /** Null where the edition was not prepared yet. */
  edition: string | null
  dry_run: boolean
  code_system: CodeSystem
  /** read = accepted + rejected, over all files and in each. */
  read: number
  accepted: number
  rejected: number
  files: Record<string, LoadedFile>
  /** Former region codes found and what they became, with the number of rows. */
  mapped: MappedRows[]
  inherited: InheritedCount
  /** Numbers that stand in several regencies of the load; nothing is held against anybody for it. */
  elsewhere: Elsewhere
  regencies: LoadedRegency[]
  rejections: Rejection[]
}

/**
 * Loads files of a register into a prepared edition: read cell by cell, judged as a whole, stored in one transaction or not at all.
 * A dry run reports the same and stores nothing; it writes files of rejected rows only into a folder that was told. No row is repaired; what is readable but wrong becomes an inherited problem.
 *
 * @throws EditionError `E_EDITION_UNKNOWN`, `E_EDITION_PUBLISHED`, `E_LOAD_FILE_MISSING`, `E_LOAD_HEADING`, `E_LOAD_CODE_SYSTEM`,
 * `E_LOAD_CODE_LIST`; DocumentRefused for a file that is no CSV
 */
export async function loadEdition(request: LoadRequest): Promise<LoadReport> {
  const { module, actor, editionId } = request
  const { regencies, holdsAny } = await regenciesFor(request)
  const system = codeSystemOf(request.codeSystem)
  const variant = variantOf(module, request.codeList)
  const opened = await openSources(module.instrument, request.files, holdsAny)
  try {
    const everywhere = scope.of([NATIONAL, ...regencies], actor)
    const report = await scope.run(everywhere, (tx) => load(tx, request, { regencies, holdsAny, system, variant, opened }))
    if (editionId && !request.dryRun) await analyzeEdition(module, editionId)
    return report
  } finally {
    await closeSources(opened)
  }
}

/** Regencies whose rows are taken, and whether the edition holds records of them already. @throws EditionError `E_EDITION_UNKNOWN`, `E_EDITION_PUBLISHED` */
async function regenciesFor({ module, editionId, dryRun, within, actor }: LoadRequest) {
  return scope.run(scope.of(NATIONAL, actor), async (tx) => {
    if (editionId === null && dryRun) {
      const all = await query<{ code: string }>(
        tx,
        `select code from regions where level = 2 and (cast(:within as text[]) is null or code = any (:within) or parent = any (:within)) order by code`,
        { within: within ?? null },
      )
      return { regencies: all.map(({ code }) => code), holdsAny: false }
    }
    const edition = await findEdition(tx, module, editionId ?? '')
    assertLoading(edition)
    if (await isBeingEmptied(tx, edition.id))
      throw new EditionError('E_EDITION_EMPTY', {
        id: `Edisi "${edition.name}" sedang dikosongkan. Muat berkasnya setelah selesai.`,
        en: `Edition "${edition.name}" is being emptied. Load the files when that is done.`,
      })
    const found = await regenciesOf(tx, edition.id)
    return { regencies: found.map(({ regency_code: code }) => code), holdsAny: found.some(({ records }) => records > 0) }
  })
}

interface Loading {
  regencies: string[]
  holdsAny: boolean
  system: CodeSystem
  variant: CodeVariant | undefined
  opened: OpenSource[]
}

async function load(
  tx: Tx,
  request: LoadRequest,
  { regencies, holdsAny, system, variant, opened }: Loading,
): Promise<LoadReport> {
  const { module, editionId } = request
  const { instrument } = module
  if (editionId) await lockEdition(tx, editionId)
  await query(tx, `set local work_mem = '64MB'`)
  const villages = await VillageReader.open(tx, system, regencies)
  const days = await daysIn(regencies, tx.now)
  const files = await stageFiles(tx, request, opened, { villages, today: days.latest, ...(variant ? { variant } : {}) })
  const place = editionId && holdsAny ? { editionId, regencies } : null
  const storing = request.dryRun ? null : editionId
  const layouts = opened.map(({ layout }) => layout)
  const headers = new Map(opened.map(({ layout, table }) => [layout.group.name, table.headers]))
  const made = await judgeRows(tx, instrument, layouts, place, headers)
  for (const [group, rows] of made) if (files[group]) files[group].made = rows
  const rejections = await keepRejected(tx, request, opened, files)
  if (place) {
    await stageAlike(tx, module, place)
    await takeOut(tx, instrument, place, storing !== null)
  }
  request.onProgress?.('rules')
  await request.onStep?.('rules')
  const inherited = await findInherited(
    tx,
    module,
    (village) => days.in(villages.regencyOf(village)),
    async (batch) => (storing ? insertRowsOf(tx, instrument, storing, batch) : undefined),
  )
  const accepted = await acceptedByRegency(tx)
  const loaded = await marked(module, place ? await withoutKnown(tx, accepted) : accepted)
  const sum = (of: (file: LoadedFile) => number) => Object.values(files).reduce((total, file) => total + of(file), 0)
  const report: LoadReport = {
    ...{ edition: editionId, dry_run: request.dryRun ?? false, code_system: system },
    ...{ read: sum((file) => file.read), accepted: sum((file) => file.accepted), rejected: sum((file) => file.rejected) },
    ...{
      files,
      mapped: await mappedRows(tx, module.instrument),
      inherited,
      elsewhere: await findElsewhere(tx, module, (group, variable) => headingOf(opened, group, variable), LISTED),
      regencies: loaded,
      rejections: rejections.slice(0, LISTED),
    },
  }
  if (storing) await store(tx, { ...request, editionId: storing }, report)
  await request.keep?.(tx, report)
  return report
}

/** What the files call a column; its own name where none has it. */
function headingOf(opened: readonly OpenSource[], group: string, variable: string): string {
  const source = opened.find(({ layout }) => layout.group.name === group)
  const index = source?.layout.variables.find(({ variable: { name } }) => name === variable)?.index ?? -1
  return source?.table.headers[index] ?? variable
}

/** The regencies, those where the module is off named so. */
async function marked({ name }: VerificationModule, loaded: readonly LoadedRegency[]): Promise<LoadedRegency[]> {
  const on = await pluginEnabledAmong(
    name,
    loaded.map(({ code }) => code),
  )
  return loaded.map((regency) => (on.has(regency.code) ? regency : { ...regency, off: true }))
}

async function store(tx: Tx, { module, editionId, onProgress, onStep }: LoadRequest & { editionId: string }, report: LoadReport) {
  const { files, mapped, inherited } = report
  const figures = Object.fromEntries(
    Object.entries(files).map(([name, { read, accepted, rejected }]) => [name, { read, accepted, rejected }]),
  )
  for (const loaded of report.regencies) {
    const codeListVersion = module.instrument.codeListVersion
    await insertRecords(tx, module.instrument, { editionId, regency: loaded.code, codeListVersion })
    await noteLoaded(tx, editionId, loaded, { files: figures, mapped, inherited })
    onProgress?.(loaded.code, loaded.records)
    await onStep?.(loaded.code)
  }
  await recordActivity(tx, {
    action: 'edition.loaded',
    regency: NATIONAL,
    object: { type: 'edition', id: editionId },
    data: { module: module.name, read: report.read, accepted: report.accepted, rejected: report.rejected },
  })
}
