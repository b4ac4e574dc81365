import { query, records, regions, type Place, type Tx } from '#core/plugin'
import { layOut, type Sheet, type Shift, type VillageLimit } from './sheet.js'

/** What the centre gave a regency. */
export interface GivenQuota {
  quota: number
  /** Wave of the BPNT expansion, where there is one. */
  stage: string | null
  setBy: string
  setAt: Date
}

export interface NamedVillage extends VillageLimit {
  name: string
  district: string
  districtName: string
}

export interface QuotaBoard extends Omit<Sheet, 'villages'> {
  given: GivenQuota | null
  villages: NamedVillage[]
}

export async function givenQuota(tx: Tx, regency: string): Promise<GivenQuota | null> {
  const [row] = await query<GivenQuota>(
    tx,
    `select quota, stage, set_by_name as "setBy", set_at as "setAt" from bsp_quotas where regency_code = ?`,
    [regency],
  )
  return row ?? null
}

/** The quota of a regency as it stands with what is accepted now. Without one from the centre every place counts as exceeded. */
export async function quotaSheet(tx: Tx, place: Place): Promise<Sheet & { given: GivenQuota | null }> {
  const given = await givenQuota(tx, place.regency)
  const villages = await records.counts(tx, place)
  const uses = villages.map(({ code, edition, result }) => ({ code, edition, used: result }))
  return { given, ...layOut(given?.quota ?? 0, uses, await shiftsOf(tx, place)) }
}

/** The same with the names of the villages, for pages and papers. */
export async function quotaBoard(tx: Tx, place: Place): Promise<QuotaBoard> {
  const sheet = await quotaSheet(tx, place)
  const districts = [...new Set(sheet.villages.map(({ code }) => districtOf(code)))]
  const names = await regions.names([...sheet.villages.map(({ code }) => code), ...districts])
  const villages = sheet.villages.map((village) => ({
    ...village,
    name: names[village.code] ?? village.code,
    district: districtOf(village.code),
    districtName: names[districtOf(village.code)] ?? districtOf(village.code),
  }))
  return { ...sheet, villages }
}

/** Shifts in force, oldest first. */
function shiftsOf(tx: Tx, place: Place): Promise<Shift[]> {
  return query<Shift>(
    tx,
    `select from_village as "from", to_village as "to", places from bsp_shifts
     where period_id = ? and regency_code = ? and voided_at is null order by made_at, id`,
    [place.periodId, place.regency],
  )
}

export function districtOf(village: string): string {
  return village.split('.').slice(0, 3).join('.')
}
