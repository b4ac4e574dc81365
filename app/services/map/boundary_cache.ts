import { levelNumber } from '#services/gis/shapes'
import { query, scope, type Scope, type Tx } from '#services/scope'
import { AREAS_SQL } from './area_list.js'
import { boundaries, type BoundaryRow } from './boundaries.js'
import type { MapPlace } from './place.js'

/** What is kept ready in this process; the newest maps push the oldest out. */
const MOST_BYTES = 24 * 1024 * 1024
const kept = new Map<string, Promise<string>>()
let bytes = 0

/**
 * Boundaries of a place in the form of its version, made once per process. They are public, so that whoever asks first makes them for all.
 *
 * @param version as `shapeNotes` tells it
 */
export function cachedBoundaries(of: Scope, place: MapPlace, version: string): Promise<string> {
  const key = `${place.region?.code ?? ''}/${place.level}/${version}`
  const found = kept.get(key)
  if (found) {
    kept.delete(key)
    kept.set(key, found)
    return found
  }
  const made = scope.run(of, (tx) => boundariesOf(tx, place))
  kept.set(key, made)
  made.then(
    (text) => makeRoom(text.length),
    () => kept.delete(key),
  )
  return made
}

async function makeRoom(added: number): Promise<void> {
  bytes += added
  while (bytes > MOST_BYTES && kept.size > 1) {
    const [key, oldest] = kept.entries().next().value!
    kept.delete(key)
    bytes -= (await oldest).length
  }
}

async function boundariesOf(tx: Tx, { region, level }: MapPlace): Promise<string> {
  const rows = await query<BoundaryRow>(
    tx,
    `select a.code, a.parent, s.geometry from (${AREAS_SQL}) a left join region_shapes s on s.region_code = a.code order by a.code`,
    { root: region?.code ?? null, level: levelNumber(level) },
  )
  return JSON.stringify(boundaries(rows))
}
