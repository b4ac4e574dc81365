import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { outcomesSql } from '#verification/store/standing'
import type { ModuleBlocker } from '#verification/cycle'

interface Lost {
  key: string
  name: string | null
  village: string
  /** What it names, as typed. */
  named: string
  /** Register ids or keys of those in whose circle it stands; null where it names nobody. */
  circle: string[] | null
}

const HERE = 'period_id = :period and regency_code = :regency'

/**
 * Records that were accepted to leave as the double of another one of which nothing would be kept: those that name each other in a circle,
 * told once for the whole circle, and those that name nobody of the result. One that names nobody at all is a matter of the module's rules.
 */
export async function lostDoubles(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { doubles, instrument, path } = place.module
  if (!doubles?.refers) return []
  const { updates, current } = tableNames(instrument)
  const answers = Object.entries(doubles.answers ?? {}).map(([variable, value]) => `u.${variable} = ${Number(value)}`)
  const rows = await query<Lost>(
    tx,
    `with recursive gone as materialized (
       select c.key, c.name, c.name_key, c.village_code as village, c.register_id, trim(u.${doubles.refers}) as named
       from ${current} c cross join lateral (select * from ${updates} where ${HERE} and key = c.key offset 0) u
       where c.period_id = :period and c.regency_code = :regency and c.kind <> 'none' and c.state = 'accepted' and c.outcome = any (:outcomes)
         and ${[`trim(u.${doubles.refers}) <> ''`, ...answers].join(' and ')}),
     stands as not materialized (select key, register_id from ${current}
       where ${HERE} and (kind <> 'new' or (state = 'accepted' and not outcome in ${outcomesSql(place.module, 'none')}))),
     refers as materialized (select g.key, o.key as other from gone g cross join lateral (
       select s.key from stands s where s.key = any (array[g.named, upper(g.named), lower(g.named)])
       union select s.key from stands s where s.register_id = any (array[g.named, upper(g.named), lower(g.named)])
       order by key limit 1) o),
     walk (start, at, seen) as (
       select key, other, array[key] from refers
       union all select w.start, r.other, w.seen || r.key from walk w join refers r on r.key = w.at where w.at <> all (w.seen)),
     circles as (select w.start as key, array_agg(coalesce(g.register_id, g.key) order by m.place) as circle
       from walk w cross join lateral unnest(w.seen[2:]) with ordinality m(key, place) join gone g on g.key = m.key
       where w.at = w.start and w.start = (select min(k) from unnest(w.seen) k) group by w.start)
     select g.key, g.name, g.village, g.named, c.circle from gone g left join circles c on c.key = g.key
     where c.key is not null or not exists (select 1 from refers r where r.key = g.key)
     order by g.village, g.name_key, g.key`,
    { period: place.periodId, regency: place.regency, outcomes: [doubles.outcome, ...(doubles.likewise ?? [])] },
  )
  return rows.map(({ key, name, village, named, circle }): ModuleBlocker => ({
    ...{
      id: `ganda:${key}`,
      record: { key, name },
      village,
      href: `/${path}/${place.module.paths.record}/${encodeURIComponent(key)}`,
    },
    message: circle
      ? { key: 'finalisation.doubles_circle', params: { others: circle.join(', ') } }
      : { key: 'finalisation.double_of_nobody', params: { named } },
  }))
}
