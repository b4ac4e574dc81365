import { query, type Tx } from '#services/scope'
import { activeSql } from '../store/standing.js'
import { tableNames, type Place } from '../store/index.js'

/** Codes by variable, of the persons of one record. */
export type Told = Readonly<Record<string, readonly number[]>>

/**
 * What the persons of each record answer to the questions that a prelist tells of (`summary.people.told`), each code once: of the working
 * copy where there is one, else of the edition.
 */
export async function toldOf(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, Told>> {
  const { instrument } = place.module
  const { people } = instrument.summary
  const told = people.told ?? []
  if (told.length === 0 || keys.length === 0) return new Map()
  const { updates, updateGroup, baseGroup } = tableNames(instrument)
  const answers = (table: string, here: string) =>
    `select p.record_key, ${told.map(({ variable }) => `p.${variable}`).join(', ')} from ${table} p
     where p.regency_code = :regency and p.record_key = any (:keys) and ${activeSql(instrument, 'p')} and ${here}`
  const rows = await query<Record<string, string | number | null>>(
    tx,
    `${answers(updateGroup(people.group), 'p.period_id = :period')}
     union all ${answers(
       baseGroup(people.group),
       `p.edition_id = :edition and not exists (select 1 from ${updates} u where u.period_id = :period and u.regency_code = :regency and u.key = p.record_key)`,
     )}`,
    { period: place.periodId, edition: place.editionId, regency: place.regency, keys },
  )
  const found = new Map<string, Told>()
  for (const [key, persons] of Map.groupBy(rows, (row) => String(row.record_key))) {
    const codes = told.map(({ variable, except }) => {
      const given = persons.flatMap((row) => (row[variable] === null ? [] : Number(row[variable])))
      return [variable, [...new Set(given)].filter((code) => !except?.includes(code)).sort((a, b) => a - b)] as const
    })
    found.set(key, Object.fromEntries(codes))
  }
  return found
}
