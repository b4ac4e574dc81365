import { query, records, type Place, type Tx } from '#core/plugin'
import { outcomesThat } from '../outcomes.js'

/** One thing that happened to the list, newest first. */
export interface ListEvent {
  kind: 'quota' | 'quota_back' | 'matching' | 'out' | 'in' | 'paired' | 'unpaired'
  at: Date
  by: string | null
  /** New quota, or persons matched. */
  count: number | null
  /** Quota before, or persons not matched. */
  other: number | null
  outcome: string | null
  /** Whom a substitute replaces. */
  participant: string | null
  record: string | null
  name: string | null
}

/** The last events of a regency: quotas of the centre, comparisons with BPJS, who was accepted to go out and to come in. */
export function listHistory(tx: Tx, place: Place, limit = 200): Promise<ListEvent[]> {
  const { current, updates } = records.tables(place)
  const decided = (kind: 'out' | 'in', codes: string) => `
    select '${kind}', u.decided_at, a.name, null, null, u.outcome, null, u.key, c.name from ${updates} u
    join ${current} c on c.period_id = u.period_id and c.regency_code = u.regency_code and c.key = u.key
    left join lateral (select h.actor_name as name from ${records.tables(place).changes} h where h.period_id = u.period_id and h.regency_code = u.regency_code
      and h.key = u.key order by h.version desc limit 1) a on true
    where u.period_id = :period and u.regency_code = :regency and u.state = 'accepted' and u.decided_at is not null and u.outcome = any (:${codes})`
  const tied = (kind: 'paired' | 'unpaired', at: string, by: string) => `
    select '${kind}', ${at}, ${by}, cast(null as int), cast(null as int), null, t.participant, t.substitute_key, c.name from pbi_ties t
    left join ${current} c on c.period_id = t.period_id and c.regency_code = t.regency_code and c.key = t.substitute_key
    where t.period_id = :period and t.regency_code = :regency and ${at} is not null`
  return query<ListEvent>(
    tx,
    `select * from (
       select 'quota' as kind, set_at as at, set_by_name as by, quota as count, before_quota as other, null as outcome, null as participant, null as record, null as name
       from pbi_quota_changes where regency_code = :regency
       union all
       select 'quota_back', taken_back_at, taken_back_by_name, before_quota, quota, null, null, null, null
       from pbi_quota_changes where regency_code = :regency and taken_back_at is not null
       union all
       select 'matching', made_at, made_by_name, matched, unmatched, null, null, null, null from pbi_matchings where period_id = :period and regency_code = :regency
       union all (${tied('paired', 't.tied_at', 't.tied_by_name')} order by 2 desc limit :limit)
       union all (${tied('unpaired', 't.released_at', 't.released_by_name')} order by 2 desc limit :limit)
       union all (${decided('out', 'leaving')} order by u.decided_at desc limit :limit)
       union all (${decided('in', 'joining')} order by u.decided_at desc limit :limit)) e
     order by at desc limit :limit`,
    {
      ...{ period: place.periodId, regency: place.regency, limit },
      ...{ leaving: outcomesThat('out'), joining: outcomesThat('in') },
    },
  )
}
