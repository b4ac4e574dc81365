import { query, records, type Tx } from '#core/plugin'

/** Short name of the event that some households have an accepted change; what it means for persons is asked with `departuresOf`. */
export const DEPARTURES = 'departures'

/** `merged`: the household was found to be another one, or a part of it. */
export type DepartureKind = 'died' | 'moved' | 'moved_within' | 'merged'

/** A person of the edition who left a household, by an update that the supervisor has accepted. */
export interface Departure {
  /** Key of the household. */
  household: string
  kind: DepartureKind
  /** The whole household left with him. */
  whole: boolean
  /** IDARTBDT; null where the edition gives none. */
  id: string | null
  nik: string | null
  name: string | null
  /** Of a merge: the household that stays, as the form names it. */
  into: string | null
}

const DECEASED = 2
const MOVED = 3

/**
 * Who left these households as they now stand; of one without an accepted update nobody. One statement that looks each of them up by its
 * key: rows written a moment ago have no statistics yet by which a join would be planned.
 */
export async function departuresOf(tx: Tx, regency: string, keys: readonly string[]): Promise<Departure[]> {
  const place = (await records.period(tx, 'bdt', regency))?.place
  if (!place || keys.length === 0) return []
  const { updates, updateGroup, baseGroup } = records.tables(place)
  return query<Departure>(
    tx,
    `with left_households as materialized (
       select u.key, u.outcome, u.data_idbdt_double_dengan as into from ${updates} u
       where u.period_id = :period and u.regency_code = :regency and u.key = any (:keys) and u.kind = 'repair' and u.state = 'accepted'
         and u.outcome in ('repaired', 'deceased', 'moved_out', 'moved_within', 'duplicate', 'part_of_other'))
     select u.key as household, u.outcome <> 'repaired' as whole, m.idartbdt as id, b.nik, b.nama as name, u.into,
       case when u.outcome in ('duplicate', 'part_of_other') then 'merged' when u.outcome = 'moved_within' then 'moved_within'
         when u.outcome = 'moved_out' or (u.outcome = 'repaired' and m.sta_keberadaan_art = ${MOVED}) then 'moved' else 'died' end as kind
     from left_households u
     cross join lateral (select * from ${updateGroup('members')} c
       where c.period_id = :period and c.regency_code = :regency and c.record_key = u.key offset 0) m
     cross join lateral (select * from ${baseGroup('members')} c
       where c.edition_id = :edition and c.regency_code = :regency and c.record_key = u.key and c.key = m.key offset 0) b
     where coalesce(b.sta_keberadaan_art not in (${DECEASED}, ${MOVED}), true)
       and (u.outcome <> 'repaired' or m.sta_keberadaan_art in (${DECEASED}, ${MOVED}))
     order by u.key, b.key`,
    { period: place.periodId, edition: place.editionId, regency, keys: [...keys] },
  )
}
