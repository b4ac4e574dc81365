import { query, records, type Place, type Tx } from '#core/plugin'
import { outcomesThat } from '../outcomes.js'
import { ownedSql } from './owned.js'

/** A family that stands twice by its family card, a person by his NIK, a card or account by its number. */
export const TWIN_KINDS = ['family', 'person', 'card'] as const
export type TwinKind = (typeof TWIN_KINDS)[number]

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

const NUMBER = { family: 'kk', person: 'nik' } as const

/** SQL of every pair of one kind as `key` and `other`, the smaller key first. What was taken off the list is no double any more. */
export function pairsSql(place: Place, kind: TwinKind): string {
  return kind === 'card' ? cardsSql(place, 'all') : sharingSql(place, NUMBER[kind])
}

export function pairBindings({ periodId: period, editionId: edition, regency }: Place) {
  return { period, edition, regency, freeing: outcomesThat('frees') }
}

/**
 * Two families of this period with one card or one account of which one was touched: they stand against finalising. By village and name
 * of the first.
 */
export async function touchedCardTwins(tx: Tx, place: Place): Promise<TwinPair[]> {
  const rows = await query<PairRow>(
    tx,
    `with pairs as materialized (${cardsSql(place, 'touched')})
     select p.key, p.other, ${twinColumns} from pairs p ${twinJoins(place, 'p')} order by a.village_code, a.name_key, p.key, p.other`,
    pairBindings(place),
  )
  return rows.map(pairOf)
}

export interface PairRow {
  key: string
  other: string
  kpm: string | null
  name: string | null
  village: string
  otherKpm: string | null
  otherName: string | null
  otherVillage: string
}

/** SQL of what the list shows of both sides of a pair, and the joins that give it. */
export const twinColumns = `a.register_id as kpm, a.name, a.village_code as village, b.register_id as "otherKpm", b.name as "otherName", b.village_code as "otherVillage"`
export function twinJoins(place: Place, pair: string): string {
  const { current } = records.tables(place)
  const side = (alias: string, key: string) =>
    `left join ${current} ${alias} on ${alias}.period_id = :period and ${alias}.regency_code = :regency and ${alias}.key = ${pair}.${key}`
  return `${side('a', 'key')} ${side('b', 'other')}`
}

export function pairOf({ key, other, kpm, name, village, otherKpm, otherName, otherVillage }: PairRow): TwinPair {
  return { one: { key, kpm, name, village }, other: { key: other, kpm: otherKpm, name: otherName, village: otherVillage } }
}

/** An index over the number makes this a matter of the doubles alone. */
function sharingSql(place: Place, column: 'nik' | 'kk'): string {
  const { people } = records.tables(place)
  return `with shared as materialized (
      select p.${column} as number from ${people} p where p.period_id = :period and p.regency_code = :regency and p.stays
        and p.${column} is not null and ${ownedSql(`p.${column}`)}
      group by p.${column} having count(distinct p.record_key) > 1)
    select distinct a.record_key as key, b.record_key as other from ${people} a
    join ${people} b on b.period_id = a.period_id and b.regency_code = a.regency_code and b.${column} = a.${column} and b.record_key > a.record_key and b.stays
    where a.period_id = :period and a.regency_code = :regency and a.stays and a.${column} = any (array(select number from shared))`
}

function cardsSql(place: Place, which: 'all' | 'touched'): string {
  const { current, base, updates } = records.tables(place)
  const standing = `c.period_id = :period and c.regency_code = :regency and not (c.state in ('received', 'accepted') and c.outcome = any (:freeing))
    and not (c.kind = 'new' and c.state in ('rejected', 'withdrawn')) and c.outcome <> 'cancelled'`
  const numbers = (table: string, at: string, alias: string) =>
    `select ${alias}.key, n.number from ${table} ${alias} cross join lateral (values (${alias}.no_kks), (${alias}.no_rekening)) n(number)
     where ${at} and n.number is not null`
  return `with held as materialized (
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
    join held b on b.number = a.number and b.key <> a.key ${which === 'touched' ? 'where a.touched' : ''}`
}
