import { query, type Tx } from '#services/scope'
import { tableNames, type Place, type UpdateState } from '#verification/store/index'
import type { VerificationModule } from '#kernel/registry'
import { shownToken } from '../shown_token.js'

export type NotTakenState = Exclude<UpdateState, 'accepted'>

export const NOT_TAKEN: readonly NotTakenState[] = ['received', 'returned', 'rejected', 'withdrawn']

/** What finalising takes and leaves of one village or district; figures are records of the module. */
export interface AreaCount {
  code: string
  name: string
  /** Records the edition gave to this area. */
  edition: number
  /** Accepted updates by outcome. */
  taken: Record<string, number>
  /** Updates that stay out, by state; the edition's values stand for them. */
  notTaken: Record<NotTakenState, number>
  untouched: number
  /** Records in the result. */
  result: number
}

export interface VillageCount extends AreaCount {
  district: string
  districtName: string
}

interface Cell {
  village: string
  name: string
  district: string
  district_name: string
  kind: 'none' | 'repair' | 'new'
  outcome: string
  state: 'untouched' | UpdateState
  records: number
}

/** Counts per village from the kept counts, in the order of their codes. One statement, whatever the size of the register. */
export async function villageCounts(tx: Tx, place: Place): Promise<VillageCount[]> {
  const cells = await query<Cell>(
    tx,
    `select k.village, v.name, k.district, d.name as district_name, k.kind, k.outcome, k.state, k.records
     from (select village_code as village, min(district_code) as district, kind, outcome, state, sum(records)::int as records
         from ${tableNames(place.module.instrument).recaps} where period_id = ? and regency_code = ?
         group by village_code, kind, outcome, state having sum(records) <> 0) k
       join regions v on v.code = k.village join regions d on d.code = k.district
     order by k.village, k.kind, k.outcome, k.state`,
    [place.periodId, place.regency],
  )
  const villages = new Map<string, VillageCount>()
  for (const cell of cells) {
    const { village: code, name, district, district_name: districtName } = cell
    const count = villages.get(code) ?? { ...emptyCount(code, name), district, districtName }
    addCell(place.module, count, cell)
    villages.set(code, count)
  }
  return [...villages.values()]
}

/** Stands for exactly these counts: what is finalised is what was shown. */
export function countsToken(villages: readonly VillageCount[]): string {
  const figures = villages.map(({ code, taken, notTaken, untouched, result }) => [
    ...[code, Object.entries(taken).sort(), Object.values(notTaken), untouched, result],
  ])
  return shownToken(figures)
}

/** Sums of the villages by their kecamatan, in order. */
export function districtCounts(villages: readonly VillageCount[]): AreaCount[] {
  const districts = Map.groupBy(villages, ({ district }) => district)
  return [...districts].map(([code, members]) => sumOf(code, members[0]!.districtName, members))
}

export function sumOf(code: string, name: string, areas: readonly AreaCount[]): AreaCount {
  const total = emptyCount(code, name)
  for (const area of areas) {
    total.edition += area.edition
    total.untouched += area.untouched
    total.result += area.result
    for (const state of NOT_TAKEN) total.notTaken[state] += area.notTaken[state]
    for (const [outcome, count] of Object.entries(area.taken)) total.taken[outcome] = (total.taken[outcome] ?? 0) + count
  }
  return total
}

function emptyCount(code: string, name: string): AreaCount {
  const notTaken = { received: 0, returned: 0, rejected: 0, withdrawn: 0 }
  return { code, name, edition: 0, taken: {}, notTaken, untouched: 0, result: 0 }
}

function addCell(module: VerificationModule, count: AreaCount, { kind, outcome, state, records }: Cell): void {
  if (kind !== 'new') count.edition += records
  if (state === 'untouched') count.untouched += records
  else if (state === 'accepted') count.taken[outcome] = (count.taken[outcome] ?? 0) + records
  else count.notTaken[state] += records
  if (state === 'accepted' ? staysIn(module, outcome, kind) : kind !== 'new') count.result += records
}

/** Whether a record with an accepted update of this outcome stands in the result. */
function staysIn(module: VerificationModule, outcome: string, kind: Cell['kind']): boolean {
  const effect = effectOf(module, outcome)
  return kind === 'new' ? effect === 'add' || effect === 'replace' : effect !== 'deactivate'
}

export function effectOf(module: VerificationModule, outcome: string) {
  return module.outcomes.find(({ code }) => code === outcome)?.effect ?? 'keep'
}

/** Outcomes whose accepted update puts the working copy into the result. */
export function takingOutcomes(module: VerificationModule): string[] {
  return module.outcomes.filter(({ effect }) => effect === 'replace' || effect === 'add').map(({ code }) => code)
}

/** Outcomes whose accepted update takes the record out of the result. */
export function removingOutcomes(module: VerificationModule): string[] {
  return module.outcomes.filter(({ effect }) => effect === 'deactivate').map(({ code }) => code)
}
