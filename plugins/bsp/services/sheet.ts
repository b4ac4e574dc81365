import { Quota } from '#core/domain'

/** A village as the quota sees it: families of the edition, and those the result would have now. */
export interface VillageUse {
  code: string
  edition: number
  used: number
}

/** A place moved between two villages; null is the reserve of the regency. */
export interface Shift {
  from: string | null
  to: string | null
  places: number
}

export interface VillageLimit extends VillageUse {
  /** Places of the village: its families of the edition, with what was shifted in and out. */
  limit: number
}

/** The quota of one regency laid out: what the centre gave, how it is spread over the villages, what is left. */
export interface Sheet {
  quota: Quota
  villages: VillageLimit[]
  /** Places of the quota that no village has; negative after the centre gave less than the villages have. */
  reserve: number
}

/** Lays the quota out over the villages. Pure, so that its arithmetic can be tried over any history. */
export function layOut(limit: number, uses: readonly VillageUse[], shifts: readonly Shift[]): Sheet {
  const moved = new Map<string, number>()
  for (const { from, to, places } of shifts) {
    if (from) moved.set(from, (moved.get(from) ?? 0) - places)
    if (to) moved.set(to, (moved.get(to) ?? 0) + places)
  }
  const codes = new Set([...uses.map(({ code }) => code), ...moved.keys()])
  const byCode = new Map(uses.map((use) => [use.code, use]))
  const villages = [...codes].sort().map((code): VillageLimit => {
    const { edition, used } = byCode.get(code) ?? { edition: 0, used: 0 }
    return { code, edition, used, limit: edition + (moved.get(code) ?? 0) }
  })
  const sum = (pick: (village: VillageLimit) => number) => villages.reduce((total, village) => total + pick(village), 0)
  return {
    quota: new Quota(
      limit,
      sum(({ used }) => used),
    ),
    villages,
    reserve: limit - sum((village) => village.limit),
  }
}

/** Villages in which more families would receive than there are places. */
export function overfull<V extends VillageLimit>({ villages }: { villages: readonly V[] }): V[] {
  return villages.filter(({ used, limit }) => used > limit)
}

/**
 * Villages that hold what a regency uses too much, those furthest above their own places first. Where together they are above by less than
 * that, the centre gave less than the villages have, and every village with families counts, those with most first.
 */
export function holding<V extends VillageLimit>(villages: readonly V[], excess: number): V[] {
  const over = overfull({ villages }).toSorted((a, b) => b.used - b.limit - (a.used - a.limit) || order(a, b))
  if (over.reduce((sum, { used, limit }) => sum + used - limit, 0) >= excess) return over
  const others = villages.filter((village) => village.used > 0 && !over.includes(village))
  return [...over, ...others.toSorted((a, b) => b.used - a.used || order(a, b))]
}

/** Villages with places that they can give back, those with most first. */
export function withEmpty<V extends VillageLimit>(villages: readonly V[], free: (code: string) => number): V[] {
  return villages.filter(({ code }) => free(code) > 0).toSorted((a, b) => free(b.code) - free(a.code) || order(a, b))
}

function order(a: VillageLimit, b: VillageLimit): number {
  return a.code < b.code ? -1 : 1
}

/** Whether the result may be sealed: nothing above the quota, in the regency and in each village. */
export function balances(sheet: Sheet): boolean {
  return !sheet.quota.exceeded && sheet.reserve >= 0 && overfull(sheet).length === 0
}

/** Empty places of villages, by code, that nobody else may have: chosen substitutes wait for them, or an objection holds them. */
export type Promised = ReadonlyMap<string, number>

/** Places of a village, or of the reserve for null, that no family has. */
export function emptyIn(sheet: Sheet, from: string | null): number {
  if (from === null) return Math.max(0, sheet.reserve)
  const village = sheet.villages.find(({ code }) => code === from)
  return village ? Math.max(0, village.limit - village.used) : 0
}

/** Places that a village, or the reserve for null, can give away: the empty ones that are promised to nobody. */
export function giveable(sheet: Sheet, promised: Promised, from: string | null): number {
  return Math.max(0, emptyIn(sheet, from) - (from === null ? 0 : (promised.get(from) ?? 0)))
}
