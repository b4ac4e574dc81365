import { mapFigures, type Listed, type MapFigures } from '#services/map/areas'
import { shapeNotes, type ShapeNotes } from '#services/map/shape_notes'
import { mapPlace } from '#services/map/place'
import type { MapFigure, MapLevel } from '#kernel/contributions'
import { NATIONAL, type Tx } from '#services/scope'
import type { RegencyProgress } from './national.js'

/** The figures of the progress page on the map: provinces for the ministry, regencies for a province. */
export interface ProgressMap {
  level: MapLevel
  figures: MapFigures
  shapes: ShapeNotes
}

/**
 * @param own region of the reader's account
 * @param rows of every regency of his scope
 */
export async function progressMap(tx: Tx, own: string, rows: readonly RegencyProgress[]): Promise<ProgressMap> {
  const place = await mapPlace(tx.scope, own, own, own === NATIONAL ? 'province' : 'regency')
  const figures: Record<string, MapFigure> = {}
  const listed = new Map<string, Listed>()
  for (const { code, name, province, standing, touched, records } of rows) {
    const area = own === NATIONAL ? province : { code, name }
    listed.set(area.code, { ...area, parent: null, href: area.code })
    if (standing === 'off' || standing === 'absent') continue
    const sum = figures[area.code] ?? { part: 0, whole: 0 }
    figures[area.code] = { part: sum.part + touched, whole: (sum.whole ?? 0) + records }
  }
  const areas = [...listed.values()].sort((one, other) => (one.code < other.code ? -1 : 1))
  return { level: place.level, figures: mapFigures(areas, 'share', figures, null, true), shapes: await shapeNotes(tx, place) }
}
