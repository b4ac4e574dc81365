import { query, records, type Place, type Tx } from '#core/plugin'

/** A participant of this period whose card number another one who stays on the list has too. */
export interface CardTwin {
  key: string
  name: string | null
  village: string
  other: string
}

/** Looked up number by number through the indexes of cards, so that it costs what was touched and not the list. */
export function cardTwins(tx: Tx, place: Place, limit = 500): Promise<CardTwin[]> {
  const { current, people, base, updates } = records.tables(place)
  const here = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
  const stays = (key: string) => `exists (select 1 from ${people} p where ${here('p')} and p.record_key = ${key} and p.stays)`
  return query<CardTwin>(
    tx,
    `select u.key, c.name, c.village_code as village, coalesce(t.register_id, t.name, t.key) as other from ${updates} u
     join ${current} c on ${here('c')} and c.key = u.key
     cross join lateral (
       select o.key from ${updates} o where ${here('o')} and o.no_bpjs = u.no_bpjs and o.key <> u.key and o.state in ('received', 'accepted') and ${stays('o.key')}
       union
       select b.key from ${base} b where b.edition_id = :edition and b.regency_code = :regency and b.no_bpjs = u.no_bpjs and b.key <> u.key and ${stays('b.key')}
         and not exists (select 1 from ${updates} o where ${here('o')} and o.key = b.key and o.state in ('received', 'accepted'))
       limit 1) twin
     join ${current} t on ${here('t')} and t.key = twin.key
     where ${here('u')} and u.no_bpjs is not null and u.state in ('received', 'accepted') and ${stays('u.key')}
     order by c.village_code, c.name_key, u.key limit :limit`,
    { period: place.periodId, edition: place.editionId, regency: place.regency, limit },
  )
}
