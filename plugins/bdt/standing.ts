import { query, records, type ModuleBlocker, type Place, type Tx } from '#core/plugin'
import { REFERRING } from './outcomes.js'

interface Pair {
  key: string
  name: string | null
  village: string
  other: string
}

/** What stands against finalising: two households of which each was accepted to leave as the double or a part of the other, so that neither would be kept. */
export async function standing(tx: Tx, place: Place, limit: number): Promise<{ list: ModuleBlocker[]; total: number }> {
  const { updates } = records.tables(place)
  const pairs = await query<Pair>(
    tx,
    `with gone as materialized (
       select u.key, u.nama_krt as name, u.village_code as village, u.idbdt, upper(trim(u.data_idbdt_double_dengan)) as named from ${updates} u
       where u.period_id = :period and u.regency_code = :regency and u.state = 'accepted' and u.outcome = any (:outcomes)),
     known as (select key, upper(key) as name from gone union select key, upper(idbdt) from gone where idbdt is not null),
     refers as materialized (select g.key, k.key as other from gone g join known k on k.name = g.named)
     select g.key, g.name, g.village, coalesce(o.idbdt, o.key) as other from refers a join refers b on b.key = a.other and b.other = a.key
       join gone g on g.key = a.key join gone o on o.key = a.other
     where a.key < a.other order by g.village, g.key`,
    { period: place.periodId, regency: place.regency, outcomes: [...REFERRING] },
  )
  const list = pairs.slice(0, limit).map(({ key, name, village, other }): ModuleBlocker => ({
    ...{ id: `ganda:${key}`, record: { key, name }, village, href: `/bdt/ruta/${encodeURIComponent(key)}` },
    message: { key: 'bdt.standing.mutual', params: { other } },
  }))
  return { list, total: pairs.length }
}
