import { validate as isUuid } from 'uuid'
import { formatDate, type CalendarDate } from '#domain/calendar_date'
import { tryParseDate } from '#domain/date_text'
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
  /** The first and the last day, as dates are written here, or as typed where they cannot be read. */
  days: readonly [from: string, until: string]
  /** A day that was typed and cannot be read. */
  unreadable: string | null
  /** The account, the region or a day that was typed is unknown, so that nothing can be found. */
  nobody: boolean
}

/** Reads `sumber`, `pengguna` (login or id), `aksi`, `wilayah` (code; a province stands for its regencies too), `objek`, `dari` and `sampai`. */
export async function readLogFilters(tx: Tx, asked: Readonly<Record<string, unknown>>): Promise<AskedLog> {
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 100) : '')
  const [from, until] = [text('dari'), text('sampai')].map((typed) => ({ typed, date: typed ? tryParseDate(typed) : null }))
  const unreadable = [from!, until!].find(({ typed, date }) => typed !== '' && date === null)?.typed ?? null
  const [user, named, action] = [text('pengguna'), text('wilayah'), text('aksi')]
  const place = dotted(named)
  const id = user === '' ? null : isUuid(user) ? user.toLowerCase() : await accountId(tx, user)
  const regions = place === '' ? null : await regionsOf(tx, place)
  return {
    ...{ user, place, days: [shown(from!), shown(until!)], unreadable },
    nobody: (user !== '' && id === null) || regions?.length === 0 || unreadable !== null,
    filters: {
      source: LOG_SOURCES.find((known) => known === text('sumber')) ?? 'activities',
      ...{ user: id, regions, action: /^[a-z0-9_.]{1,80}$/.test(action) ? action : null, object: text('objek') || null },
      ...{ from: from!.date, until: until!.date },
    },
  }
}

function shown({ typed, date }: { typed: string; date: CalendarDate | null }): string {
  return date ? formatDate(date) : typed
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
