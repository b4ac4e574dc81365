import { isCoordinates } from '#domain/coordinates'
import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'

/** Places of a regency's records, for the map. */
export interface RecordPoints {
  /** Each record that is drawn, with its village, in degrees. */
  placed: PlacedRecord[]
  /** Longitude and latitude of each in hundred-thousandths of a degree (about a metre), one after the other, sorted and without keys. */
  points: number[]
  /** Records without a place. */
  without: number
  /** Records whose place cannot be drawn, at most `NAMED` of them, and how many there are. */
  bad: { key: string; registerId: string | null; latitude: number | null; longitude: number | null }[]
  badTotal: number
}

export interface PlacedRecord {
  key: string
  registerId: string | null
  village: string | null
  latitude: number
  longitude: number
}

/** A record at one spot of the map. */
export interface RecordAt {
  key: string
  registerId: string | null
  name: string | null
  village: string
}

export const PER_DEGREE = 100_000
export const NAMED = 20
const AT_ONE_SPOT = 50
/** Indonesia with its sea: a place outside it was typed wrongly. */
export const HOME = { west: 94, east: 142, south: -12, north: 7 }

interface Row {
  key: string
  registerId: string | null
  village: string | null
  latitude: number | null
  longitude: number | null
  x: number | null
  y: number | null
}

/** A place on the grid of the points, told by the database alone: its decimals and ours round a half differently. */
const ON_GRID = (degrees: string) => `cast(round(${degrees} * ${PER_DEGREE}) as double precision)`

/** Where records are: from the working copy where there is one, else from the edition, as in the lists. */
export function placesSql(place: Place): string | null {
  const { coordinates } = place.module.instrument.summary
  if (!coordinates) return null
  const { base, updates } = tableNames(place.module.instrument)
  const { latitude, longitude } = coordinates
  return `
    select u.key, u.${latitude} as latitude, u.${longitude} as longitude from ${updates} u
      where u.period_id = :period and u.regency_code = :regency
    union all
    select b.key, b.${latitude}, b.${longitude} from ${base} b
      where b.edition_id = :edition and b.regency_code = :regency and not exists (
        select 1 from ${updates} u where u.period_id = :period and u.regency_code = :regency and u.key = b.key)`
}

const bindings = ({ periodId, editionId, regency }: Place) => ({ period: periodId, edition: editionId, regency })

/** Null for a module whose records have no place. */
export async function recordPoints(tx: Tx, place: Place): Promise<RecordPoints | null> {
  const places = placesSql(place)
  if (!places) return null
  const { current } = tableNames(place.module.instrument)
  const located = await query<Row>(
    tx,
    `select p.key, c.register_id as "registerId", c.village_code as village, p.latitude, p.longitude,
       ${ON_GRID('p.longitude')} as x, ${ON_GRID('p.latitude')} as y
     from (${places}) p left join ${current} c on c.period_id = :period and c.regency_code = :regency and c.key = p.key
     where p.latitude is not null or p.longitude is not null`,
    bindings(place),
  )
  const [{ total } = { total: 0 }] = await query<{ total: number }>(
    tx,
    `select count(*) as total from (${places}) p`,
    bindings(place),
  )
  const good = located.filter(isDrawable)
  const bad = located.filter((row) => !isDrawable(row))
  const spots = good.map(({ x, y }) => [x, y] as const).sort(([x1, y1], [x2, y2]) => x1 - x2 || y1 - y2)
  return {
    ...{ points: spots.flat(), without: total - located.length, badTotal: bad.length },
    bad: bad.slice(0, NAMED).map(({ key, registerId, latitude, longitude }) => ({ key, registerId, latitude, longitude })),
    placed: good,
  }
}

/** The records at a spot, the ones of a shared house among them; 50 at most. */
export async function recordsAt(tx: Tx, place: Place, [x, y]: readonly [number, number]): Promise<RecordAt[]> {
  const places = placesSql(place)
  if (!places) return []
  const { current } = tableNames(place.module.instrument)
  return query<RecordAt>(
    tx,
    `select c.key, c.register_id as "registerId", c.name, c.village_code as village from (${places}) p
       join ${current} c on c.period_id = :period and c.regency_code = :regency and c.key = p.key
     where ${ON_GRID('p.longitude')} = :x and ${ON_GRID('p.latitude')} = :y
     order by c.name_key, c.key limit ${AT_ONE_SPOT}`,
    { ...bindings(place), x, y },
  )
}

function isDrawable(row: Row): row is Row & PlacedRecord & { x: number; y: number } {
  const { latitude, longitude } = row
  if (!isCoordinates(latitude, longitude)) return false
  return longitude! >= HOME.west && longitude! <= HOME.east && latitude! >= HOME.south && latitude! <= HOME.north
}
