import type { Position } from '#verification/sample'
import { SeededChance } from './chance.js'

/** Roughly the middle of districts that the demonstration fills, in degrees: latitude, longitude. */
const DISTRICTS: Readonly<Record<string, readonly [latitude: number, longitude: number]>> = {
  ...{ '33.71.01': [-7.495, 110.22], '33.71.02': [-7.456, 110.222], '33.71.03': [-7.477, 110.219] },
  ...{ '34.03.01': [-7.98, 110.59], '34.03.02': [-7.875, 110.635], '34.03.03': [-7.94, 110.52] },
  ...{ '34.03.04': [-7.86, 110.525], '34.03.05': [-8.01, 110.53], '34.03.06': [-8.03, 110.44] },
  ...{ '34.03.07': [-8.12, 110.655], '34.03.08': [-8.03, 110.655], '34.03.09': [-7.94, 110.67] },
  ...{ '34.03.10': [-7.97, 110.73], '34.03.11': [-8.085, 110.745], '34.03.12': [-7.86, 110.745] },
  ...{ '34.03.13': [-7.83, 110.69], '34.03.14': [-7.83, 110.595], '34.03.15': [-8.075, 110.51] },
  ...{ '34.03.16': [-8.165, 110.755], '34.03.17': [-8.09, 110.59], '34.03.18': [-8.025, 110.375] },
}

/** How far villages lie from the middle of their district, and households from that of their village, in degrees. */
const REACH: Readonly<Record<string, readonly [village: number, household: number]>> = {
  '33.71': [0.0065, 0.0012],
  '34.03': [0.022, 0.0035],
}

const MEASURED = 0.6
/** Villages of a district are laid out as seeds of a sunflower: apart from each other, evenly over the disc. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))
const VILLAGES = 15

/**
 * An invented place for a record of a village: those of one village lie together, within their district. Null where nobody measured
 * it, and outside the districts of the demonstration.
 */
export function inventPosition(village: string, seed: string): Position | null {
  const middle = DISTRICTS[village.slice(0, 8)]
  const reach = REACH[village.slice(0, 5)]
  const chance = new SeededChance(`${seed}/position`)
  if (!middle || !reach || !chance.happens(MEASURED)) return null
  const serial = Number(village.slice(-2))
  const from = { angle: serial * GOLDEN_ANGLE, distance: reach[0] * Math.sqrt((serial - 0.5) / VILLAGES) }
  const own = { angle: chance.next() * 2 * Math.PI, distance: reach[1] * Math.sqrt(chance.next()) }
  const [north, east] = [Math.sin, Math.cos].map((turn) => from.distance * turn(from.angle) + own.distance * turn(own.angle))
  return { latitude: rounded(middle[0] + north!), longitude: rounded(middle[1] + east!) }
}

function rounded(degrees: number): number {
  return Math.round(degrees * 100_000) / 100_000
}
