import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'

/** A record of a printed list with the persons who stand for it. NIK in clear: a paper says `secret` of its column. */
export interface PaperRow {
  key: string
  registerId: string | null
  name: string | null
  address: string | null
  /** SLS: the neighbourhood by which a village is walked. */
  locality: string | null
  kind: 'none' | 'repair' | 'new'
  outcome: string
  state: string
  decile: number
  persons: number
  nik: string | null
  sex: number | null
  spouse: string | null
}

/** Which records of a village a list takes. */
export interface PaperChoice {
  village: string
  /** One SLS as the records name it; all of the village where absent. */
  locality?: string | undefined
  /** Only those that nobody has verified yet, or that went back to the village. */
  open?: boolean | undefined
}

/** Records of a village as the period has them now, SLS by SLS and there by name. */
export async function paperRows(tx: Tx, place: Place, { village, locality, open }: PaperChoice): Promise<PaperRow[]> {
  const { instrument } = place.module
  const { current, people } = tableNames(instrument)
  const { spouse } = instrument.summary.people
  return query<PaperRow>(
    tx,
    `select c.key, c.register_id as "registerId", c.name, c.address, nullif(trim(c.locality), '') as locality, c.kind, c.outcome, c.state,
       c.decile, c.persons, h.nik, h.sex, s.name as spouse
     from ${current} c
     left join lateral (select p.nik, p.sex from ${people} p where p.period_id = c.period_id and p.regency_code = c.regency_code
       and p.record_key = c.key and p.active order by p.relation nulls last, p.key limit 1) h on true
     left join lateral (select p.name from ${people} p where p.period_id = c.period_id and p.regency_code = c.regency_code
       and p.record_key = c.key and p.active and p.relation = :spouse order by p.key limit 1) s on true
     where c.period_id = :period and c.regency_code = :regency and c.village_code = :village
       and (cast(:locality as text) is null or coalesce(trim(c.locality), '') = :locality)
       and (not cast(:open as boolean) or c.state in ('untouched', 'returned'))
     order by nullif(trim(c.locality), '') nulls last, c.name_key, c.key`,
    {
      ...{ period: place.periodId, regency: place.regency, village, spouse: spouse ?? -1 },
      ...{ locality: locality ?? null, open: open ?? false },
    },
  )
}

/** The SLS of a village with their records, in order; records without one stand under an empty name. */
export async function localitiesOf(tx: Tx, place: Place, village: string): Promise<{ name: string; records: number }[]> {
  return query<{ name: string; records: number }>(
    tx,
    `select coalesce(trim(locality), '') as name, cast(count(*) as int) as records from ${tableNames(place.module.instrument).current}
     where period_id = ? and regency_code = ? and village_code = ? group by 1 order by 1`,
    [place.periodId, place.regency, village],
  )
}
