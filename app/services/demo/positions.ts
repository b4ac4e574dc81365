import { liesIn } from '#services/gis/geometry/valid'
import { polygonsOf, type Rings, type Shape } from '#services/gis/shapes'
import { boundsOf } from '#services/map/tiles'
import type { Position } from '#verification/sample'
import { SeededChance } from './chance.js'
import { VILLAGE_MIDDLES } from './village_middles.js'

const MEASURED = 0.6
/** Share of the measured places that a device or a person put into another village. */
const MISPLACED = 0.004
/** So often a place is drawn within the bounds of an outline until it lies inside. */
const DRAWS = 60

/**
 * An invented place for a record of a village: inside the outline that a file has drawn of it, else around the village's middle. Null where
 * nobody measured it, and outside the villages of the demonstration that have no outline.
 */
export function inventPosition(village: string, seed: string, outline: Shape | null = null): Position | null {
  const chance = new SeededChance(`${seed}/position`)
  if (!chance.happens(MEASURED)) return null
  if (chance.happens(MISPLACED)) return around(elsewhere(village, chance), chance)
  return (outline && inside(outline, chance)) ?? around(village, chance)
}

function around(village: string, chance: SeededChance): Position | null {
  const middle = VILLAGE_MIDDLES.get(village)
  if (!middle) return null
  const [angle, distance] = [chance.next() * 2 * Math.PI, middle.reach * Math.sqrt(chance.next())]
  return rounded(middle.latitude + distance * Math.sin(angle), middle.longitude + distance * Math.cos(angle))
}

/** Another village of the regency, well away from the own one. */
function elsewhere(village: string, chance: SeededChance): string {
  const own = VILLAGE_MIDDLES.get(village)
  const others = [...VILLAGE_MIDDLES].filter(([code, { latitude, longitude, reach }]) => {
    if (!own || code.slice(0, 5) !== village.slice(0, 5)) return false
    return Math.hypot(latitude - own.latitude, longitude - own.longitude) > 4 * (reach + own.reach)
  })
  return others.length > 0 ? chance.pick(others)[0] : village
}

function inside(outline: Shape, chance: SeededChance): Position | null {
  const polygons: Rings[] = polygonsOf(outline)
  const { west, east, south, north } = boundsOf([outline])!
  for (let draw = 0; draw < DRAWS; draw++) {
    const [x, y] = [west + chance.next() * (east - west), south + chance.next() * (north - south)]
    const place = rounded(y, x)
    if (liesIn([place.longitude, place.latitude], polygons)) return place
  }
  return null
}

function rounded(latitude: number, longitude: number): Position {
  const of = (degrees: number) => Math.round(degrees * 100_000) / 100_000
  return { latitude: of(latitude), longitude: of(longitude) }
}
