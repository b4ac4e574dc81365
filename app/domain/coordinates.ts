import { DomainError } from './domain_error.js'
import { plainCell } from './plain_cell.js'

/** A place in decimal degrees, WGS 84. */
export interface Coordinates {
  latitude: number
  longitude: number
}

const NUMBER = '[+-]?[0-9]{1,3}(?:[.,][0-9]+)?'
const POINT_NUMBER = '[+-]?[0-9]{1,3}\\.[0-9]+'
/** What word processors make of a minus. */
const DASHES = /[\u2010-\u2015\u2212]/g
const SINGLE = new RegExp(`^${NUMBER}$`)
const PAIR = new RegExp(`^(${NUMBER})(?:\\s*;\\s*|,?\\s+|\\s+,\\s*)(${NUMBER})$`)
const TIGHT_PAIR = new RegExp(`^(${POINT_NUMBER}),(${POINT_NUMBER})$`)

/**
 * Reads the two boxes of a form. Decimals take a point or a comma; "lat, long" as map sites give it may be pasted into the
 * latitude box and then stands for both. Null when both are empty.
 * @throws DomainError `E_LATITUDE`, `E_LONGITUDE` or `E_COORDINATE_HALF`
 */
export function parseCoordinates(latitudeBox: string, longitudeBox: string): Coordinates | null {
  const [latitudeText, longitudeText] = pastedPair(latitudeBox) ?? [latitudeBox, longitudeBox]
  const latitude = parseLatitude(latitudeText)
  const longitude = parseLongitude(longitudeText)
  if (latitude === null && longitude === null) return null
  if (latitude === null || longitude === null) throw new DomainError('E_COORDINATE_HALF')
  return { latitude, longitude }
}

/** @throws DomainError `E_LATITUDE` */
export function parseLatitude(text: string): number | null {
  return degrees(tidy(text), 90, 'E_LATITUDE')
}

/** @throws DomainError `E_LONGITUDE` */
export function parseLongitude(text: string): number | null {
  return degrees(tidy(text), 180, 'E_LONGITUDE')
}

/** "lat, long" as map sites give it, parted; null for every other text. */
export function pastedPair(text: string): [latitude: string, longitude: string] | null {
  const plain = tidy(text)
  const match = PAIR.exec(plain) ?? TIGHT_PAIR.exec(plain)
  return match ? [match[1] ?? '', match[2] ?? ''] : null
}

/** Whether stored values can be drawn on a map; what an old import left behind may not be. */
export function isCoordinates(latitude: unknown, longitude: unknown): boolean {
  return within(latitude, 90) && within(longitude, 180)
}

/** @throws DomainError `E_ZOOM` unless a whole number from 1 to 19 */
export function parseZoom(text: string): number {
  const zoom = /^[0-9]{1,2}$/.test(text.trim()) ? Number(text) : 0
  if (zoom < 1 || zoom > 19) throw new DomainError('E_ZOOM')
  return zoom
}

function tidy(text: string): string {
  return plainCell(text).replace(DASHES, '-')
}

function degrees(text: string, most: number, fault: 'E_LATITUDE' | 'E_LONGITUDE'): number | null {
  if (text === '') return null
  const value = SINGLE.test(text) ? Number(text.replace(',', '.')) : Number.NaN
  if (!within(value, most)) throw new DomainError(fault)
  return value
}

function within(value: unknown, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most
}
