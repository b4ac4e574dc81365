import { assertPluginOn, pluginsOff } from '#services/plugin_switches'
import { removeContents } from '#services/files'
import { query, type Tx } from '#services/scope'
import type { Version } from '../merge.js'
import type { ChildRow, Text, Value } from '../instrument.js'
import type { Problem } from '../rules.js'
import { ImportRefusal, type ReasonParams } from './errors.js'
import { shownToken } from '../shown_token.js'

export type FileState = 'queued' | 'checking' | 'checked' | 'applying' | 'applied' | 'refused' | 'undone' | 'cancelled'
export type RecordStatus = 'new' | 'changed' | 'same' | 'conflict' | 'rejected'

/** What of a file deserves a word without being a fault: a gap in the exports, fields this version does not know, a computer whose clock is wrong. */
export interface Note {
  code: 'clock' | 'gap' | 'broken_chain' | 'unknown_fields' | 'ignored_values' | 'changed_preview' | 'partial_undo'
  count?: number
  fields?: string[]
}

/** One uploaded file of an import; counts are households. */
export interface ImportFile {
  id: string
  importId: string
  regency: string
  fileId: string | null
  name: string
  size: number
  sha256: string
  state: FileState
  reasonCode: string | null
  reasonParams: ReasonParams | null
  issueId: string | null
  periodId: string | null
  manifest: Record<string, unknown> | null
  device: string | null
  operator: string | null
  sequence: number | null
  notes: Note[]
  read: number
  fresh: number
  changed: number
  same: number
  rejected: number
  conflicts: number
  problems: number
  jobId: string | null
  checkedAt: Date | null
  appliedAt: Date | null
  undoneAt: Date | null
  /** When its records were thrown away, long after their result was accepted; the counts stay. */
  purgedAt: Date | null
  createdAt: Date
}

/** Households taken or already as the file says: new, changed and same. */
export function accepted(file: Pick<ImportFile, 'fresh' | 'changed' | 'same'>): number {
  return file.fresh + file.changed + file.same
}

/** A file whose application asks nothing of the supervisor. */
export function isClean(file: Pick<ImportFile, 'state' | 'rejected' | 'conflicts'>): boolean {
  return file.state === 'checked' && file.rejected === 0 && file.conflicts === 0
}

/** Stands for exactly these files as they were last checked: another check of one of them gives another token. */
export function previewToken(files: readonly ImportFile[]): string {
  const checks = files.map(({ id, checkedAt, fresh, changed, same, rejected, conflicts }) =>
    [id, checkedAt?.getTime(), fresh, changed, same, rejected, conflicts].join(':'),
  )
  return shownToken(checks.sort())
}

/** Why a record of a file is rejected; `value` is as found, absent for secrets. */
export interface Reason {
  code: string
  group?: string
  key?: string
  field?: string
  value?: string
  text: Text
}

/** One clash as it is stored. */
export interface StoredConflict {
  group?: string
  key?: string
  field: string
  base?: Value
  theirs?: Value
  ours?: Value
  row?: ChildRow
}

/** What a check found out about one line. */
export interface CheckedRecord {
  line: number
  module: string
  periodId: string
  key: string
  rev: number
  village: string | null
  kind: 'repair' | 'new' | null
  outcome: string | null
  status: RecordStatus
  /** What the file says, as a document; of a rejected line whatever could be read. */
  doc: unknown
  /** What will stand after the merge; null where it is what the file says. */
  merged: Version | null
  conflicts: StoredConflict[] | null
  problems: Problem[]
  reasons: Reason[]
  /** Answers and rows of ours that the merge changes, as names; empty where ours does not exist. */
  effect: string[]
  extra: Record<string, unknown> | null
  seenVersion: number
  /** Key of the record that took this one in, where a clash of it is decided. */
  survivor: string | null
}

