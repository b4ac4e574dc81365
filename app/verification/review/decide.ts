import type { Text } from '#verification/instrument'
import { v7 as uuid } from 'uuid'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import {
  readDecidable,
  RecordWriter,
  StaleRecordsError,
  tableNames,
  type Decidable,
  type Place,
  type RecordVerdict,
  type UpdateState,
} from '../store/index.js'
import { DuplicateError } from '../duplicates/errors.js'
import { mergesOf } from '../duplicates/merged.js'
import { ReviewError } from './errors.js'

/** What a supervisor can do with an update. `reopen` takes a decision back until the period is finalised. */
export const TAKES = ['accept', 'return', 'reject', 'withdraw', 'reopen'] as const
export type Take = (typeof TAKES)[number]

export const STATE_AFTER: Record<Take, UpdateState> = {
  accept: 'accepted',
  return: 'returned',
  reject: 'rejected',
  withdraw: 'withdrawn',
  reopen: 'received',
}

const NEEDS_REASON: readonly Take[] = ['return', 'reject', 'withdraw']
const CHUNK = 2000

export const REASON_MISSING: Text = {
  id: `Tuliskan alasan keputusan ini, paling sedikit ${LEAST_REASON} karakter, agar operator dan pemeriksa dapat menelusurinya.`,
  en: `Write why you decide so, at least ${LEAST_REASON} characters, so that operators and examiners can follow it.`,
}

export interface Decision {
  take: Take
  reason?: string
  /** The versions the person had before him, by key; a record at another one is refused. */
  seen?: ReadonlyMap<string, number>
  /** Token of the selection that is decided, by which a second request for the same is known. */
  selection?: string
  /** Id under which the decision stands in the history; a new one when absent. */
  cause?: string
  /** Told of the updates that were looked at so far; what it throws ends the decision. */
  passed?: (done: number) => Promise<void>
}

export function isTake(text: string | undefined): text is Take {
  return TAKES.some((take) => take === text)
}

/** Whether the decision needs a reason, and the one given says nothing. */
export function lacksReason(take: Take, reason: string | null | undefined): boolean {
  return NEEDS_REASON.includes(take) && !saysWhy(reason ?? '')
}

/**
 * Decides the given updates, all or none. Returns how many changed.
 * @throws ReviewError for a missing update or reason, and for accepting one with a blocking problem or an open clash
 * @throws StaleRecordsError when the record is no longer as the person saw it
 */
export async function decideUpdates(tx: Tx, place: Place, keys: readonly string[], decision: Decision): Promise<number> {
  const { take, seen } = decision
  const reason = decision.reason?.trim() || null
  if (lacksReason(take, reason)) throw new ReviewError('E_REASON_MISSING', REASON_MISSING).at('reason')
  const cause = decision.cause ?? uuid()
  const writer = new RecordWriter(tx, place, { type: 'decision', id: cause })
  const changed: string[] = []
  const ordered = [...new Set(keys)].sort()
  for (let at = 0; at < ordered.length; at += CHUNK) {
    const records = await existing(tx, place, ordered.slice(at, at + CHUNK))
    const stale = seen
      ? records.filter((record) => record.version !== seen.get(record.key) && !repeats(tx, record, take, reason))
      : []
    if (stale.length) throw new StaleRecordsError(stale.map(({ key }) => key))
    if (take === 'accept') await refuseBlocked(tx, place, records)
    else await refuseMerged(tx, place, records)
    const different = records.filter((record) => record.state !== STATE_AFTER[take] || record.decidedReason !== reason)
    await writer.decide(different.map((record) => decided(tx, record, STATE_AFTER[take], reason)))
    changed.push(...different.map(({ key }) => key))
    await decision.passed?.(Math.min(at + CHUNK, ordered.length))
  }
  if (!changed.length) return 0
  await recordActivity(tx, {
    action: `update.${take}`,
    regency: place.regency,
    object: decision.selection
      ? { type: `${place.module.name}.selection`, id: decision.selection }
      : { type: `${place.module.name}.record`, id: changed.length === 1 ? changed[0]! : cause },
    data: { module: place.module.name, count: changed.length, cause, period: place.periodId },
  })
  await writer.finish()
  return changed.length
}

/** The same decision of the same person sent again, which leaves the record as it is. */
function repeats(tx: Tx, record: Decidable, take: Take, reason: string | null): boolean {
  return (
    take !== 'reopen' &&
    record.state === STATE_AFTER[take] &&
    record.decidedReason === reason &&
    tx.actor.id !== null &&
    record.decidedBy === tx.actor.id
  )
}

