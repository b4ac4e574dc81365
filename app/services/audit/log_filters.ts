import { validate as isUuid } from 'uuid'
import { tryParseDate } from '#domain/date_text'
import { query, type Tx } from '#services/scope'
import { accountId, LOG_SOURCES, type LogFilters } from './log.js'

/** The filters of an address, and what of it was typed. */
export interface AskedLog {
  filters: LogFilters
  /** Login or id of an account, as typed. */
  user: string
  /** Code of a region, as typed. */
  place: string
  /** The account or the region that was typed is unknown, so that nothing can be found. */
  nobody: boolean
}

/** Reads `sumber`, `pengguna` (login or id), `aksi`, `wilayah` (code; a province stands for its regencies too), `objek`, `dari` and `sampai`. */
export async function readLogFilters(tx: Tx, asked: Readonly<Record<string, unknown>>): Promise<AskedLog> {
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 100) : '')
  const day = (name: string) => (text(name) ? tryParseDate(text(name)) : null)
  const [user, place, action] = [text('pengguna'), text('wilayah'), text('aksi')]
  const id = user === '' ? null : isUuid(user) ? user.toLowerCase() : await accountId(tx, user)
  const regions = place === '' ? null : await regionsOf(tx, place)
  return {
    ...{ user, place, nobody: (user !== '' && id === null) || regions?.length === 0 },
    filters: {
      source: LOG_SOURCES.find((known) => known === text('sumber')) ?? 'activities',
      ...{ user: id, regions, action: /^[a-z0-9_.]{1,80}$/.test(action) ? action : null, object: text('objek') || null },
      ...{ from: day('dari'), until: day('sampai') },
    },
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
