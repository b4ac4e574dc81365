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

const within = ({ village, district }: PatternsOf) =>
  `${village ? 'and village_code = :village' : ''} ${district ? 'and district_code = :district' : ''}`

const received = (of: PatternsOf) =>
  `u.period_id = :period and u.regency_code = :regency and u.state = 'received' ${within(of).replaceAll('and ', 'and c.')}`

const keptOf = ({ module }: Place) => tableNames(module.instrument).recaps

function fromUpdates({ module }: Place): string {
  const { updates, current } = tableNames(module.instrument)
  return `${updates} u join ${current} c on c.period_id = u.period_id and c.regency_code = u.regency_code and c.key = u.key`
}

const bindingsOf = ({ periodId, regency }: Place, { village, district }: PatternsOf) => ({
  ...{ period: periodId, regency },
  ...(village ? { village } : {}),
  ...(district ? { district } : {}),
})

/**
 * Updates that wait for a decision, by what they have in common, the most frequent first. Only those of which a rule finds something are looked
 * at one by one, as the list of problems has them; the others are what the kept counts have more.
 */
export async function patternsOf(tx: Tx, place: Place, of: PatternsOf): Promise<CountedPattern[]> {
  const { current, problems } = tableNames(place.module.instrument)
  const here = `period_id = :period and regency_code = :regency ${within(of)}`
  return query<CountedPattern>(
    tx,
    `with troubled as materialized (
       select c.kind, c.outcome, c.village_code, p.rules, count(*) as records,
         count(*) filter (where c.blocking = 0 and not c.conflict) as clean, count(*) filter (where c.conflict) as conflicts
       from (select key, array_agg(distinct rule order by rule) as rules from ${problems} where ${here} and class <> 'inherited' group by key) p
       join ${current} c on c.period_id = :period and c.regency_code = :regency and c.key = p.key and c.state = 'received'
       group by 1, 2, 3, 4),
     plain as (
       select kind, outcome, village_code, sum(records) as records, sum(conflicts) as conflicts
       from (select kind, outcome, village_code, records, case when problem = 'conflict' then records else 0 end as conflicts
           from ${keptOf(place)} where ${here} and state = 'received'
         union all select kind, outcome, village_code, -records, -conflicts from troubled) k
       group by 1, 2, 3 having sum(records) > 0),
     found as (
       select kind, outcome, rules, sum(records) as count, sum(clean) as clean, count(distinct village_code) as villages
       from troubled group by 1, 2, 3
       union all
       select kind, outcome, cast('{}' as text[]), sum(records), sum(records - conflicts), count(*) from plain group by 1, 2)
     select kind, outcome, rules, cast(count as int) as count, cast(clean as int) as clean, cast(villages as int) as villages
     from found order by count desc, kind, outcome, rules limit ${MOST}`,
    bindingsOf(place, of),
  )
}

/** Updates that wait for a decision, of all patterns together. */
export async function countWaiting(tx: Tx, place: Place, of: PatternsOf): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select cast(coalesce(sum(records), 0) as int) as count from ${keptOf(place)}
     where period_id = :period and regency_code = :regency ${within(of)} and state = 'received'`,
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
