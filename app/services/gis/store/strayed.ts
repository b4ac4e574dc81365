import type { Tx } from '#services/scope'
import { GisError } from '../errors.js'
import type { Match, Target } from '../match/match.js'
import { misplacedRegencies, regencyOf } from '../match/misplaced.js'
import { strayedAreas, type Strayed } from '../match/whereabouts.js'
import type { Area } from '../read/read_areas.js'
import type { Remembered } from './remembered.js'

const MOSTLY = 0.5

/** What is known of an area's region, by the file or by what a person said before. */
export type Found = Match | { kind: 'matched'; code: string; by: 'hand' }

/**
 * An area that lies far from the region whose name or code it bears waits for a person, and so do all of a regency that seem to be
 * elsewhere, unless a person has said before that it lies there; a file of which most surely are far is refused.
 *
 * @throws GisError `E_GIS_FAR`
 */
export async function withoutStrayed(
  tx: Tx,
  areas: readonly Area[],
  matches: readonly Found[],
  targets: readonly Target[],
  remembered: ReadonlyMap<number, Remembered>,
): Promise<Found[]> {
  const matched = matches.flatMap((match, at) =>
    match.kind === 'matched' ? [{ code: match.code, shape: areas[at]!.shape! }] : [],
  )
  const strayed = await strayedAreas(tx, matched)
  const surely = [...strayed.values()].filter(({ ground }) => ground.sure)
  if (surely.length > matched.length * MOSTLY) throw farAway(surely, matched.length)
  const misplaced = await misplacedRegencies(tx, matched)
  const names = new Map(targets.map(({ code, name }) => [code, name]))
  return matches.map((match, at): Found => {
    if (match.kind !== 'matched' || !(strayed.has(match.code) || misplaced.has(regencyOf(match.code)))) return match
    const said = remembered.get(areas[at]!.position)
    if (said?.place && said.code === match.code) return { kind: 'matched', code: match.code, by: 'hand' }
    const candidate = { code: match.code, name: names.get(match.code) ?? match.code, letters: 0 }
    return { kind: 'suggested', reason: 'far', candidates: [candidate] }
  })
}

function farAway(strayed: readonly Strayed[], matched: number): GisError {
  const { latitude, longitude, ground, kilometres } = strayed[0]!
  const degrees = (value: number) => Math.abs(value).toFixed(2)
  const [east, north] = [degrees(longitude), degrees(latitude)]
  const place = {
    id: `${east}° BT ${north}° ${latitude < 0 ? 'LS' : 'LU'}`.replaceAll('.', ','),
    en: `${east}° E ${north}° ${latitude < 0 ? 'S' : 'N'}`,
  }
  return new GisError('E_GIS_FAR', {
    id: `Batas dalam berkas ini tidak terletak di ${ground.name}: ${strayed.length} dari ${matched} wilayah yang cocok berada di luarnya, misalnya di sekitar ${place.id}, ${kilometres} km dari tengah ${ground.name}. Periksa apakah koordinatnya bergeser atau berkasnya tertukar; tidak ada yang dimuat.`,
    en: `The boundaries in this file do not lie in ${ground.name}: ${strayed.length} of ${matched} matching regions are outside it, for example near ${place.en}, ${kilometres} km from the middle of ${ground.name}. Check whether the coordinates are shifted or the file is another one; nothing was loaded.`,
  })
}
