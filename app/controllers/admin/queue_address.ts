import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { tryParseDate } from '#domain/date_text'
import { registry } from '#kernel/registry'
import { QUEUE_STATES, type QueueCursor, type QueueFilters } from '#verification/finalise/desk/index'

const AGES = [3, 7, 14, 30]

/** The queue's filters as its address tells them; letters that wait unless another step is asked for, `semua` for all. */
export function queueFilters({ request }: Pick<HttpContext, 'request'>): QueueFilters {
  const qs = request.qs() as Record<string, unknown>
  const state = QUEUE_STATES.find((known) => known === qs.keadaan) ?? (qs.keadaan === 'semua' ? undefined : 'letter_uploaded')
  const code = (name: string) => (/^\d\d(\.\d\d)?$/.test(String(qs[name] ?? '')) ? String(qs[name]) : undefined)
  const [province, regency] = [code('provinsi'), code('kabupaten')]
  const module = registry.modules().find(({ name }) => name === qs.modul)?.name
  const days = AGES.find((known) => known === Number(qs.umur))
  return {
    ...(state ? { state } : {}),
    ...(province ? { province } : {}),
    ...(regency ? { regency } : {}),
    ...(module ? { module } : {}),
    ...(isUuid(qs.periode) ? { period: String(qs.periode) } : {}),
    ...(days ? { days } : {}),
    ...(qs.penerusan === 'belum' ? { due: true } : {}),
  }
}

/** The filters as query text, for links that keep them: `?provinsi=33`, or nothing. */
export function filterQuery(filters: QueueFilters): string {
  const { state, province, regency, module, period, days, due } = filters
  const entries = Object.entries({
    ...{ keadaan: state === 'letter_uploaded' ? undefined : (state ?? 'semua'), provinsi: province, kabupaten: regency },
    ...{ modul: module, periode: period, umur: days, penerusan: due ? 'belum' : undefined },
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return entries.length > 0 ? `?${new URLSearchParams(entries)}` : ''
}

/** As PostgreSQL writes a moment, and one that it reads again. */
const MOMENT = /^([12]\d{3}-\d\d-\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-](?:0\d|1[0-5])(?::[0-5]\d)?$/

export function queueCursor({ request }: Pick<HttpContext, 'request'>): QueueCursor | undefined {
  for (const [name, direction] of [
    ['sesudah', 'next'],
    ['sebelum', 'previous'],
  ] as const) {
    const [since = '', regency = '', period] = String(request.qs()[name] ?? '').split('~')
    const day = MOMENT.exec(since)?.[1]
    if (day && tryParseDate(day) === day && /^\d\d\.\d\d$/.test(regency) && isUuid(period)) {
      return { direction, since, regency, period: period! }
    }
  }
  return undefined
}

export function writtenCursor(cursor: QueueCursor | null): string | null {
  return cursor && `${cursor.since}~${cursor.regency}~${cursor.period}`
}

export const QUEUE_AGES: readonly number[] = AGES
