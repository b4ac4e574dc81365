import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import type { Meeting } from './meeting.js'

export interface Minutes {
  id: string
  village: string
  meeting: Meeting
  number: string
  heldOn: string
  fileId: string
  sha256: string
  pages: number
  by: string
  at: Date
  endedAt: Date | null
  endedBy: string | null
  endedReason: string | null
}

export interface MinutesVillage {
  code: string
  name: string
  district: string
  districtName: string
  /** Records of the village in this period, from the register and proposed. */
  records: number
  /** Those of them that somebody has worked on. */
  touched: number
}

/** A village of the period with its minutes in force; null where they are missing. */
export interface VillageMinutes extends MinutesVillage {
  minutes: Minutes | null
}

const COLUMNS = `m.id, m.village_code as village, m.meeting, m.number, m.held_on as "heldOn", m.file_id as "fileId", m.sha256, m.pages,
  m.taken_by_name as by, m.taken_at as at, m.ended_at as "endedAt", m.ended_by_name as "endedBy", m.ended_reason as "endedReason"`

/** Every village that has records in the period, in the order of their codes, each with its minutes. One look at the kept counts. */
export async function minutesByVillage(tx: Tx, place: Place): Promise<VillageMinutes[]> {
  const villages = await query<MinutesVillage>(
    tx,
    `select k.code, coalesce(v.name, k.code) as name, k.district, coalesce(d.name, k.district) as "districtName", k.records, k.touched
     from (select village_code as code, min(district_code) as district, cast(sum(records) as int) as records,
           cast(coalesce(sum(records) filter (where state <> 'untouched'), 0) as int) as touched
         from ${tableNames(place.module.instrument).recaps} where period_id = ? and regency_code = ?
         group by 1 having sum(records) > 0) k
       left join regions v on v.code = k.code left join regions d on d.code = k.district
     order by k.code`,
    [place.periodId, place.regency],
  )
  const found = await query<Minutes>(
    tx,
    `select ${COLUMNS} from minutes m where m.regency_code = ? and m.period_id = ? and m.ended_at is null`,
    [place.regency, place.periodId],
  )
  const byVillage = new Map(found.map((minutes) => [minutes.village, minutes]))
  return villages.map((village) => ({ ...village, minutes: byVillage.get(village.code) ?? null }))
}

/** Villages of the period whose minutes are missing, in the order of their codes. */
export async function minutesMissing(tx: Tx, place: Place): Promise<MinutesVillage[]> {
  return (await minutesByVillage(tx, place)).filter(({ minutes }) => minutes === null)
}

/** Minutes that a village ever had in the period, those in force first, then the newest. */
export function minutesOfVillage(tx: Tx, { regency, periodId }: Place, village: string): Promise<Minutes[]> {
  return query<Minutes>(
    tx,
    `select ${COLUMNS} from minutes m where m.regency_code = ? and m.period_id = ? and m.village_code = ?
     order by m.ended_at is not null, m.taken_at desc, m.id desc`,
    [regency, periodId, village],
  )
}

/** One of them by its id; null when it is not of this regency and period. */
export async function minutesById(tx: Tx, { regency, periodId }: Place, id: string): Promise<Minutes | null> {
  const [row] = await query<Minutes>(
    tx,
    `select ${COLUMNS} from minutes m where m.regency_code = ? and m.period_id = ? and cast(m.id as text) = ?`,
    [regency, periodId, id],
  )
  return row ?? null
}
