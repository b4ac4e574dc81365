import { query, type Tx } from '#services/scope'
import type { Place } from '#verification/store/index'
import { districtCounts, sumOf, villageCounts, type AreaCount } from './counts.js'

/** Waived problems of one rule on accepted updates. */
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

/** Waivers that go onto the letter: those of accepted updates whose problem still stands. */
export function waiverCounts(tx: Tx, place: Place): Promise<WaiverCount[]> {
  const updates = `${place.module.name}_updates`
  return query<WaiverCount>(
    tx,
    `select w.rule, count(*)::int as count from waivers w
     join ${updates} u on u.period_id = w.period_id and u.regency_code = w.regency_code and u.key = w.key and u.state = 'accepted'
     where w.regency_code = ? and w.period_id = ? and w.module = ?
       and exists (select 1 from jsonb_array_elements(u.problems || u.set_problems) x where x->>'rule' = w.rule and x->>'severity' = 'block')
     group by w.rule order by w.rule`,
    [place.regency, place.periodId, place.module.name],
  )
}
