import { validate as isUuid } from 'uuid'
import { addDays, formatDate } from '#domain/calendar_date'
import { tryParseDate } from '#domain/date_text'
import { MINISTRY_ZONE, startOfDay } from '#domain/zone'
import { dotted } from '#services/named_region'
import { query, type Tx } from '#services/scope'
import { accountId, LOG_SOURCES, type LogFilters } from './log.js'

/** The filters of an address, and what of it was typed. */
export interface AskedLog {
  filters: LogFilters
  /** Login or id of an account, as typed. */
  user: string
  /** Code of a region, as typed. */
  place: string
  /** Begin and end of the span, as days and minutes are written here, or as typed where they cannot be read. */
  span: readonly [from: string, until: string]
  /** Why nothing can be found: what was typed and names no account, no region or no time, and a span that ends before it begins. */
  faults: readonly { fault: 'user_unknown' | 'region_unknown' | 'time_unreadable' | 'span_reversed'; text: string }[]
}

/**
 * Reads `sumber`, `pengguna` (login or id), `aksi`, `wilayah` (code; a province stands for its regencies too), `objek`, `dari` and
 * `sampai`: days or minutes of the ministry's clock, both included.
 */
export async function readLogFilters(tx: Tx, asked: Readonly<Record<string, unknown>>): Promise<AskedLog> {
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 100) : '')
  const [from, until] = [readTime(text('dari')), readTime(text('sampai'))]
  const [user, named, action] = [text('pengguna'), text('wilayah'), text('aksi')]
  const place = dotted(named)
  const id = user === '' ? null : isUuid(user) ? user.toLowerCase() : await accountId(tx, user)
  const regions = place === '' ? null : await regionsOf(tx, place)
  const faults: AskedLog['faults'] = [
    ...(user !== '' && id === null ? [{ fault: 'user_unknown' as const, text: user }] : []),
    ...(regions?.length === 0 ? [{ fault: 'region_unknown' as const, text: place }] : []),
    ...[from, until]
      .filter(({ shown, begins }) => shown !== '' && begins === null)
      .map(({ shown }) => ({ fault: 'time_unreadable' as const, text: shown })),
    ...(from.begins && until.ends && from.begins >= until.ends ? [{ fault: 'span_reversed' as const, text: until.shown }] : []),
  ]
  return {
    ...{ user, place, span: [from.shown, until.shown], faults },
    filters: {
      source: LOG_SOURCES.find((known) => known === text('sumber')) ?? 'activities',
      ...{ user: id, regions, action: /^[a-z0-9_.]{1,80}$/.test(action) ? action : null, object: text('objek') || null },
      ...{ from: from.begins, until: until.ends },
    },
  }
}

/** `27-11-2026`, a day in any spelling that dates have here, with `21.30` or `21:30` behind it or not. */
const MINUTE = /^(.*\S)\s+([01]?[0-9]|2[0-3])[.:]([0-5][0-9])$/
const MINUTE_MS = 60_000

/** A day or a minute as it is written here, with its first moment and the first one after it. */
function readTime(typed: string): { shown: string; begins: Date | null; ends: Date | null } {
  const [, before, hour, minute] = MINUTE.exec(typed) ?? []
  const day = typed === '' ? null : tryParseDate(before ?? typed)
  if (day === null) return { shown: typed, begins: null, ends: null }
  const midnight = startOfDay(MINISTRY_ZONE, day)
  if (!hour || !minute) return { shown: formatDate(day), begins: midnight, ends: startOfDay(MINISTRY_ZONE, addDays(day, 1)) }
  const begins = midnight.getTime() + (Number(hour) * 60 + Number(minute)) * MINUTE_MS
  return {
    shown: `${formatDate(day)} ${hour.padStart(2, '0')}.${minute}`,
    ...{ begins: new Date(begins), ends: new Date(begins + MINUTE_MS) },
  }
}

/** The region of the scope with its regencies; none for an unknown one. */
async function regionsOf(tx: Tx, place: string): Promise<string[]> {
  const rows = await query<{ code: string }>(
    tx,
    `select code from unnest(cast(:scope as text[])) own(code) where code = :place
     union select r.code from regions r where r.parent = :place and r.level = 2 and r.code = any (:scope)`,
    { scope: tx.scope.regions, place },
  )
  return rows.map(({ code }) => code)
}
