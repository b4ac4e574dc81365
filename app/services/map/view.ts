import type { I18n } from '@adonisjs/i18n'
import { MINISTRY_ZONE } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import type { MapFigure, MapLayer } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import type { Sight } from '#services/accounts/sight'
import { childrenOf } from '#services/regions'
import { query, scope, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { lastDayOfWork, type Calendar } from '#verification/periods/phase'
import { mapFigures, type Listed, type MapFigures } from './areas.js'
import { inOrder, readAreaSort, type AreaSort } from './area_sort.js'
import { areasOf } from './area_list.js'
import { hasLayers, mapModules, type MapModule, type ShownLayer } from './layers.js'
import { mapPlace, regenciesOf, type MapPlace } from './place.js'
import { shapeNotes, type ShapeNotes } from './shape_notes.js'

/** What an address asks the map for, as it was typed. */
export interface MapQuery {
  modul?: unknown
  lapis?: unknown
  wilayah?: unknown
  /** The regency, as addresses of modules name it. */
  regency?: unknown
  tingkat?: unknown
  periode?: unknown
  banding?: unknown
  urut?: unknown
}

export interface MapReader extends Pick<Sight, 'scope' | 'can'> {
  /** Region of the account. */
  own: string
  i18n: I18n
}

export interface MapPeriod {
  id: string
  name: string
  /** Last day of imports and edits, unless a regency was granted more. */
  until: string
  edition: string
  decree: string
}

export interface MapView {
  modules: MapModule[]
  module: MapModule
  layer: ShownLayer & Pick<MapLayer, 'measure' | 'unit'>
  place: MapPlace
  periods: MapPeriod[]
  period: MapPeriod | null
  compared: MapPeriod | null
  figures: MapFigures
  sort: AreaSort
  shapes: ShapeNotes
}

/**
 * All that a map page shows, and all that its file holds: one reading for both. Null where every module that the person may see on the map
 * is off at the place.
 *
 * @throws NotFound for a module, layer, place or period that the person has not
 */
export async function mapView(reader: MapReader, asked: MapQuery): Promise<MapView | null> {
  const place = await mapPlace(reader.scope, reader.own, asked.wilayah ?? asked.regency, asked.tingkat)
  const below = place.region?.level === 1 ? await childrenOf(place.region.code) : []
  const isOn = ({ regencies }: MapModule) => place.region === null || regenciesOf(place, below, regencies).length > 0
  const modules = (await mapModules(reader, reader.i18n)).filter(isOn)
  if (modules.length === 0 && !asked.modul && registry.all().some((plugin) => hasLayers(plugin, reader.can))) return null
  const module = chosen(modules, asked.modul, ({ path }) => path)
  const shown = chosen(module.layers, asked.lapis, ({ id }) => id)
  const layer = await shown.load()
  return scope.run(reader.scope, async (tx) => {
    const list = await areasOf(tx, place)
    const regencies = regenciesOf(place, list.regencies, module.regencies)
    const periods = await periodsOf(tx, module.name, regencies)
    const period = asked.periode ? chosen(periods, asked.periode, ({ id }) => id) : (periods[0] ?? null)
    const compared = asked.banding ? chosen(periods, asked.banding, ({ id }) => id) : null
    const figuresIn = (of: MapPeriod | null) => figuresOf(tx, layer, place, regencies, of, isPeriodic(module.name))
    const [now, before] = [await figuresIn(period), compared ? await figuresIn(compared) : null]
    const listed = [...list.areas, ...moved(list.areas, now, before)]
    const figures = mapFigures(listed, layer.measure, now, before, shown.exact)
    const sort = readAreaSort(asked.urut)
    return {
      ...{ modules, module, place, periods, period, compared },
      layer: { ...shown, measure: layer.measure, unit: layer.unit },
      figures: { ...figures, areas: inOrder(figures.areas, sort) },
      sort,
      shapes: await shapeNotes(tx, place),
    }
  })
}

/** The asked one, else the first. @throws NotFound where there is none, or not the asked one */
function chosen<T>(among: readonly T[], asked: unknown, keyOf: (one: T) => string): T {
  const found = asked === undefined || asked === '' || asked === null ? among[0] : among.find((one) => keyOf(one) === asked)
  if (!found) throw new NotFound()
  return found
}

function isPeriodic(module: string): boolean {
  return registry.modules().some(({ name }) => name === module)
}

/** Periods that any of the regencies takes part in, newest first. What one regency was granted is said of it alone. */
async function periodsOf(tx: Tx, module: string, regencies: readonly string[]): Promise<MapPeriod[]> {
  const rows = await query<Omit<MapPeriod, 'until'> & Omit<Calendar, 'zone'>>(
    tx,
    `select p.id, p.name, e.name as edition, e.decree, p.opens_on as "opensOn", p.until_on as "untilOn",
       p.finalise_days as "finaliseDays", p.closed_at as "closedAt", f.granted as "grantedUntil"
     from periods p join editions e on e.id = p.edition_id
     join lateral (select count(*) as regencies, case when count(*) = 1 then max(f.until_on) end as granted from finalisations f
       where f.period_id = p.id and f.regency_code = any (?)) f on f.regencies > 0
     where p.module = ? and p.state <> 'opening' order by p.opens_on desc, p.created_at desc, p.id desc`,
    [regencies, module],
  )
  await loadZones()
  const zone = regencies.length === 1 ? zoneOf(regencies[0]) : MINISTRY_ZONE
  return rows.map(({ id, name, edition, decree, ...calendar }) => ({
    ...{ id, name, edition, decree },
    until: lastDayOfWork({ ...calendar, zone }),
  }))
}

async function figuresOf(
  tx: Tx,
  layer: MapLayer,
  place: MapPlace,
  regencies: readonly string[],
  period: MapPeriod | null,
  periodic: boolean,
): Promise<Readonly<Record<string, MapFigure>>> {
  if (periodic && !period) return {}
  const taking = period ? await takingPart(tx, period.id, regencies) : regencies
  if (taking.length === 0) return {}
  const district = place.region?.level === 3 ? place.region.code : null
  return layer.figures({ tx, level: place.level, regencies: taking, district, period })
}

async function takingPart(tx: Tx, period: string, regencies: readonly string[]): Promise<string[]> {
  const rows = await query<{ code: string }>(
    tx,
    'select regency_code as code from finalisations where period_id = ? and regency_code = any (?) order by 1',
    [period, regencies],
  )
  return rows.map(({ code }) => code)
}

/** Regions that the list of regions has moved away since, with the records they still have in a period. */
function moved(listed: readonly Listed[], ...periods: readonly (Readonly<Record<string, MapFigure>> | null)[]): Listed[] {
  const known = new Set(listed.map(({ code }) => code))
  const codes = periods.flatMap((figures) =>
    Object.entries(figures ?? {}).flatMap(([code, { part }]) => (part > 0 ? [code] : [])),
  )
  return [...new Set(codes)].filter((code) => !known.has(code)).map((code) => ({ code, name: code, parent: null, href: null }))
}