const COLUMNS = `id, import_id as "importId", regency_code as regency, file_id as "fileId", original_name as name, size, sha256, state,
  reason_code as "reasonCode", reason_params as "reasonParams", issue_id as "issueId", period_id as "periodId", manifest, device, operator, sequence,
  notes, read_count as read, new_count as fresh, changed_count as changed, same_count as same, rejected_count as rejected,
  conflict_count as conflicts, problem_count as problems, job_id as "jobId", checked_at as "checkedAt", applied_at as "appliedAt",
  undone_at as "undoneAt", purged_at as "purgedAt", created_at as "createdAt"`

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Names of the modules that a file holds records of; none before its manifest was read. */
export function modulesOf({ manifest }: Pick<ImportFile, 'manifest'>): string[] {
  const names = manifest?.modules
  return Array.isArray(names) ? names.map(String) : []
}

/** Condition on a file (alias `f`) that none of its modules is in the array `:off`. */
export const NOT_OFF = `not coalesce(jsonb_exists_any(f.manifest->'modules', cast(:off as text[])), false)`

/**
 * The file with this id in one regency; `lock` keeps others from acting on it until the end of the transaction.
 * @throws ImportRefusal `E_IMPORT_MISSING`
 * @throws PluginOff where one of its modules is switched off
 */
export async function findFile(tx: Tx, regency: string, id: string, lock = false): Promise<ImportFile> {
  const [file] = UUID.test(id)
    ? await query<ImportFile>(
        tx,
        `select ${COLUMNS} from import_files where regency_code = ? and id = ? ${lock ? 'for update' : ''}`,
        [regency, id],
      )
    : []
  if (!file) throw new ImportRefusal('E_IMPORT_MISSING')
  await assertPluginOn(modulesOf(file), regency)
  return file
}

/** What was refused is not kept: the row says what it was. */
export async function removeContent(tx: Tx, { fileId }: Pick<ImportFile, 'fileId'>): Promise<void> {
  if (fileId) await removeContents(tx, [fileId])
}

/** The files of an import in the order in which they were given, without those of a module that is switched off. */
export async function filesOf(tx: Tx, regency: string, importId: string): Promise<ImportFile[]> {
  if (!UUID.test(importId)) return []
  return query<ImportFile>(
    tx,
    `select ${COLUMNS} from import_files f where regency_code = :regency and import_id = :import and ${NOT_OFF}
     order by created_at, original_name, id`,
    { regency, import: importId, off: await pluginsOff(regency) },
  )
}

export interface ImportBatch {
  id: string
  regency: string
  source: 'browser' | 'command'
  by: string
  createdAt: Date
}

/** @throws ImportRefusal `E_IMPORT_MISSING` */
export async function findImport(tx: Tx, regency: string, id: string): Promise<ImportBatch> {
  const [batch] = UUID.test(id)
    ? await query<ImportBatch>(
        tx,
        `select id, regency_code as regency, source, created_by_name as by, created_at as "createdAt" from imports where regency_code = ? and id = ?`,
        [regency, id],
      )
    : []
  if (!batch) throw new ImportRefusal('E_IMPORT_MISSING')
  return batch
}

/** @throws ImportRefusal `E_IMPORT_STATE` unless the file is in one of the states */
export function assertState(file: ImportFile, ...states: FileState[]): void {
  if (!states.includes(file.state)) throw new ImportRefusal('E_IMPORT_STATE', { state: STATE_WORDS[file.state] })
}

const STATE_WORDS: Record<FileState, Text> = {
  queued: { id: 'antri', en: 'queued' },
  checking: { id: 'diperiksa', en: 'being checked' },
  checked: { id: 'siap diterapkan', en: 'ready to apply' },
  applying: { id: 'sedang diterapkan', en: 'being applied' },
  applied: { id: 'diterapkan', en: 'applied' },
  refused: { id: 'ditolak', en: 'refused' },
  undone: { id: 'dibatalkan', en: 'undone' },
  cancelled: { id: 'dihentikan', en: 'cancelled' },
}
