import { Quota } from '#core/domain'
import { query, records, type Place, type Tx } from '#core/plugin'
import { outcomesThat } from '../outcomes.js'
import { NAMED } from './pairs.js'

/** How many participants a regency may propose, as the centre loaded it. */
export interface GivenQuota {
  quota: number
  setBy: string
  setAt: Date
}

/** A village in the balance of the proposal; figures are persons. */
export interface VillageBalance {
  code: string
  name: string
  district: string
  districtName: string
  edition: number
  /** Accepted to go out and to come in. */
  out: number
  in: number
  result: number
}

/** Out and in of a regency against its quota: `edition - out + in = quota.used`. */
export interface Balance {
  given: GivenQuota | null
  /** Without a quota of the centre its limit is 0 and every participant counts as exceeding. */
  quota: Quota
  edition: number
  out: number
  in: number
  /** Of the places that came free, those that an open objection keeps empty. */
  held: number
  villages: VillageBalance[]
}

export async function givenQuota(tx: Tx, regency: string): Promise<GivenQuota | null> {
  const [row] = await query<GivenQuota>(
    tx,
    `select quota, set_by_name as "setBy", set_at as "setAt" from pbi_quotas where regency_code = ?`,
    [regency],
  )
  return row ?? null
}

/** The balance as it stands with what is accepted now. */
export async function balanceOf(tx: Tx, place: Place): Promise<Balance> {
  const given = await givenQuota(tx, place.regency)
  const [leaving, joining] = [outcomesThat('out'), outcomesThat('in')]
  const villages = (await records.counts(tx, place)).map(
    ({ code, name, district, districtName, edition, taken, result }): VillageBalance => ({
      ...{ code, name, district, districtName, edition, result },
      out: sum(leaving.map((outcome) => taken[outcome] ?? 0)),
      in: sum(joining.map((outcome) => taken[outcome] ?? 0)),
    }),
  )
  const total = (pick: (village: VillageBalance) => number) => sum(villages.map(pick))
  return {
    given,
    quota: new Quota(
      given?.quota ?? 0,
      total(({ result }) => result),
    ),
    edition: total(({ edition }) => edition),
    out: total((village) => village.out),
    in: total((village) => village.in),
    held: await heldPlaces(tx, place),
    villages,
  }
}

/** Accepted to go out and objected; where a substitute was accepted before the objection, the place is his. */
async function heldPlaces(tx: Tx, place: Place): Promise<number> {
  const { current, updates } = records.tables(place)
  const [row] = await query<{ held: number }>(
    tx,
    `select count(*)::int as held from ${current} v
     where v.period_id = :period and v.regency_code = :regency and v.kind = 'repair' and v.state = 'accepted' and v.outcome = any (:leaving)
       and ${records.heldSql('v')} and not exists (select 1 from ${updates} u where u.period_id = v.period_id and u.regency_code = v.regency_code
         and u.peserta_diganti = ${NAMED} and u.kind = 'new' and u.outcome = 'substitute' and u.state = 'accepted')`,
    { period: place.periodId, regency: place.regency, leaving: outcomesThat('out') },
  )
  return row!.held
}

/**
 * Villages that hold what a regency has too much, those that grew most first. Where they grew by less than that, the centre gave less than the
 * list has, and every village with participants counts, those with most first.
 */
export function grown(villages: readonly VillageBalance[], excess: number): VillageBalance[] {
  const growth = ({ edition, result }: VillageBalance) => result - edition
  const order = (a: VillageBalance, b: VillageBalance) => (a.code < b.code ? -1 : 1)
  const more = villages.filter((village) => growth(village) > 0).toSorted((a, b) => growth(b) - growth(a) || order(a, b))
  if (sum(more.map(growth)) >= excess) return more
  const others = villages.filter((village) => village.result > 0 && !more.includes(village))
  return [...more, ...others.toSorted((a, b) => b.result - a.result || order(a, b))]
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}
