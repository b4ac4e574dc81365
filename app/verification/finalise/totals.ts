import { query, type Tx } from '#services/scope'
import { holdsSql, tableNames, type Place } from '#verification/store/index'
import { districtCounts, sumOf, villageCounts, type AreaCount } from './counts.js'

/** Waived problems of one rule on accepted updates, each problem counted. */
export interface WaiverCount {
  rule: string
  count: number
}

/** What a finalisation came to, as the letter, the public page and the ministry read it. */
export interface Totals {
  /** Records and persons of the sealed result. */
  records: number
  persons: number
  all: AreaCount
  districts: AreaCount[]
  waivers: WaiverCount[]
}

/** Totals before the seal: records of the result are predicted from the kept counts, persons are counted only by the seal. */
export async function predictTotals(tx: Tx, place: Place): Promise<Totals> {
  const districts = districtCounts(await villageCounts(tx, place))
  const all = sumOf(place.regency, '', districts)
  return { records: all.result, persons: 0, all, districts, waivers: await waiverCounts(tx, place) }
}

/**
 * What "masalah yang dikecualikan" means on letter and annexes alike: every blocking problem that stands on an accepted update and that
 * a waiver lets stand. One row each, as `c` (list row), `w` (waiver) and `x` (problem); binds `:regency`, `:period` and `:module`.
 */
export function waivedProblems({ module }: Place): string {
  const { current, updates } = tableNames(module.instrument)
  return `from waivers w
    join ${updates} u on u.period_id = w.period_id and u.regency_code = w.regency_code and u.key = w.key and u.state = 'accepted'
    join ${current} c on c.period_id = w.period_id and c.regency_code = w.regency_code and c.key = w.key
    cross join lateral jsonb_array_elements(u.problems || u.set_problems) x
    where w.regency_code = :regency and w.period_id = :period and w.module = :module and ${holdsSql('u.problems || u.set_problems')}
      and x->>'rule' = w.rule and x->>'severity' = 'block'`
}

/** How many waived problems go onto the letter, by rule; the annexes list exactly so many. */
export function waiverCounts(tx: Tx, place: Place): Promise<WaiverCount[]> {
  return query<WaiverCount>(
    tx,
    `select w.rule, cast(count(*) as int) as count ${waivedProblems(place)} group by w.rule order by w.rule`,
    { regency: place.regency, period: place.periodId, module: place.module.name },
  )
}
