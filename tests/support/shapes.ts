import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FeatureCollection, Position } from 'geojson'

/** A square of a tenth of a degree, its corner so many tenths east and north of an invented place near Java. */
export function square(east: number, north: number, size = 1): Position[][] {
  const [west, south] = [110 + east / 10, -7.5 + north / 10]
  const [far, top] = [110 + (east + size) / 10, -7.5 + (north + size) / 10]
  return [
    [
      [west, south],
      [far, south],
      [far, top],
      [west, top],
      [west, south],
    ],
  ]
}

export interface InventedArea {
  properties: Record<string, unknown>
  coordinates: Position[][]
}

export function collection(areas: readonly InventedArea[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: areas.map(({ properties, coordinates }) => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Polygon', coordinates },
    })),
  }
}

/** Writes a file that is gone when the work is done. */
export async function withFile<T>(name: string, content: unknown, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'siks-gis-'))
  try {
    const path = join(folder, name)
    await writeFile(path, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content))
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
