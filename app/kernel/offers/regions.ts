import db from '@adonisjs/lucid/services/db'
import { todayIn, type Zone } from '#domain/zone'
import type { LoadColumn } from '#kernel/contributions'
import { codeInForce, formerCodes } from '#services/former_codes'
import { pluginEnabled, pluginEnabledAmong } from '#services/plugin_switches'
import { findRegion, inForceOnly, regionNames } from '#services/regions'
import type { Tx } from '#services/scope'
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
    .where(inForceOnly('regency.code'))
    .select('regency.code', 'regency.name', 'regency.parent', 'province.name as province')
    .orderBy('regency.code')
  const found = rows.map(({ code, name, parent, province }) => ({ code, name, province: { code: parent, name: province } }))
  if (found.length > 0) regencies = found
  return found
}

/** The villages of a regency with their districts, by code. */
async function villages(regency: string): Promise<{ code: string; name: string; district: { code: string; name: string } }[]> {
  const rows: { code: string; name: string; parent: string; district: string }[] = await db
    .connection()
    .from('regions as village')
    .join('regions as district', 'district.code', 'village.parent')
    .where({ 'district.parent': regency, 'village.level': 4 })
    .where(inForceOnly('village.code'))
    .select('village.code', 'village.name', 'village.parent', 'district.name as district')
    .orderBy('village.code')
  return rows.map(({ code, name, parent, district }) => ({ code, name, district: { code: parent, name: district } }))
}

async function zone(regency: string): Promise<Zone> {
  await loadZones()
  return zoneOf(regency)
}

async function today(regency: string, now: Date): Promise<string> {
  return todayIn(await zone(regency), now)
}

async function inForce(tx: Tx): Promise<(code: string) => string> {
  const former = await formerCodes(tx)
  return (code) => codeInForce(code, former).code
}

const REGENCY_COLUMN: LoadColumn = {
  name: 'regency',
  label: { id: 'Kode kabupaten/kota', en: 'Regency code' },
  ...{ type: 'region', level: 'regency', required: true },
  aliases: ['kode_kab', 'kode_kab_kota', 'kode_kabupaten', 'kode_kabupaten_kota', 'kode_wilayah'],
}

/** The list of regions, the calendar of each, and whether a module is on there. */
export const regions = {
  find: findRegion,
  names: regionNames,
  regencies: allRegencies,
  villages,
  /** The column `regency` of a list that the ministry loads, by all the headings under which it comes. */
  regencyColumn: REGENCY_COLUMN,
  /** Gives the code in force for a former code of any level, and any other code as it is. */
  inForce,
  /** The calendar day of a moment in a regency, `YYYY-MM-DD`. */
  today,
  /** The time zone of a regency's calendar. */
  zone,
  switchedOn: pluginEnabled,
  /** Those of many regencies where it is on, asked at once. */
  switchedOnAmong: pluginEnabledAmong,
} as const
