import type { Tx } from '#services/scope'
import type { RecordDoc } from '../instrument.js'
import { versionsOf } from '../imports/facts.js'
import { UNTOUCHED } from '../review/sides.js'
import { readBase, readWorking, type Place, type WorkingRecord } from '../store/index.js'

/** A record of a pair as the register would have it now. */
export interface Standing {
  key: string
  version: number
  kind: 'repair' | 'new'
  outcome: string
  doc: RecordDoc
  base: RecordDoc | null
  working: WorkingRecord | null
}

const DISMISSED = ['returned', 'rejected', 'withdrawn']

/** Records as they stand: the working copy, but the edition where that was dismissed. Keys of neither are absent. */
export async function standingOf(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, Standing>> {
  const [working, base, versions] = [
    await readWorking(tx, place, keys),
    await readBase(tx, place, keys),
    await versionsOf(tx, place, keys),
  ]
  const found = new Map<string, Standing>()
  for (const key of new Set(keys)) {
    const [own, edition] = [working.get(key) ?? null, base.get(key) ?? null]
    const dismissed = own && edition && DISMISSED.includes(own.state)
    const doc = own && !dismissed ? own.doc : edition
    if (!doc) continue
    found.set(key, {
      ...{ key, version: versions.get(key) ?? 0, kind: own?.kind ?? 'repair', doc, base: edition, working: own },
      outcome: own && !dismissed ? own.outcome : UNTOUCHED,
    })
  }
  return found
}
