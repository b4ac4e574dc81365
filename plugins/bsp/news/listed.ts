import type { Numbered } from '#plugins/bdt/api'
import { query, records, type Place, type Tx } from '#core/plugin'

/** A person of the list whom the register tells something of. */
export interface Listed {
  record: string
  member: string
  name: string | null
  nik: string | null
  id: string | null
  holder: boolean
  /** The record is only proposed: it is withdrawn, not taken off the list. */
  proposed: boolean
  /** Active members of the family. */
  members: number
}

/** Starts the kind of a news about a family that is only proposed. */
export const PROPOSED = 'proposed_'

/** Active members of the list who are one of these persons, by member identifier or NIK. */
export function listedAs(tx: Tx, place: Place, persons: readonly Numbered[]): Promise<Listed[]> {
  const { current, people } = records.tables(place)
  const here = 'p.period_id = :period and p.regency_code = :regency and p.active and p.stays'
  const given = (pick: (person: Numbered) => string | null) => persons.flatMap((person) => pick(person) ?? [])
  return query<Listed>(
    tx,
    `with found as (
       select p.record_key, p.key from ${people} p where ${here} and p.nik = any (:niks)
       union select p.record_key, p.key from ${people} p where ${here} and p.register_id = any (:ids))
     select p.record_key as record, p.key as member, p.name, p.nik, p.register_id as id, coalesce(p.relation = 1, false) as holder,
       exists (select 1 from ${current} c where c.period_id = p.period_id and c.regency_code = p.regency_code and c.key = p.record_key
         and c.kind = 'new') as proposed,
       (select count(*)::int from ${people} o where o.period_id = p.period_id and o.regency_code = p.regency_code and o.record_key = p.record_key
         and o.active and o.stays) as members
     from found f join ${people} p on ${here} and p.record_key = f.record_key and p.key = f.key`,
    { period: place.periodId, regency: place.regency, niks: given(({ nik }) => nik), ids: given(({ id }) => id) },
  )
}

/** One number is enough: a NIK may have been filled in or corrected in one register and not in the other, and a person decides on every proposal. */
export function isSame(row: Listed, { nik, id }: Numbered): boolean {
  return (row.nik !== null && row.nik === nik) || (row.id !== null && row.id === id)
}

/** The record as it now stands: the working copy that was not dismissed, else the edition's. */
export async function recordOf(tx: Tx, place: Place, key: string) {
  const working = (await records.working(tx, place, [key])).get(key)
  if (working && (working.kind === 'new' || ['received', 'accepted', 'returned'].includes(working.state))) return working
  const doc = (await records.base(tx, place, [key])).get(key)
  return doc && { doc, kind: 'repair' as const, version: working?.version ?? 0, sourceFileId: null }
}
