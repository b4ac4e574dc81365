import type { FeatureCollection, Position } from 'geojson'

/** A part of Indonesia that invented areas are laid over, in degrees. */
export interface Frame {
  west: number
  south: number
  width: number
  height: number
}

/** Points between two corners of an area; a village of a real file has some 370 on its whole outline. */
const PER_SIDE = 90

/**
 * Areas of a grid whose borders run as crooked as real ones. Two neighbours share theirs point by point, as in a file of one survey.
 *
 * @param properties of each area, in order
 */
export function crookedAreas(properties: readonly Record<string, string>[], frame: Frame): FeatureCollection {
  const columns = Math.ceil(Math.sqrt(properties.length))
  const rows = Math.ceil(properties.length / columns)
  const [wide, high] = [frame.width / columns, frame.height / rows]
  const corner = (column: number, row: number): Position => [frame.west + column * wide, frame.south + row * high]
  const side = (from: readonly [number, number], to: readonly [number, number]): Position[] => {
    const [[x1, y1], [x2, y2]] = [corner(...from), corner(...to)] as [[number, number], [number, number]]
    return Array.from({ length: PER_SIDE }, (_, at) => {
      const part = at / PER_SIDE
      const bend = at === 0 ? 0 : Math.sin(part * Math.PI) * Math.sin(at * 12.9898 + x1 * 78.233 + y1 * 37.719) * 0.04
      return [x1 + (x2 - x1) * part + bend * high, y1 + (y2 - y1) * part + bend * wide]
    })
  }
  const back = (from: readonly [number, number], to: readonly [number, number]) => {
    const forth = [...side(to, from), corner(...from)]
    return forth.reverse().slice(0, -1)
  }
  return {
    type: 'FeatureCollection',
    features: properties.map((names, index) => {
      const [c, r] = [index % columns, Math.floor(index / columns)]
      const ring = [...side([c, r], [c + 1, r]), ...side([c + 1, r], [c + 1, r + 1]), ...back([c + 1, r + 1], [c, r + 1])]
      ring.push(...back([c, r + 1], [c, r]), ring[0]!)
      return { type: 'Feature', properties: names, geometry: { type: 'Polygon', coordinates: [ring] } }
    }),
  }
}
