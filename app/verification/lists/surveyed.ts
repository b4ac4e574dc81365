import { registry } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { periodsOf, placeOf } from '../periods/index.js'
import { HOME, placesSql } from './points.js'

/** Between which degrees the records of a regency were surveyed. */
export interface SurveyedExtent {
  west: number
  south: number
  east: number
  north: number
}

/** Fewer places say nothing: some of them are always typed wrongly. */
const LEAST = 20
/** So many places tell where all of them lie, if they are taken from the whole regency and not in the order of its villages. */
const LOOKED_AT = 5000

/**
 * Where nine tenths of the surveyed places of a regency's records lie, in the newest period of the first module that has enough of them;
 * null where none has.
 */
export async function surveyedExtent(tx: Tx, regency: string, lookedAt = LOOKED_AT): Promise<SurveyedExtent | null> {
  for (const module of registry.modules()) {
    const [newest] = module.instrument.summary.coordinates ? await periodsOf(tx, module, regency) : []
    const place = newest && placeOf(newest)
    const places = place && placesSql(place)
    if (!places) continue
    const middle = (share: number, of: string) => `percentile_disc(${share}) within group (order by ${of})`
    const [row] = await query<SurveyedExtent & { count: number }>(
      tx,
      `select count(*)::int as count, ${middle(0.05, 'longitude')} as west, ${middle(0.95, 'longitude')} as east,
         ${middle(0.05, 'latitude')} as south, ${middle(0.95, 'latitude')} as north
       from (select longitude, latitude from (${places}) p
         where longitude between ${HOME.west} and ${HOME.east} and latitude between ${HOME.south} and ${HOME.north}
         order by hashtextextended(key, 0) limit :lookedAt) p`,
      { period: place.periodId, edition: place.editionId, regency, lookedAt },
    )
    if (row && row.count >= LEAST) return row
  }
  return null
}
