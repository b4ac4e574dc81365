import db from '@adonisjs/lucid/services/db'
import { MINISTRY_ZONE, zoneOfProvince, type Zone } from '#domain/zone'

let provinceOf: Map<string, string> | null = null

/** Reads once which province each regency belongs to, so that `zoneOf` can answer at once while a page is drawn. */
export async function loadZones(): Promise<void> {
  if (provinceOf?.size) return
  const rows: { code: string; parent: string }[] = await db
    .connection()
    .from('regions')
    .select('code', 'parent')
    .where('level', 2)
  provinceOf = new Map(rows.map((row) => [row.code, row.parent]))
}

/** Zone of a regency's or province's calendar; the ministry's for what belongs to neither. Needs `loadZones` before. */
export function zoneOf(regionCode: string | null | undefined): Zone {
  if (!regionCode || regionCode === '00') return MINISTRY_ZONE
  const province = provinceOf?.get(regionCode) ?? regionCode
  return /^[0-9]{2}$/.test(province) ? zoneOfProvince(province) : MINISTRY_ZONE
}