async function existing(tx: Tx, place: Place, keys: readonly string[]): Promise<Decidable[]> {
  const found = await readDecidable(tx, place, keys)
  const missing = keys.length - found.length
  if (missing > 0) {
    throw new ReviewError('E_UPDATE_MISSING', {
      id: `${missing} perubahan tidak ditemukan pada periode ini. Muat ulang daftar lalu ulangi.`,
      en: `${missing} updates were not found in this period. Load the list again and repeat.`,
    })
  }
  return found
}

function decided(tx: Tx, { key, version, state: from }: Decidable, state: UpdateState, reason: string | null): RecordVerdict {
  return {
    ...{ key, version, from, state },
    decided: state === 'received' ? null : { by: tx.actor.id, reason },
    ...(reason ? { reason } : {}),
  }
}

async function refuseBlocked(tx: Tx, place: Place, records: readonly Decidable[]) {
  const blocked = records.filter((record) => record.blocking > 0)
  if (blocked.length) {
    throw new ReviewError('E_UPDATE_BLOCKED', {
      id: `${blocked.length} perubahan masih memiliki masalah penghalang. Perbaiki, kecualikan dengan alasan, atau tarik dahulu.`,
      en: `${blocked.length} updates still have blocking problems. Correct, waive with a reason, or withdraw them first.`,
    })
  }
  const conflicts = await clashing(
    tx,
    place,
    records.map(({ key }) => key),
  )
  if (conflicts) {
    throw new ReviewError('E_UPDATE_CONFLICT', {
      id: `${conflicts} perubahan masih bentrok dengan berkas lain. Putuskan bentroknya dahulu.`,
      en: `${conflicts} updates still clash with another file. Decide the clash first.`,
    })
  }
}

/** What was put together is taken apart by taking that decision back, never by dismissing one half of it. */
async function refuseMerged(tx: Tx, place: Place, records: readonly Decidable[]) {
  const halves = new Set((await mergesOf(tx, place)).flatMap(({ key, gone }) => [key, gone]))
  const merged = records.filter(({ key }) => halves.has(key))
  if (merged.length === 0) return
  throw new DuplicateError('E_RECORD_MERGED', {
    id: `${merged.length} perubahan adalah bagian dari penggabungan data yang tercatat dua kali. Batalkan penggabungannya dahulu pada Kemungkinan Ganda.`,
    en: `${merged.length} updates are part of a merge of records that stood twice. Take the merge back first, on the page of doubles.`,
  })
}

async function clashing(tx: Tx, place: Place, keys: readonly string[]): Promise<number> {
  const [row] = await query<{ total: number }>(
    tx,
    `select count(distinct clash_key) as total from import_records where regency_code = ? and period_id = ? and module = ?
       and status = 'conflict' and decided_at is null and clash_key = any (?)`,
    [place.regency, place.periodId, place.module.name, keys],
  )
  return row!.total
}

/** Condition on a list row `c` that nothing stands against accepting its update: received, no blocking problem, no open clash, and the module takes it now. */
export async function cleanSql(place: Place): Promise<string> {
  const waiting = (await place.module.cycle?.())?.default.waiting?.(place)
  return `c.kind <> 'none' and c.state = 'received' and c.blocking = 0 and not c.conflict ${waiting ? `and not (${waiting})` : ''}`
}

/** Updates of a village (or the whole regency) that can be accepted at once. */
async function cleanUpdates(tx: Tx, place: Place, village: string | null): Promise<string[]> {
  const { current } = tableNames(place.module.instrument)
  const rows = await query<{ key: string }>(
    tx,
    `select c.key from ${current} c where c.period_id = ? and c.regency_code = ? and ${await cleanSql(place)}
       ${village ? 'and c.village_code = ?' : ''} order by c.key`,
    [place.periodId, place.regency, ...(village ? [village] : [])],
  )
  return rows.map(({ key }) => key)
}

/**
 * "Terima 214 tanpa masalah": accepts every clean update of the village (or the whole regency) in one act. Returns how many.
 * @param expected how many the person was told; another number is refused
 * @throws ReviewError `E_SELECTION_CHANGED`
 */
export async function acceptClean(tx: Tx, place: Place, village: string | null, expected?: number): Promise<number> {
  const keys = await cleanUpdates(tx, place, village)
  if (expected !== undefined && expected !== keys.length) {
    throw new ReviewError('E_SELECTION_CHANGED', {
      id: `Sekarang ada ${keys.length} perubahan tanpa masalah, bukan ${expected}. Belum ada yang diterima; periksa lalu ulangi dengan jumlah yang baru.`,
      en: `There are now ${keys.length} updates without problems, not ${expected}. Nothing was accepted; check, then repeat with the new number.`,
    })
  }
  return keys.length ? decideUpdates(tx, place, keys, { take: 'accept' }) : 0
}
