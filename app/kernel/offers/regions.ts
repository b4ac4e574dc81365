import db from '@adonisjs/lucid/services/db'
import { todayIn } from '#domain/zone'
import { pluginEnabled, pluginEnabledAmong } from '#services/plugin_switches'
import { findRegion, regionNames } from '#services/regions'
import { loadZones, zoneOf } from '#services/zones'

interface Regency {
  code: string
  name: string
  province: { code: string; name: string }
}

let regencies: Regency[] | undefined

/** Every regency with its province, by code. Read once: a newer list of regions is put in force by a restart. */
async function allRegencies(): Promise<readonly Regency[]> {
  if (regencies) return regencies
  const rows: { code: string; name: string; parent: string; province: string }[] = await db
    .connection()
    .from('regions as regency')
    .join('regions as province', 'province.code', 'regency.parent')
    .where('regency.level', 2)
    .select('regency.code', 'regency.name', 'regency.parent', 'province.name as province')
    .orderBy('regency.code')
  const found = rows.map(({ code, name, parent, province }) => ({ code, name, province: { code: parent, name: province } }))
  if (found.length > 0) regencies = found
  return found
}

async function today(regency: string, now: Date): Promise<string> {
  await loadZones()
  return todayIn(zoneOf(regency), now)
}

/** The list of regions, the calendar of each, and whether a module is on there. */
export const regions = {
  find: findRegion,
  names: regionNames,
  regencies: allRegencies,
  /** The calendar day of a moment in a regency, `YYYY-MM-DD`. */
  today,
  switchedOn: pluginEnabled,
  /** Those of many regencies where it is on, asked at once. */
  switchedOnAmong: pluginEnabledAmong,
} as const
