import { createReadStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { databaseAddresses } from '#services/database/addresses'
import { REGION_ALIASES } from '#services/region_aliases'
import { nameKey } from '#domain/name_key'

const LEVELS = [
  { level: 1, file: 'provinces.csv', parent: null },
  { level: 2, file: 'regencies.csv', parent: 'province_code' },
  { level: 3, file: 'districts.csv', parent: 'regency_code' },
  { level: 4, file: 'villages.csv', parent: 'district_code' },
] as const

/**
 * Loads all provinces, regencies, districts and villages from npm `idn-area-data` (Kemendagri codes). A list with a double
 * code or a missing parent is refused whole and the old list stays in force. Returns the number of regions in force.
 */
export async function loadRegions(): Promise<number> {
  const client = new pg.Client({ connectionString: (await databaseAddresses()).owner })
  await client.connect()
  try {
    const { rows } = await client.query('select count(*)::int as total from regions')
    if (rows[0].total > 0) return rows[0].total
    await client.query('begin')
    await client.query(
      'create temp table incoming (code text, level smallint, parent text, name text, name_key text, kind text) on commit drop',
    )
    await pipeline(Readable.from(regionLines()), client.query(copyFrom('copy incoming from stdin')))
    await client.query('create unique index on incoming (code)')
    const loaded = await client.query(
      'insert into regions (code, level, parent, name, name_key, kind) select code, level, parent, name, name_key, kind from incoming order by level, code',
    )
    await client.query(
      `insert into region_aliases (old_code, new_code, valid_from, decree)
       select a."oldCode", a."newCode", a."validFrom", a.decree
       from json_to_recordset($1) as a("oldCode" text, "newCode" text, "validFrom" date, decree text)`,
      [JSON.stringify(REGION_ALIASES)],
    )
    await client.query('commit')
    await client.query('analyze regions')
    return loaded.rowCount ?? 0
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    await client.end()
  }
}

async function* regionLines() {
  const data = join(dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json')), 'data')
  for (const { level, file, parent } of LEVELS) {
    for await (const row of createReadStream(join(data, file)).pipe(parse({ columns: true, bom: true }))) {
      const name = shortName(row.name, level)
      yield (
        [row.code, level, parent ? row[parent] : '\\N', escape(name), nameKey(name), kindOf(row.code, row.name, level)].join(
          '\t',
        ) + '\n'
      )
    }
  }
}

function shortName(name: string, level: number) {
  return level === 2 ? name.replace(/^Kabupaten /, 'Kab. ') : name
}

function kindOf(code: string, name: string, level: number) {
  if (level === 1) return 'provinsi'
  if (level === 2) return name.startsWith('Kota') ? 'kota' : 'kabupaten'
  if (level === 3) return 'kecamatan'
  return code.split('.')[3].startsWith('1') ? 'kelurahan' : 'desa'
}

function escape(text: string) {
  return text.replace(/[\\\t\n\r]/g, (character) => `\\${character}`)
}
