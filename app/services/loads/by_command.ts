import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { openTable } from '#services/documents/table'
import { NATIONAL, query, type Actor, type Tx } from '#services/scope'
import { withWorkFolder } from '#services/work_folder'
import { meantHeaders, type FileSource } from '#verification/editions/sources'
import { toldFault, type Fault } from '#verification/editions/staging'
import type { Locale } from '#verification/message'
import { LoadError } from './errors.js'
import { missingColumns, suggestColumns } from './headings.js'
import type { KindPart, LoadKind, LoadOptions, LoadOutcome } from './kind.js'
import { keepRejections } from './rejections.js'

/** Faults that a command tells of. */
const TOLD = 100

export interface CommandRequest {
  /** A source for each part, as `FileSource` or its path alone. */
  files: Readonly<Record<string, FileSource>>
  options: LoadOptions
  dryRun?: boolean
  actor: Actor
}

export interface CommandOutcome {
  /** Id of the load in the history; null where nothing was taken. */
  id: string | null
  outcome: LoadOutcome
  faults: (Fault & { part: string; row: number })[]
}

/**
 * Loads files at once, for a command; a load that was taken stands in the history, a dry run leaves nothing.
 *
 * @throws LoadError `E_LOAD_HEADING`, `E_LOAD_NOTHING`
 */
export async function runByCommand(kind: LoadKind, request: CommandRequest): Promise<CommandOutcome> {
  kind.validate(request.options)
  const parts = await kind.parts()
  const sources: Record<string, FileSource> = {}
  for (const part of parts) {
    const source = request.files[part.name]
    if (source) sources[part.name] = { ...source, columns: await columnsOf(part, source) }
  }
  const hashed = await hashFiles(sources)
  const faults: CommandOutcome['faults'] = []
  const id = uuid()
  let noted = false
  return withWorkFolder('load', async (folder) => {
    const outcome = await kind.run({
      load: { id, options: request.options, editionId: null, regencies: [] },
      ...{ sources, folder, dryRun: request.dryRun ?? false, actor: request.actor },
      onRows: async () => undefined,
      onStep: async () => undefined,
      noteEdition: async () => undefined,
      keep: async (tx, found, tables) => {
        if (found.read === 0)
          throw new LoadError('E_LOAD_NOTHING', {
            id: 'Berkas tidak berisi satu baris pun di bawah judul kolomnya. Tidak ada yang dimuat.',
            en: 'The file holds not a single row below its headings. Nothing was loaded.',
          })
        faults.push(...(await toldFaults(tx, tables)))
        if (request.dryRun || found.refusedWhole) return
        await noteLoad(tx, { id, kind: kind.id, options: request.options, files: hashed, outcome: found, faults: tables })
        await recordActivity(tx, {
          ...{ action: 'load.applied', regency: NATIONAL, object: { type: 'load', id } },
          data: { kind: kind.id, read: found.read, accepted: found.accepted, rejected: found.rejected },
        })
        noted = true
      },
    })
    return { id: noted ? id : null, outcome, faults }
  })
}

/** @throws LoadError `E_LOAD_HEADING` */
async function columnsOf(part: KindPart, { path, sheet }: FileSource): Promise<Record<string, string>> {
  await access(path)
  const table = await openTable(path, sheet)
  await table.close()
  const columns = suggestColumns(part, table.headers)
  const missing = missingColumns(part, columns).filter(({ name }) => !meantHeaders(table.headers, columns).includes(name))
  if (missing.length === 0) return columns
  const names = (locale: Locale) => missing.map(({ label }) => `"${label[locale]}"`).join(', ')
  throw new LoadError('E_LOAD_HEADING', {
    id: `Kolom ${names('id')} tidak ada pada berkas. Tidak ada baris yang dimuat.`,
    en: `The file has no column ${names('en')}. No row was loaded.`,
  })
}

async function toldFaults(tx: Tx, tables: Readonly<Record<string, string>>): Promise<CommandOutcome['faults']> {
  const told: CommandOutcome['faults'] = []
  for (const [part, table] of Object.entries(tables)) {
    const rows = await query<{ row: number; faults: Fault[] }>(
      tx,
      `select row, faults from ${table} where faults is not null order by row limit ${TOLD}`,
    )
    told.push(...rows.flatMap(({ row, faults }) => faults.map((fault) => ({ part, row, ...toldFault(fault) }))))
  }
  return told
}

export interface HashedFile {
  name: string
  size: number
  sha256: string
}

/** Size and hash of each file, once however many parts it has. */
export async function hashFiles(sources: Readonly<Record<string, FileSource>>): Promise<HashedFile[]> {
  const files: HashedFile[] = []
  for (const path of new Set(Object.values(sources).map((source) => source.path))) {
    await access(path)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    files.push({ name: basename(path), size: (await stat(path)).size, sha256: hash.digest('hex') })
  }
  return files
}

export interface NotedLoad {
  /** Id that the rows were taken under; a new one when absent. */
  id?: string
  kind: string
  options: LoadOptions
  files: readonly HashedFile[]
  outcome: LoadOutcome
  /** Temporary tables `(row, faults)` of the parts. */
  faults: Readonly<Record<string, string>>
  editionId?: string
  source?: 'command' | 'results'
}

/** Writes a load that was just taken into the history, in its own transaction. */
export async function noteLoad(
  tx: Tx,
  { id = uuid(), kind, options, files, outcome, faults, editionId, source }: NotedLoad,
): Promise<string> {
  for (const part of Object.values(outcome.parts)) delete part.rejectedFile
  await tx.trx.table('loads').insert({
    ...{ id, regency_code: NATIONAL, kind, source: source ?? 'command', state: 'applied', options: JSON.stringify(options) },
    ...{ report: JSON.stringify(outcome), edition_id: editionId ?? null, read_count: outcome.read },
    ...{ accepted_count: outcome.accepted, rejected_count: outcome.rejected, created_by: tx.actor.id },
    ...{ created_by_name: tx.actor.name, created_at: tx.now, checked_at: tx.now, applied_at: tx.now },
    applied_by_name: tx.actor.name,
  })
  for (const [position, { name, size, sha256 }] of files.entries()) {
    await tx.trx.table('load_files').insert({
      ...{ id: uuid(), load_id: id, regency_code: NATIONAL, position, original_name: name, size, sha256 },
    })
  }
  await keepRejections(tx, id, faults)
  return id
}
