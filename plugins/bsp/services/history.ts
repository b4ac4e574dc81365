import { query, type Place, type Tx } from '#core/plugin'

/** One thing that happened to the quota or to a place of it, newest first. */
export interface QuotaEvent {
  kind: 'quota' | 'quota_back' | 'shift' | 'taken' | 'released' | 'twins'
  at: Date
  by: string
  /** Villages by code, and figures or words of the event. */
  from: string | null
  to: string | null
  places: number | null
  before: number | null
  reason: string | null
  /** What was judged of a double. */
  verdict: string | null
  record: string | null
}

/** The last events of a regency: quotas of the centre, shifts, substitutes chosen and given up, doubles judged. */
export function quotaHistory(tx: Tx, place: Place, limit = 200): Promise<QuotaEvent[]> {
  return query<QuotaEvent>(
    tx,
    `select * from (
       select 'quota' as kind, set_at as at, set_by_name as by, null as "from", null as "to", quota as places, before_quota as before, stage as reason, null as verdict, null as record
       from bsp_quota_changes where regency_code = :regency
       union all
       select 'quota_back', taken_back_at, taken_back_by_name, null, null, before_quota, quota, before_stage, null, null
       from bsp_quota_changes where regency_code = :regency and taken_back_at is not null
       union all
       select 'shift', made_at, made_by_name, from_village, to_village, places, null, reason, null, null
       from bsp_shifts where period_id = :period and regency_code = :regency
       union all
       select 'taken', taken_at, taken_by_name, vacancy_village, village_code, null, null, reach, null, substitute_key
       from bsp_substitutions where period_id = :period and regency_code = :regency
       union all
       select 'released', released_at, released_by_name, vacancy_village, village_code, null, null, release_reason, null, substitute_key
       from bsp_substitutions where period_id = :period and regency_code = :regency and released_at is not null
       union all
       select 'twins', judged_at, judged_by_name, null, null, null, null, reason, verdict, one_key
       from bsp_twins where period_id = :period and regency_code = :regency) e
     order by at desc limit :limit`,
    { period: place.periodId, regency: place.regency, limit },
  )
}
