import { query, type Tx } from '#services/scope'
import type { Locale } from '#verification/message'
import { minutesByVillage, type MinutesVillage } from '#verification/minutes/index'
import type { Place } from '#verification/store/index'
import { blockers, type Blockers } from './blockers.js'
import { countsToken, sumOf, villageCounts, type AreaCount, type VillageCount } from './counts.js'
import { waiverCounts, type WaiverCount } from './totals.js'

/** What finalising would do now: what stands against it, and what would be taken or left, by village. */
export interface Rehearsal {
  blockers: Blockers
  villages: VillageCount[]
  /** Token of these counts. */
  seen: string
  all: AreaCount
  waivers: WaiverCount[]
  /** Villages whose meeting has no minutes yet, of so many; a warning, for the annexes will say so. */
  minutes: { villages: number; missing: MinutesVillage[] }
  /** Files that were checked and never applied; nothing of them would be taken. */
  waitingFiles: { id: string; importId: string; name: string; records: number }[]
}

export async function rehearse(tx: Tx, place: Place, limit = 200, locale: Locale = 'id'): Promise<Rehearsal> {
  const villages = await villageCounts(tx, place)
  const minutes = await minutesByVillage(tx, place)
  return {
    minutes: { villages: minutes.length, missing: minutes.filter((village) => village.minutes === null) },
    blockers: await blockers(tx, place, limit, locale),
    villages,
    seen: countsToken(villages),
    all: sumOf(place.regency, '', villages),
    waivers: await waiverCounts(tx, place),
    waitingFiles: await waitingFiles(tx, place),
  }
}

function waitingFiles(tx: Tx, place: Place): Promise<Rehearsal['waitingFiles']> {
  return query(
    tx,
    `select id, import_id as "importId", original_name as name, read_count as records from import_files
     where regency_code = ? and period_id = ? and state = 'checked' order by created_at limit 50`,
    [place.regency, place.periodId],
  )
}
