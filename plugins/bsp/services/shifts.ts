import { v7 as uuid } from 'uuid'
import { saysWhy } from '#core/domain'
import { activity, query, regions, type Place, type Tx } from '#core/plugin'
import { elsewhere, noPlaces, notGiveable, reasonless, REASON_LENGTH, samePlace } from '../errors.js'
import { quotaSheet } from './quota.js'
import { promisedIn } from './promised.js'
import { emptyIn, giveable } from './sheet.js'

export interface ShiftRequest {
  /** Village code; null is the reserve of the regency. */
  from: string | null
  to: string | null
  places: number
  reason: string
}

/**
 * Moves places between villages of the regency, or between one and its reserve. Only what is empty and promised to nobody can be given
 * away, so that neither a family nor a substitute that waits loses its place. Called alone in the register.
 *
 * @throws Refused `E_BSP_SHIFT_NUMBER`, `E_BSP_SHIFT_SAME`, `E_BSP_SHIFT_ELSEWHERE`, `E_BSP_SHIFT_SHORT`, `E_BSP_REASON`
 */
export async function shiftQuota(tx: Tx, place: Place, { from, to, places, reason }: ShiftRequest): Promise<string> {
  const why = reason.trim().slice(0, REASON_LENGTH.max)
  if (!Number.isSafeInteger(places) || places < 1) throw noPlaces()
  if (from === to) throw samePlace()
  for (const village of [from, to]) if (village !== null && !(await isVillageOf(village, place.regency))) throw elsewhere()
  if (!saysWhy(why, REASON_LENGTH.min)) throw reasonless()
  const sheet = await quotaSheet(tx, place)
  const free = giveable(sheet, await promisedIn(tx, place), from)
  if (places > free) {
    const name = from === null ? 'Cadangan kabupaten/kota' : await nameOf(from)
    throw notGiveable(name, { places, free, empty: emptyIn(sheet, from) })
  }
  const id = await recordShift(tx, place, { from, to, places, reason: why, substitution: null })
  await activity(tx, {
    ...{ action: 'bsp.quota_shifted', regency: place.regency, object: { type: 'bsp.shift', id } },
    data: { module: 'bsp', places },
  })
  return id
}

/** The place of a family that goes out follows its substitute into another village, unless that one has a place left. */
export async function followPlace(
  tx: Tx,
  place: Place,
  { substitution, from, to }: { substitution: string; from: string; to: string },
): Promise<void> {
  if (from === to) return
  const [sheet, promised] = [await quotaSheet(tx, place), await promisedIn(tx, place)]
  if (emptyIn(sheet, to) >= (promised.get(to) ?? 0)) return
  await recordShift(tx, place, { from, to, places: 1, reason: 'Pengganti berasal dari desa lain', substitution })
}

/** Places that followed substitutes which were given up go back. */
export async function returnPlaces(tx: Tx, place: Place, substitutions: readonly string[]): Promise<void> {
  await query(
    tx,
    `update bsp_shifts set voided_at = :at, voided_by_name = :by
     where period_id = :period and regency_code = :regency and substitution_id = any (cast(:ids as uuid[])) and voided_at is null`,
    { at: tx.now, by: tx.actor.name, period: place.periodId, regency: place.regency, ids: [...substitutions] },
  )
}

export async function recordShift(
  tx: Tx,
  place: Place,
  { from, to, places, reason, substitution }: ShiftRequest & { substitution: string | null },
): Promise<string> {
  const id = uuid()
  await query(
    tx,
    `insert into bsp_shifts (regency_code, id, period_id, from_village, to_village, places, reason, substitution_id, made_by_name, made_at)
     values (:regency, :id, :period, :from, :to, :places, :reason, :substitution, :by, :at)`,
    {
      ...{ regency: place.regency, id, period: place.periodId, from, to, places, reason, substitution },
      ...{ by: tx.actor.name, at: tx.now },
    },
  )
  return id
}

async function isVillageOf(code: string, regency: string): Promise<boolean> {
  const village = await regions.find(code)
  const district = village?.parent ? await regions.find(village.parent) : null
  return code.split('.').length === 4 && district?.parent === regency
}

async function nameOf(code: string): Promise<string> {
  return (await regions.find(code))?.name ?? code
}
