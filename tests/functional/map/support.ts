import db from '@adonisjs/lucid/services/db'
import type { FeatureCollection } from 'geojson'
import type { ShapeImport } from '#services/gis/store/import_shapes'
import { aceHere } from '#tests/support/ace'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { provinceExtent } from '#services/gis/match/province_extents'
import { collection, square, withFile, type InventedArea } from '#tests/support/shapes'

/** Degrees. */
const ROOM = 2

export interface NamedRegion {
  code: string
  name: string
}

export function villagesOf(district: string): Promise<NamedRegion[]> {
  return db.connection().from('regions').where('parent', district).select('code', 'name').orderBy('code')
}

/** Invented squares side by side for the villages of the regency's first district, in its province, with codes as BPS would write them. */
export async function villageFile(
  { district, name, province }: TestRegency,
  rename: (village: NamedRegion, at: number) => string = (village) => village.name,
): Promise<FeatureCollection> {
  const [parent] = await db.connection().from('regions').where('code', district).select('name')
  const villages = await villagesOf(district)
  return collection(
    villages.map((village, at) => ({
      properties: {
        village: rename(village, at),
        village_code: `id99999990${String(at).padStart(2, '0')}`,
        district: parent.name,
        regency: name,
      },
      coordinates: within(province, square(at % 6, Math.floor(at / 6))),
    })),
  )
}

type Reported = ShapeImport & { error?: { code: string; message: string } }

/** Runs `gis:import` on a file of its own and gives what it reports. */
export function importFile(file: unknown, ...args: string[]): Promise<{ code: number; json: Reported }> {
  return withFile('batas.geojson', file, (path) => aceHere<Reported>('gis:import', path, ...args, '--json'))
}

/** Corner of the first square in a province: an invented place near Java, or well inside the corner of another province, a degree at most. */
export function cornerIn(province: string): { latitude: number; longitude: number } {
  const extent = province === '33' ? null : provinceExtent(province)
  if (!extent) return { latitude: -7.5, longitude: 110 }
  const { south, north, west, east } = extent
  return { latitude: south + Math.min(1, (north - south) / 4), longitude: west + Math.min(1, (east - west) / 4) }
}

/** A regency whose province has room to shift boundaries by a degree and stay within it. */
export async function roomyRegency(): Promise<TestRegency> {
  for (;;) {
    const regency = await regencyForTest()
    const extent = provinceExtent(regency.province)
    if (extent && Math.min(extent.north - extent.south, extent.east - extent.west) >= ROOM) return regency
  }
}

function within(province: string, rings: InventedArea['coordinates']): InventedArea['coordinates'] {
  const { latitude, longitude } = cornerIn(province)
  return rings.map((ring) => ring.map(([x, y]) => [x! - 110 + longitude, y! + 7.5 + latitude]))
}

/** The outline that is kept of a region. */
export const shapeOf = (code: string) => db.connection().from('region_shapes').where('region_code', code).first()

/** A name as somebody wrote it who held a key too long. */
export const misspelled = (name: string) => `${name.slice(0, 2)}${name.slice(2, 3)}${name.slice(2)}`
