import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { readWorking, RecordWriter, tableNames, type Place, type UpdateState, type WorkingRecord } from '../store/index.js'
import { ReviewError } from './errors.js'

/** What a supervisor can do with an update. `reopen` takes a decision back until the period is finalised. */
export type Take = 'accept' | 'return' | 'reject' | 'withdraw' | 'reopen'

const STATE: Record<Take, UpdateState> = {
  accept: 'accepted',
  return: 'returned',
  reject: 'rejected',
  withdraw: 'withdrawn',
  reopen: 'received',
}

const NEEDS_REASON: readonly Take[] = ['return', 'reject', 'withdraw']

export interface Decision {
  take: Take
  reason?: string
}

/**
 * Decides the given updates, all or none.
 * @throws ReviewError for a missing update or reason, and for accepting one with a blocking problem or an open clash
 */
export async function decideUpdates(tx: Tx, place: Place, keys: readonly string[], decision: Decision): Promise<number> {
  const reason = decision.reason?.trim() || null
  if (NEEDS_REASON.includes(decision.take) && !reason) {
    throw new ReviewError('E_REASON_MISSING', 'Tuliskan alasan keputusan ini agar operator dan pemeriksa dapat menelusurinya.')
  }
  const working = await readWorking(tx, place, keys)
  const missing = keys.filter((key) => !working.has(key))
  if (missing.length) {
    throw new ReviewError(
      'E_UPDATE_MISSING',
      `${missing.length} perubahan tidak ditemukan pada periode ini. Muat ulang daftar lalu ulangi.`,
    )
  }
  if (decision.take === 'accept') await refuseBlocked(tx, place, [...working.values()])
  const changed = [...working.values()].filter(
    (record) => record.state !== STATE[decision.take] || record.decidedReason !== reason,
  )
  if (!changed.length) return 0
  const cause = uuid()
  const writer = new RecordWriter(tx, place, { type: 'decision', id: cause })
  await writer.write(changed.map((record) => decided(tx, record, STATE[decision.take], reason)))
  await recordActivity(tx, {
    action: `update.${decision.take}`,
    regency: place.regency,
    object: { type: `${place.module.name}.record`, id: changed.length === 1 ? changed[0].key : cause },
    data: { module: place.module.name, count: changed.length, ...(reason ? { reason } : {}) },
  })
  await writer.finish()
  return changed.length
}

function decided(tx: Tx, record: WorkingRecord, state: UpdateState, reason: string | null) {
  return {
    ...{ key: record.key, version: record.version, kind: record.kind, outcome: record.outcome, state, doc: record.doc },
    problems: record.problems,
    sourceFileId: record.sourceFileId,
    decided: state === 'received' ? null : { by: tx.actor.id, reason },
    ...(reason ? { reason } : {}),
  }
}

async function refuseBlocked(tx: Tx, place: Place, records: readonly WorkingRecord[]) {
  const blocked = records.filter((record) => record.blocking > 0)
  if (blocked.length) {
    throw new ReviewError(
      'E_UPDATE_BLOCKED',
      `${blocked.length} perubahan masih memiliki masalah penghalang. Perbaiki, kecualikan dengan alasan, atau tarik dahulu.`,
    )
  }
  const conflicts = await openConflicts(
    tx,
    place,
    records.map(({ key }) => key),
  )
  if (conflicts) {
    throw new ReviewError(
      'E_UPDATE_CONFLICT',
      `${conflicts} perubahan masih bentrok dengan berkas lain. Putuskan bentroknya dahulu.`,
    )
  }
}

async function openConflicts(tx: Tx, place: Place, keys: readonly string[]): Promise<number> {
  const [{ total }] = await query<{ total: number }>(
    tx,
    `select count(distinct key)::int as total from import_records where regency_code = ? and period_id = ? and module = ?
       and status = 'conflict' and decided_at is null and key = any (?)`,
    [place.regency, place.periodId, place.module.name, keys],
  )
  return total
}

/** Updates of a village (or the whole regency) that nothing stands against: received, no blocking problem, no open clash. */
export async function cleanUpdates(tx: Tx, place: Place, village: string | null): Promise<string[]> {
  const { current } = tableNames(place.module.instrument)
  const rows = await query<{ key: string }>(
    tx,
    `select key from ${current} where period_id = ? and regency_code = ? and kind <> 'none' and state = 'received' and blocking = 0
       and not conflict ${village ? 'and village_code = ?' : ''} order by key`,
    [place.periodId, place.regency, ...(village ? [village] : [])],
  )
  return rows.map(({ key }) => key)
}

/** "Terima 214 tanpa masalah": accepts every clean update of the village in one act. Returns how many. */
export async function acceptClean(tx: Tx, place: Place, village: string | null): Promise<number> {
  const keys = await cleanUpdates(tx, place, village)
  return keys.length ? decideUpdates(tx, place, keys, { take: 'accept' }) : 0
}
