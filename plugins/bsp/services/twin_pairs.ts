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

/**
 * SQL of every pair of one kind as `key` and `other`, the smaller key first; `among`: only those of the records `:keys`. What was taken off the
 * list is no double any more.
 */
export function pairsSql(place: Place, kind: TwinKind, among: 'all' | 'keys' = 'all'): string {
  return kind === 'card' ? cardsSql(place, 'all', among) : sharingSql(place, NUMBER[kind], among)
}

export function pairBindings({ periodId: period, editionId: edition, regency }: Place) {
  return { period, edition, regency, freeing: outcomesThat('frees') }
}

/**
 * Two families of this period with the card of one as the account of the other, of which one was touched: they stand against finalising.
 * One card or one account in two families is a problem of their records (`setRules`). By village and name of the first.
 */
export async function touchedCrossTwins(tx: Tx, place: Place): Promise<TwinPair[]> {
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

/** Numbers that stand once are left out by their index alone; the others are few. */
function sharingSql(place: Place, column: 'nik' | 'kk', among: 'all' | 'keys'): string {
  const { people } = records.tables(place)
  const here = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
  const crowded =
    among === 'keys'
      ? `select p.${column} from ${people} p where ${here('p')} and p.record_key = any (:keys) and p.${column} is not null`
      : `select p.${column} from ${people} p where ${here('p')} and p.${column} is not null group by 1 having count(*) > 1`
  return `with shared as materialized (
      select p.${column} as number from ${people} p where ${here('p')} and p.${column} = any (array(${crowded})) and p.stays
        and ${ownedSql(`p.${column}`)} group by 1 having min(p.record_key) <> max(p.record_key))
    select distinct a.record_key as key, b.record_key as other from ${people} a
    join ${people} b on b.period_id = a.period_id and b.regency_code = a.regency_code and b.${column} = a.${column} and b.record_key > a.record_key and b.stays
    where ${here('a')} and a.stays and a.${column} = any (array(select number from shared))
      ${among === 'keys' ? 'and a.record_key = any (:keys) and b.record_key = any (:keys)' : ''}`
}

const CARD_NUMBERS = ['no_kks', 'no_rekening'] as const

function cardsSql(place: Place, which: 'all' | 'touched', among: 'all' | 'keys' = 'all'): string {
  const { current, base, updates } = records.tables(place)
  const standing = `c.period_id = :period and c.regency_code = :regency and not (c.state in ('received', 'accepted') and c.outcome = any (:freeing))
    and not (c.kind = 'new' and c.state in ('rejected', 'withdrawn')) and c.outcome <> 'cancelled'`
  const inForce = (alias: string) =>
    `${alias}.period_id = :period and ${alias}.regency_code = :regency and ${alias}.state in ('received', 'accepted')`
  const sources = [
    `${updates} n where ${inForce('n')}`,
    `${base} n where n.edition_id = :edition and n.regency_code = :regency
       and not exists (select 1 from ${updates} u where ${inForce('u')} and u.key = n.key)`,
  ].map((source) => (among === 'keys' ? `${source} and n.key = any (:keys)` : source))
  const numbers = (columns: (column: string) => string, where: (column: string) => string) =>
    CARD_NUMBERS.flatMap((column) =>
      sources.map((source) => `select ${columns(`n.${column}`)} from ${source} and ${where(`n.${column}`)}`),
    ).join(' union all ')
  const held = numbers(
    (column) => `n.key, ${column} as number, ${column === 'n.no_kks'} as card`,
    (column) => `${column} = any (array(select number from crowded))`,
  )
  return `with crowded as materialized (
      select number from (${numbers(
        (column) => `${column} as number`,
        (column) => `${column} is not null`,
      )}) n group by number having count(*) > 1),
    held as materialized (
      select n.key, n.number, n.card, c.kind <> 'none' as touched from (${held}) n join ${current} c on c.key = n.key and ${standing})
    select least(a.key, b.key) as key, greatest(a.key, b.key) as other from held a join held b on b.number = a.number and b.key <> a.key
    group by 1, 2 ${which === 'touched' ? 'having bool_or(a.touched) and not bool_or(a.card = b.card)' : ''}`
}
