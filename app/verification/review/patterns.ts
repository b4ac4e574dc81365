import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'

/** What updates have in common that can be decided alike: the outcome, and exactly which rules find something. */
export interface Pattern {
  kind: 'repair' | 'new'
  outcome: string
  /** Codes, sorted. */
  rules: readonly string[]
  village?: string | undefined
  district?: string | undefined
}

export interface CountedPattern extends Pattern {
  count: number
  /** Of those, how many nothing stands against. */
  clean: number
  villages: number
}

export interface PatternsOf {
  village?: string | undefined
  district?: string | undefined
}

const MOST = 200

/** SQL: the rules that find something in an update `u`, sorted. */
const RULES = `array(select distinct p ->> 'rule' from jsonb_array_elements(u.problems || u.set_problems) p order by 1)`

const received = ({ village, district }: PatternsOf) =>
  `u.period_id = :period and u.regency_code = :regency and u.state = 'received'
   ${village ? 'and c.village_code = :village' : ''} ${district ? 'and c.district_code = :district' : ''}`

function fromUpdates({ module }: Place): string {
  const { updates, current } = tableNames(module.instrument)
  return `${updates} u join ${current} c on c.period_id = u.period_id and c.regency_code = u.regency_code and c.key = u.key`
}

const bindingsOf = ({ periodId, regency }: Place, { village, district }: PatternsOf) => ({
  ...{ period: periodId, regency },
  ...(village ? { village } : {}),
  ...(district ? { district } : {}),
})

/** Updates that wait for a decision, by what they have in common, the most frequent first. */
export async function patternsOf(tx: Tx, place: Place, of: PatternsOf): Promise<CountedPattern[]> {
  return query<CountedPattern>(
    tx,
    `select p.kind, p.outcome, p.rules, cast(count(*) as int) as count,
       cast(count(*) filter (where p.blocking = 0 and not p.conflict) as int) as clean, cast(count(distinct p.village_code) as int) as villages
     from (select u.kind, u.outcome, ${RULES} as rules, c.blocking, c.conflict, c.village_code
       from ${fromUpdates(place)} where ${received(of)}) p
     group by p.kind, p.outcome, p.rules order by count(*) desc, p.kind, p.outcome, p.rules limit ${MOST}`,
    bindingsOf(place, of),
  )
}

/** Updates that wait for a decision, of all patterns together. */
export async function countWaiting(tx: Tx, place: Place, of: PatternsOf): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select cast(count(*) as int) as count from ${fromUpdates(place)} where ${received(of)}`,
    bindingsOf(place, of),
  )
  return row!.count
}

/** Keys of the updates of one pattern, at most `limit`. */
export async function keysOfPattern(tx: Tx, place: Place, pattern: Pattern, limit: number): Promise<string[]> {
  const rows = await query<{ key: string }>(
    tx,
    `select u.key from ${fromUpdates(place)} where ${received(pattern)} and u.kind = :kind and u.outcome = :outcome
       and ${RULES} = cast(:rules as text[]) order by u.key limit ${limit}`,
    { ...bindingsOf(place, pattern), kind: pattern.kind, outcome: pattern.outcome, rules: [...pattern.rules] },
  )
  return rows.map(({ key }) => key)
}
