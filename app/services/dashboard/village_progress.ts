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
    `select code, coalesce(v.name, code) as name, district, records, untouched, received
     from (select village_code as code, min(district_code) as district, sum(records)::int as records,
           coalesce(sum(records) filter (where state = 'untouched'), 0)::int as untouched,
           coalesce(sum(records) filter (where state = 'received'), 0)::int as received
         from ${tableNames(place.module.instrument).recaps} where period_id = ? and regency_code = ? and kind <> 'new'
         group by 1 having sum(records) > 0) k
       left join regions v using (code)
     order by untouched::float / records desc, code`,
    [place.periodId, place.regency],
  )
}
