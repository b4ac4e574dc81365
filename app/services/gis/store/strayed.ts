import type { Tx } from '#services/scope'
import { GisError } from '../errors.js'
import type { Match, Target } from '../match/match.js'
import { strayedAreas, type Strayed } from '../match/whereabouts.js'
import type { Area } from '../read/read_areas.js'

const MOSTLY = 0.5

/**
 * An area that lies far from the region whose name or code it bears waits for a person; a file of which most surely do is refused.
 *
 * @throws GisError `E_GIS_FAR`
 */
export async function withoutStrayed(
  tx: Tx,
  areas: readonly Area[],
  matches: readonly Match[],
  targets: readonly Target[],
): Promise<Match[]> {
  const matched = matches.flatMap((match, at) =>
    match.kind === 'matched' ? [{ code: match.code, shape: areas[at]!.shape! }] : [],
  )
  const strayed = await strayedAreas(tx, matched)
  const surely = [...strayed.values()].filter(({ ground }) => ground.sure)
  if (surely.length > matched.length * MOSTLY) throw farAway(surely, matched.length)
  const names = new Map(targets.map(({ code, name }) => [code, name]))
  return matches.map((match): Match => {
    if (match.kind !== 'matched' || !strayed.has(match.code)) return match
    const candidate = { code: match.code, name: names.get(match.code) ?? match.code, letters: 0 }
    return { kind: 'suggested', reason: 'far', candidates: [candidate] }
  })
}

function farAway(strayed: readonly Strayed[], matched: number): GisError {
  const { latitude, longitude, ground, kilometres } = strayed[0]!
  const degrees = (value: number) => Math.abs(value).toFixed(2).replace('.', ',')
  const place = `${degrees(longitude)}° BT ${degrees(latitude)}° ${latitude < 0 ? 'LS' : 'LU'}`
  return new GisError(
    'E_GIS_FAR',
    `Batas dalam berkas ini tidak terletak di ${ground.name}: ${strayed.length} dari ${matched} wilayah yang cocok berada di luarnya, misalnya di sekitar ${place}, ` +
      `${kilometres} km dari tengah ${ground.name}. Periksa apakah koordinatnya bergeser atau berkasnya tertukar; tidak ada yang dimuat.`,
  )
}
