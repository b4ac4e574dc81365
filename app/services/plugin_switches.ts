import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'

interface Switch {
  region_code: string
  enabled: boolean
}

/** Whether a module is on at a place: the newest valid switch of the longest matching region wins; on where none is set. */
export async function pluginEnabled(plugin: string, regionCode: string): Promise<boolean> {
  const now = clock.now()
  const rows: Switch[] = await db
    .connection()
    .from('plugin_switches')
    .distinctOn('region_code')
    .select('region_code', 'enabled')
    .where('plugin', plugin)
    .where('valid_from', '<=', now)
    .where((query) => query.whereNull('valid_until').orWhere('valid_until', '>', now))
    .orderBy([{ column: 'region_code' }, { column: 'created_at', order: 'desc' }])
  const matching = rows
    .filter((row) => covers(row.region_code, regionCode))
    .sort((a, b) => b.region_code.length - a.region_code.length)
  return matching[0]?.enabled ?? true
}

/** `00` is the nation; a province covers its regencies (the caller passes a regency with its own province's code as prefix-free parent). */
function covers(switched: string, regionCode: string) {
  return switched === '00' || switched === regionCode || regionCode.startsWith(`${switched}.`)
}
