import { query, type Tx } from '#services/scope'
import { GisError } from '../errors.js'
import type { Target } from '../match/match.js'
import { LEVELS, levelNumber, type Level } from '../shapes.js'

/** @throws GisError `E_GIS_LEVEL` */
export function readLevel(text: string): Level {
  const level = LEVELS.find((known) => known === text)
  if (level) return level
  throw new GisError('E_GIS_LEVEL', {
    id: `Tingkat "${text}" tidak dikenal. Pilih salah satu: ${LEVELS.join(', ')}.`,
    en: `Level "${text}" is not known. Choose one of: ${LEVELS.join(', ')}.`,
  })
}

/**
 * The regions of a level inside another, with the names above them.
 *
 * @param within code of a region above the level; null for the whole country
 * @throws GisError `E_GIS_WITHIN`
 */
export async function targetsWithin(tx: Tx, level: Level, within: string | null): Promise<Target[]> {
  const number = levelNumber(level)
  if (within !== null) {
    const [region] = await query<{ level: number }>(tx, 'select level from regions where code = ?', [within])
    if (!region)
      throw new GisError('E_GIS_WITHIN', {
        id: `Wilayah ${within} tidak ada dalam daftar wilayah.`,
        en: `Region ${within} is not in the list of regions.`,
      })
    if (region.level >= number) {
      throw new GisError('E_GIS_WITHIN', {
        id: `Wilayah ${within} bukan induk dari tingkat yang dipilih. Sebut wilayah di atasnya.`,
        en: `Region ${within} is not above the chosen level. Name a region above it.`,
      })
    }
  }
  return query<Target>(
    tx,
    `with recursive below as (
       select code, level from regions where code = :within or (cast(:within as text) is null and parent is null)
       union all select r.code, r.level from regions r join below b on r.parent = b.code and r.level <= :number)
     select r.code, r.name, r.bps_code as bps, coalesce(p.name, '') as parent, coalesce(g.name, '') as grandparent
     from below b join regions r on r.code = b.code left join regions p on p.code = r.parent left join regions g on g.code = p.parent
     where b.level = :number order by r.code`,
    { within, number },
  )
}
