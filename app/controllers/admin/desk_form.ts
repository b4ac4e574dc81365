import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import { isCalendarDate } from '#domain/calendar_date'
import { validate as isUuid } from 'uuid'
import { showMoment } from '#services/format'
import { loadZones, zoneOf } from '#services/zones'

/** Texts of a form by name; what was not sent is empty. */
export function texts<N extends string>({ request }: HttpContext, names: readonly N[]): Record<N, string> {
  return Object.fromEntries(names.map((name) => [name, String(request.input(name, '') ?? '').slice(0, 2000)])) as Record<
    N,
    string
  >
}

/** Writes moments on the wall of the person's own zone, for sentences. */
export async function wallOf({ auth }: HttpContext): Promise<(at: Date) => string> {
  await loadZones()
  const zone = zoneOf(auth.user!.regionCode)
  return (at) => showMoment(zone, at)
}

/** Content and name of the file chosen in a field; null where none was. */
export async function chosenFile({ request }: HttpContext, field: string): Promise<{ content: Buffer; name: string } | null> {
  const file = request.file(field)
  if (!file?.tmpPath || file.size === 0) return null
  return { content: await readFile(file.tmpPath), name: file.clientName }
}

/** As PostgreSQL writes a moment. */
const MOMENT = /^([12]\d{3}-\d\d-\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-](?:0\d|1[0-5])(?::[0-5]\d)?$/

/** `moment~id` of an address; null for anything else. */
export function cursorOf(text: unknown): { at: string; id: string } | null {
  const [at = '', id = ''] = typeof text === 'string' ? text.split('~') : []
  const day = MOMENT.exec(at)?.[1]
  return day !== undefined && isCalendarDate(day) && isUuid(id) ? { at, id } : null
}

export function writtenCursor(cursor: { at: string; id: string } | null): string | null {
  return cursor && `${cursor.at}~${cursor.id}`
}
