import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { nameKey } from '#domain/name_key'
import { asOwner } from '#services/database/addresses'
import { copyLine, copyText } from '#services/database/copy'
import { REGION_ALIASES } from '#services/region_aliases'
import { forgetRegions } from '#services/regions'
import { ownRegionFolder, readRegionList, type ListedAlias, type ListedRegion } from '#services/region_list'

const LAST_KABUPATEN = 70

export interface LoadedRegions {
  /** Regions of the list. */
  read: number
  added: number
  /** Regions with another name or parent than before. */
  changed: number
  /** Regions in force that the list does not have; they stay, for registers point to them. */
  kept: number
  aliases: number
}

/**
 * Loads the list of regions that comes with the product, once. Returns the number of regions in force.
 * @throws EditionError `E_REGIONS_FILE`
 */
export async function loadRegions(): Promise<number> {
  const inForce = await asOwner(
    async (client) => (await client.query('select count(*)::int as total from regions')).rows[0].total,
  )
  return inForce > 0 ? inForce : (await updateRegions(ownRegionFolder())).read
}

/**
 * Puts a newer list of regions in force, whole or not at all: names and parents follow it, new regions come, and none that registers
 * may point to goes. A code that the list has is no former one any more. The former codes are those of its `aliases.csv`, else the ones the product knows.
 * @throws EditionError `E_REGIONS_FILE`
 */
export async function updateRegions(folder: string): Promise<LoadedRegions> {
  const { regions, aliases } = await readRegionList(folder)
  return asOwner(async (client) => {
    await client.query('begin')
    const loaded = await store(client, regions, aliases.length > 0 ? aliases : REGION_ALIASES)
    await client.query('commit')
    await client.query('analyze regions, region_aliases')
    forgetRegions()
    return { read: regions.length, ...loaded }
  })
}

async function store(client: pg.Client, regions: readonly ListedRegion[], aliases: readonly ListedAlias[]) {
  await client.query(
    'create temp table incoming (code text, level smallint, parent text, name text, name_key text, kind text) on commit drop',
  )
  await pipeline(Readable.from(copyText(regions.map(line))), client.query(copyFrom('copy incoming from stdin')))
  const { rowCount: added } = await client.query(
    `insert into regions (code, level, parent, name, name_key, kind)
     select code, level, parent, name, name_key, kind from incoming order by level, code on conflict (code) do nothing`,
  )
  const { rowCount: changed } = await client.query(
    `update regions r set parent = i.parent, name = i.name, name_key = i.name_key, kind = i.kind from incoming i
     where r.code = i.code and (r.parent, r.name, r.kind) is distinct from (i.parent, i.name, i.kind)`,
  )
  const { rows } = await client.query<{ kept: number }>(
    'select count(*)::int as kept from regions r where not exists (select 1 from incoming i where i.code = r.code)',
  )
  await client.query('delete from region_aliases where old_code in (select code from incoming)')
  await client.query(
    `insert into region_aliases (old_code, new_code, valid_from, decree)
     select a."oldCode", a."newCode", a."validFrom", a.decree
     from json_to_recordset($1) as a("oldCode" text, "newCode" text, "validFrom" date, decree text)
     on conflict (old_code) do update set new_code = excluded.new_code, valid_from = excluded.valid_from, decree = excluded.decree`,
    [JSON.stringify(aliases)],
  )
  return { added: added ?? 0, changed: changed ?? 0, kept: rows[0]!.kept, aliases: aliases.length }
}

function line({ code, level, parent, name }: ListedRegion): string {
  const short = level === 2 ? name.replace(/^kab(?:upaten|\.)\s+/i, 'Kab. ').replace(/^kota\s+/i, 'Kota ') : name
  return copyLine([code, level, parent, short, nameKey(short), kindOf(code, level)])
}

/** The third and fourth digits tell a kota from a kabupaten (Permendagri 137/2017), the seventh a kelurahan from a desa, however the list writes their names. */
function kindOf(code: string, level: ListedRegion['level']): string {
  if (level === 1) return 'provinsi'
  if (level === 2) return Number(code.slice(3)) > LAST_KABUPATEN ? 'kota' : 'kabupaten'
  if (level === 3) return 'kecamatan'
  return code.split('.')[3]!.startsWith('1') ? 'kelurahan' : 'desa'
}
