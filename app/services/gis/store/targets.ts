import { RegionCode } from '#domain/region_code'
import { codeInForce, formerCodes, type FormerCodes } from '#services/former_codes'
import { query, type Tx } from '#services/scope'
import { GisError } from '../errors.js'
import type { Target, Targets } from '../match/match.js'
import { LEVELS, levelNumber, type Level } from '../shapes.js'

/** @throws GisError `E_GIS_LEVEL` */
export function readLevel(text: string): Level {
  const level = LEVELS.find((known) => known === text)
  if (level) return level
  throw new GisError('E_GIS_LEVEL', {
    id: `Tingkat "${text}" tidak dikenal. Pilih salah satu: ${LEVELS.join(', ')}.`,
    en: `Level "${text}" is not known. Choose one of: ${LEVELS.join(', ')}.`,
  }).at('tingkat')
}

/**
 * The code in force of a region that was typed with or without its points or by a former code; null for the whole country. As typed where
 * it is none.
 */
export async function regionInForce(tx: Tx, typed: string | null): Promise<string | null> {
  const code = typed === null ? null : RegionCode.tryParse(typed)?.text
  return code ? codeInForce(code, await formerCodes(tx)).code : typed
}

/**
 * The regions in force of a level inside another, with the names above them, and the codes and provinces that older files have for them.
 *
 * @param within code of a region above the level; null for the whole country
 * @throws GisError `E_GIS_WITHIN`
 */
export async function targetsWithin(tx: Tx, level: Level, within: string | null): Promise<Targets> {
  const number = levelNumber(level)
  if (within !== null) {
    const [region] = await query<{ level: number }>(tx, 'select level from regions where code = ?', [within])
    if (!region)
      throw new GisError('E_GIS_WITHIN', {
        id: `Wilayah ${within} tidak ada dalam daftar wilayah.`,
        en: `Region ${within} is not in the list of regions.`,
      }).at('wilayah')
    if (region.level >= number) {
      throw new GisError('E_GIS_WITHIN', {
        id: `Wilayah ${within} bukan induk dari tingkat yang dipilih. Sebut wilayah di atasnya.`,
        en: `Region ${within} is not above the chosen level. Name a region above it.`,
      }).at('wilayah')
    }
  }
  const found = await query<Target>(
    tx,
    `with recursive below as (
       select code, level from regions where code = :within or (cast(:within as text) is null and parent is null)
       union all select r.code, r.level from regions r join below b on r.parent = b.code and r.level <= :number)
     select r.code, r.name, r.bps_code as bps, coalesce(p.name, '') as parent, coalesce(g.name, '') as grandparent
     from below b join regions r on r.code = b.code left join regions p on p.code = r.parent left join regions g on g.code = p.parent
     where b.level = :number order by r.code`,
    { within, number },
  )
  const former = await formerCodes(tx)
  const provinces = await formerProvinces(tx, former)
  const inForce = found.filter(({ code }) => codeInForce(code, former).code === code)
  const regions = inForce.map((target) => {
    const formerProvince = provinces.get(RegionCode.parse(target.code).at('regency') ?? '')
    return formerProvince ? { ...target, formerProvince } : target
  })
  return { regions, former }
}

/** Names of the provinces that regencies lay in before a split, by the code of today. */
async function formerProvinces(tx: Tx, former: FormerCodes): Promise<Map<string, string>> {
  const moved = [...former].filter(([code]) => RegionCode.parse(code).level === 'regency')
  const rows = await query<{ code: string; name: string }>(tx, 'select code, name from regions where level = 1')
  const names = new Map(rows.map(({ code, name }) => [code, name]))
  return new Map(
    moved.flatMap(([code, now]) => {
      const name = names.get(RegionCode.parse(code).at('province')!)
      return name ? [[codeInForce(now, former).code, name] as const] : []
    }),
  )
}
