import { validate as isUuid } from 'uuid'
import { NATIONAL, query, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import type { HeadingColumns } from './headings.js'
import { LoadError } from './errors.js'
import type { LoadOptions, LoadOutcome } from './kind.js'

/** `draft` waits for its mapping, `checked` for the officer; `applied`, `cancelled` and `taken_back` are over. */
export type LoadState = 'draft' | 'checking' | 'checked' | 'applying' | 'applied' | 'cancelled' | 'taking_back' | 'taken_back'
export const LOAD_STATES: readonly LoadState[] = [
  ...(['draft', 'checking', 'checked', 'applying', 'applied', 'cancelled', 'taking_back', 'taken_back'] as const),
]
export type LoadSource = 'desk' | 'command' | 'results'

/** Which table of which file a part is read from, and what its headings mean. */
export interface PartChoice {
  file: string
  sheet: string | null
  columns: HeadingColumns
}

export interface Load {
  id: string
  kind: string
  source: LoadSource
  state: LoadState
  options: LoadOptions
  parts: Record<string, PartChoice>
  report: LoadOutcome | null
  read: number
  accepted: number
  rejected: number
  editionId: string | null
  reasonCode: string | null
  reason: string | null
  /** The same in English, while the job that told it is kept. */
  reasonEn?: string | null
  version: number
  jobId: string | null
  by: string
  createdAt: Date
  checkedAt: Date | null
  appliedAt: Date | null
  appliedBy: string | null
  takenBackAt: Date | null
  takenBackBy: string | null
  takenBackReason: string | null
}

export interface LoadFile {
  id: string
  name: string
  size: number
  sha256: string
  sheets: { name: string | null; headers: string[] }[]
  fileId: string | null
}

export const LOAD_COLUMNS = `id, kind, source, state, options, parts, report, read_count as read, accepted_count as accepted,
  rejected_count as rejected, edition_id as "editionId", reason_code as "reasonCode", reason, version, job_id as "jobId",
  created_by_name as by, created_at as "createdAt", checked_at as "checkedAt", applied_at as "appliedAt", applied_by_name as "appliedBy",
  taken_back_at as "takenBackAt", taken_back_by_name as "takenBackBy", taken_back_reason as "takenBackReason"`

const REASON_EN = `(select j.message_en from jobs j where j.regency_code = loads.regency_code and j.id = loads.job_id) as "reasonEn"`

/** @throws LoadError `E_LOAD_UNKNOWN` */
export async function findLoad(tx: Tx, id: string, lock = false): Promise<Load> {
  const [load] = isUuid(id)
    ? await query<Load>(
        tx,
        `select ${LOAD_COLUMNS}, ${REASON_EN} from loads where regency_code = ? and id = ? ${lock ? 'for update' : ''}`,
        [NATIONAL, id],
      )
    : []
  if (!load) throw new LoadError('E_LOAD_UNKNOWN', { id: 'Muatan ini tidak ada.', en: 'There is no such load.' })
  return load
}

export function filesOfLoad(tx: Tx, load: string): Promise<LoadFile[]> {
  return query<LoadFile>(
    tx,
    `select id, original_name as name, size, sha256, sheets, file_id as "fileId" from load_files
     where regency_code = ? and load_id = ? order by position`,
    [NATIONAL, load],
  )
}

/** Writes some columns of a load and raises its version. */
export async function changeLoad(tx: Tx, id: string, changes: Record<string, unknown>): Promise<void> {
  await tx.trx
    .from('loads')
    .where({ regency_code: NATIONAL, id })
    .update({ ...changes, version: tx.trx.raw('version + 1') })
}

/** Tells who was first, for the second of two officers. @throws LoadError `E_LOAD_STATE` unless the load is in one of the states */
export function assertState(load: Load, ...states: LoadState[]): void {
  if (states.includes(load.state)) return
  const by = load.state === 'applied' ? load.appliedBy : load.state === 'taken_back' ? load.takenBackBy : null
  const how = STATE_WORDS[load.state]
  throw new LoadError('E_LOAD_STATE', {
    id: `Muatan ini ${how.id}${by ? ` oleh ${by}` : ''}. Muat ulang halamannya.`,
    en: `This load ${how.en}${by ? ` by ${by}` : ''}. Load the page again.`,
  })
}

/**
 * Refuses what was decided on a load as it stood before somebody else changed it; of one that is over or at work the act itself says so.
 *
 * @param seen version that the person had before him; undefined where none was shown
 * @throws LoadError `E_LOAD_CHANGED`
 */
export function assertSeen({ state, version }: Load, seen: number | undefined): void {
  if (seen === undefined || seen === version || (state !== 'draft' && state !== 'checked')) return
  throw new LoadError('E_LOAD_CHANGED', {
    id: 'Muatan ini sudah diubah petugas lain sejak halaman Anda dibuka. Tidak ada yang disimpan; periksa keadaannya yang baru dahulu.',
    en: 'Another officer changed this load since you opened the page. Nothing was kept; look at how it stands now first.',
  })
}

const STATE_WORDS: Record<LoadState, Text> = {
  draft: { id: 'belum diperiksa', en: 'is not checked yet' },
  checking: { id: 'sedang diperiksa', en: 'is being checked' },
  checked: { id: 'sudah diperiksa', en: 'was checked already' },
  applying: { id: 'sedang dimuat', en: 'is being loaded' },
  applied: { id: 'sudah dimuat', en: 'was loaded already' },
  cancelled: { id: 'sudah dibatalkan', en: 'was discarded' },
  taking_back: { id: 'sedang ditarik kembali', en: 'is being taken back' },
  taken_back: { id: 'sudah ditarik kembali', en: 'was taken back' },
}
