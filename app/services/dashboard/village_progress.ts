import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'

/** How far one village got. Figures are records of the register, without proposals, as the list of the village counts them. */
export interface VillageProgress {
  code: string
  name: string
  district: string
  records: number
  /** Records that nobody has looked at. */
  untouched: number
  /** Updates that wait for a decision. */
  received: number
}

/** Every village with a record of the register, those least looked at first; from the kept counts. */
export function villageProgress(tx: Tx, place: Place): Promise<VillageProgress[]> {
  return query<VillageProgress>(
    tx,
    `select c.village_code as code, coalesce(v.name, c.village_code) as name, c.district_code as district, sum(c.records)::int as records,
       coalesce(sum(c.records) filter (where c.state = 'untouched'), 0)::int as untouched,
       coalesce(sum(c.records) filter (where c.state = 'received'), 0)::int as received
     from ${tableNames(place.module.instrument).recaps} c left join regions v on v.code = c.village_code
     where c.period_id = ? and c.regency_code = ? and c.kind <> 'new' group by 1, 2, 3 having sum(c.records) > 0
     order by coalesce(sum(c.records) filter (where c.state = 'untouched'), 0)::float / sum(c.records) desc, 1`,
    [place.periodId, place.regency],
  )
}
