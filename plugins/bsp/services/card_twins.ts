import { query, records, type Place, type Tx } from '#core/plugin'
import { outcomesThat } from '../outcomes.js'

/** A family as a pair of doubles shows it. */
export interface Twin {
  key: string
  kpm: string | null
  name: string | null
  village: string
}

export interface TwinPair {
  one: Twin
  other: Twin
}

interface Row {
  key: string
  other: string
}

/**
 * Two families of the list with one card or one account: every pair, or only those in which one was touched in this period. Both sides
 * stand on the list; what was taken off it is no double any more.
 */
export async function cardTwins(tx: Tx, place: Place, which: 'all' | 'touched', limit = 500): Promise<TwinPair[]> {
  const { current, base, updates } = records.tables(place)
  const standing = `c.period_id = :period and c.regency_code = :regency and not (c.state in ('received', 'accepted') and c.outcome = any (:freeing))
    and not (c.kind = 'new' and c.state in ('rejected', 'withdrawn')) and c.outcome <> 'cancelled'`
  const numbers = (table: string, at: string, alias: string) =>
    `select ${alias}.key, n.number from ${table} ${alias} cross join lateral (values (${alias}.no_kks), (${alias}.no_rekening)) n(number)
     where ${at} and n.number is not null`
  const rows = await query<Row>(
    tx,
    `with held as materialized (
       select n.key, n.number, c.kind <> 'none' as touched from (
         ${numbers(updates, `u.period_id = :period and u.regency_code = :regency and u.state in ('received', 'accepted')`, 'u')}
         union all
         ${numbers(
           base,
           `b.edition_id = :edition and b.regency_code = :regency and not exists (select 1 from ${updates} u
            where u.period_id = :period and u.regency_code = :regency and u.key = b.key and u.state in ('received', 'accepted'))`,
           'b',
         )}) n
       join ${current} c on c.key = n.key and ${standing}),
     shared as materialized (select number from held group by number having count(distinct key) > 1)
     select distinct least(a.key, b.key) as key, greatest(a.key, b.key) as other from held a join shared s on s.number = a.number
     join held b on b.number = a.number and b.key <> a.key ${which === 'touched' ? 'where a.touched' : ''} order by 1, 2 limit :limit`,
    {
      ...{ period: place.periodId, edition: place.editionId, regency: place.regency, freeing: outcomesThat('frees'), limit },
    },
  )
  return pairsOf(tx, place, rows)
}

/** Pairs of keys with what the list shows of each. */
export async function pairsOf(tx: Tx, place: Place, pairs: readonly Row[]): Promise<TwinPair[]> {
  const { current } = records.tables(place)
  const keys = [...new Set(pairs.flatMap(({ key, other }) => [key, other]))]
  const rows = await query<Twin>(
    tx,
    `select key, register_id as kpm, name, village_code as village from ${current} where period_id = ? and regency_code = ? and key = any (?)`,
    [place.periodId, place.regency, keys],
  )
  const found = new Map(rows.map((row) => [row.key, row]))
  return pairs.flatMap(({ key, other }) => {
    const [one, second] = [found.get(key), found.get(other)]
    return one && second ? [{ one, other: second }] : []
  })
}
