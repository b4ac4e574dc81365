import { query, type Tx } from '#services/scope'
import { sameDoc } from '../canonical.js'
import type { RecordDoc } from '../instrument.js'
import type { Version } from '../merge.js'
import { readBase, readWorking, tableNames, type Place, type Snapshot, type WorkingRecord } from '../store/index.js'
import { versionOf } from './conflicts.js'
import { ReviewError } from './errors.js'

/** Outcome of a record of the edition that nobody has touched in the period. */
export const UNTOUCHED = 'unverified'

/** The record as the period has it now, and as somebody had it before him who filled a form on an older version. */
export interface Sides {
  working: WorkingRecord | null
  base: RecordDoc | null
  version: number
  now: Version
  seen: Version
}

/** @throws ReviewError `E_UPDATE_MISSING` */
export async function sidesOf(tx: Tx, place: Place, of: { key: string; version: number }): Promise<Sides> {
  const working = (await readWorking(tx, place, [of.key])).get(of.key) ?? null
  const base = (await readBase(tx, place, [of.key])).get(of.key) ?? null
  const now = working ?? (base && { outcome: UNTOUCHED, doc: base })
  if (!now)
    throw new ReviewError('E_UPDATE_MISSING', {
      id: 'Data ini tidak ada lagi pada periode ini. Muat ulang daftarnya.',
      en: 'This record is no longer in this period. Load the list again.',
    })
  const version = await versionOf(tx, place, of.key)
  const seen = of.version === version ? now : ((await versionAt(tx, place, of)) ?? (base && { outcome: UNTOUCHED, doc: base }))
  return { working, base, version, now, seen: seen ?? now }
}

/** Whether a version is what the working copy already says. */
export function stands({ working, now }: Sides, { outcome, doc }: Version): boolean {
  return working?.outcome === outcome && sameDoc(now.doc, doc)
}

/** A former version of a record as history keeps it; null where the edition stood then. */
async function versionAt(tx: Tx, place: Place, { key, version }: { key: string; version: number }): Promise<Version | null> {
  const [row] = await query<{ after: Snapshot | null }>(
    tx,
    `select after from ${tableNames(place.module.instrument).changes} where period_id = ? and regency_code = ? and key = ? and version = ?`,
    [place.periodId, place.regency, key, version],
  )
  return row?.after ?? null
}
