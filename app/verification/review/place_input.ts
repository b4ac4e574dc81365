import { parseCoordinates, parseLatitude, parseLongitude, pastedPair } from '#domain/coordinates'
import { DomainError } from '#domain/domain_error'
import type { Instrument, RowGroup, Value } from '../instrument.js'
import type { Reading, TypedRow } from './typed_rows.js'

/** What the boxes of a place hold, by variable; a fault stands at one of them. */
interface PlaceRead {
  values: Record<string, Value | undefined>
  fault?: { variable: string; error: DomainError }
}

/**
 * Answers of a row with its place in them: "lat, long" pasted into the first box fills both, half a place is none. What cannot be read is
 * told at the box.
 *
 * @param nameOf name of the input of a variable
 */
export function withPlace(
  instrument: Instrument,
  { group, asked, values }: Pick<TypedRow, 'group' | 'asked' | 'values'>,
  nameOf: (variable: string) => string,
  { posted, errors, locale }: Reading,
): ReadonlyMap<string, Value | undefined> {
  const read = readPlace(instrument, group, (variable) => {
    const text = asked.some(({ name }) => name === variable) ? posted[nameOf(variable)] : undefined
    return typeof text === 'string' ? text : undefined
  })
  if (!read) return values
  for (const variable of Object.values(instrument.summary.coordinates!)) delete errors[nameOf(variable)]
  if (read.fault) errors[nameOf(read.fault.variable)] = read.fault.error.reason(locale)
  return new Map([...values, ...Object.entries(read.values)])
}

/** Null where the row asks for none. */
function readPlace(
  { root, summary }: Instrument,
  group: RowGroup,
  textOf: (variable: string) => string | undefined,
): PlaceRead | null {
  const boxes = group === root ? summary.coordinates : undefined
  if (!boxes) return null
  const [latitude, longitude] = [textOf(boxes.latitude), textOf(boxes.longitude)]
  if (latitude === undefined && longitude === undefined) return null
  try {
    return { values: valuesOf(boxes, latitude, longitude) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const isLongitude = error.code === 'E_LONGITUDE' || (error.code === 'E_COORDINATE_HALF' && !longitude?.trim())
    return { values: {}, fault: { variable: isLongitude && longitude !== undefined ? boxes.longitude : boxes.latitude, error } }
  }
}

function valuesOf(boxes: { latitude: string; longitude: string }, latitude: string | undefined, longitude: string | undefined) {
  if (latitude === undefined) return { [boxes.longitude]: parseLongitude(longitude!) ?? undefined }
  if (longitude === undefined && !pastedPair(latitude)) return { [boxes.latitude]: parseLatitude(latitude) ?? undefined }
  const place = parseCoordinates(latitude, longitude ?? '')
  return { [boxes.latitude]: place?.latitude, [boxes.longitude]: place?.longitude }
}
