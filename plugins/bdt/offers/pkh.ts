import { query, records, type Tx } from '#core/plugin'

/** Short name of the event that some households have an accepted change; who receives PKH by it is asked with `newlyOnPkh`. */
export const PKH = 'pkh'

/** A person of the edition, who stays in a family that by an accepted update receives PKH, which the edition did not say. */
export interface PkhPerson {
  /** Key of the household. */
  household: string
  /** IDARTBDT; null where the edition gives none. */
  id: string | null
  nik: string | null
  name: string | null
}

const GONE = [2, 3].join(', ')

/** Who is on PKH in these households as they now stand: all of one that says so itself, else the family of a person who does. */
export async function newlyOnPkh(tx: Tx, regency: string, keys: readonly string[]): Promise<PkhPerson[]> {
  const place = (await records.period(tx, 'bdt', regency))?.place
  if (!place || keys.length === 0) return []
  const { base, updates, updateGroup, baseGroup } = records.tables(place)
  const inPeriod = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
  const inEdition = (alias: string) => `${alias}.edition_id = :edition and ${alias}.regency_code = :regency`
  const ofHousehold = (alias: string) => `coalesce(${alias}.sta_pkh = 1, false) or coalesce(${alias}.ada_pkh = 1, false)`
  return query<PkhPerson>(
    tx,
    `with told as materialized (
       select u.key, ${ofHousehold('u')} as pkh from ${updates} u
       where ${inPeriod('u')} and u.key = any (:keys) and u.kind = 'repair' and u.state = 'accepted')
     select t.key as household, m.idartbdt as id, b.nik, b.nama as name
     from told t
     cross join lateral (select * from ${base} c where ${inEdition('c')} and c.key = t.key offset 0) h
     cross join lateral (select * from ${updateGroup('members')} c where ${inPeriod('c')} and c.record_key = t.key offset 0) m
     cross join lateral (select * from ${baseGroup('members')} c where ${inEdition('c')} and c.record_key = t.key and c.key = m.key offset 0) b
     where coalesce(m.sta_keberadaan_art not in (${GONE}), true) and not (${ofHousehold('h')})
       and (t.pkh or exists (select 1 from ${updateGroup('members')} o
         where ${inPeriod('o')} and o.record_key = t.key and o.family_key = m.family_key and o.ada_pkh = 1))
       and not exists (select 1 from ${baseGroup('members')} o
         where ${inEdition('o')} and o.record_key = t.key and o.family_key = b.family_key and o.ada_pkh = 1)
     order by t.key, b.key`,
    { period: place.periodId, edition: place.editionId, regency, keys: [...keys] },
  )
}
