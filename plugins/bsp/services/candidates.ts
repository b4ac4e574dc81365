import { familiesByKey, poorestFamilies, type RegisterFamily, type RegisterMember } from '#plugins/bdt/api'
import { ageOn, Nik } from '#core/domain'
import { query, records, type Place, type Tx } from '#core/plugin'
import { gone, onPkh, receives, unregistered } from '../errors.js'
import { isOwned, ownedSql } from './owned.js'
import { districtOf } from './quota.js'
import { CARD_AGE } from '../instrument/card_age.js'

export type Reach = 'village' | 'district' | 'regency'

/** A family that may come in for one that went out, with why it stands where it stands. */
export interface Candidate {
  family: RegisterFamily
  reach: Reach
  /** Who could hold the card: a grown-up with NIK, a woman first. */
  holder: RegisterMember | null
  /** What speaks for it and what has to be looked at, as keys of the catalogue with their values. */
  reasons: { key: string; values: Record<string, string | number> }[]
  cautions: { key: string }[]
}

/** So many are proposed for one vacancy. */
export const PROPOSED = 10
const FEMALE = 2

/**
 * A family that stands on the list of this period, in it or taken off it, is never proposed: what was taken off was so for a reason.
 * Only a proposal that was turned down may come again. Asked of one family after the other (`offset 0`), for ten are wanted.
 */
const NOT_LISTED = (people: string, current: string) => {
  const listed = (from: string, where: string) => `
  exists (select 1 from ${from} cross join lateral (select c.kind, c.state from ${people} p
      join ${current} c on c.period_id = p.period_id and c.regency_code = p.regency_code and c.key = p.record_key
      where p.period_id = :listPeriod and p.regency_code = :regency and ${where} offset 0) c
    where not (c.kind = 'new' and c.state in ('rejected', 'withdrawn')) offset 0)`
  const card = `p.kk = n.card and ${ownedSql('n.card')}`
  return `not ${listed('(select f.card) n(card)', card)} and not ${listed('unnest(f.niks) n(nik)', `p.nik = n.nik and ${ownedSql('n.nik')}`)}`
}

/**
 * Ranked substitutes for a family of a village: of that village, else of its kecamatan, else of the regency, never beyond. Within each
 * the poorest come first.
 */
export async function candidatesFor(tx: Tx, place: Place, village: string, today: string): Promise<Candidate[]> {
  const { people, current } = records.tables(place)
  const where = NOT_LISTED(people, current)
  const reaches: [Reach, string][] = [
    ['village', village],
    ['district', districtOf(village)],
    ['regency', place.regency],
  ]
  for (const [reach, within] of reaches) {
    const found = await poorestFamilies(tx, place.regency, {
      ...{ within, most: PROPOSED, where, bindings: { listPeriod: place.periodId } },
    })
    if (found.length > 0) return found.map((family) => candidateOf(family, reach, today))
  }
  return []
}

function candidateOf(family: RegisterFamily, reach: Reach, today: string): Candidate {
  const holder = holderOf(family, today)
  const caution = (key: string, holds: boolean) => (holds ? [{ key }] : [])
  return {
    ...{ family, reach, holder },
    reasons: [
      family.percentile === null
        ? { key: 'unranked', values: {} }
        : { key: 'percentile', values: { percentile: family.percentile } },
      { key: reach, values: {} },
      { key: 'members', values: { count: family.members.length } },
    ],
    cautions: [
      ...caution('no_holder', holder === null),
      ...caution('no_card', family.card === null),
      ...caution('rastra', family.rastra),
    ],
  }
}

/** The woman of the family first, its head next, as the programme asks; only who has an account opened for her counts. */
export function holderOf({ members }: RegisterFamily, today: string): RegisterMember | null {
  const able = members.filter(
    ({ nik, birth }) =>
      nik !== null && Nik.tryParse(nik) !== null && birth !== null && birth <= today && ageOn(birth, today) >= CARD_AGE,
  )
  const near = ({ relation }: RegisterMember) => relation === 1 || relation === 2
  return (
    able.find((member) => member.sex === FEMALE && near(member)) ??
    able.find(near) ??
    able.find(({ sex }) => sex === FEMALE) ??
    able[0] ??
    null
  )
}

/**
 * The family as the BDT has it at this moment, asked again when it is chosen: somebody may have died, moved or got PKH since it was
 * proposed.
 *
 * @throws Refused `E_BSP_NOT_IN_BDT`, `E_BSP_FAMILY_GONE`, `E_BSP_FAMILY_PKH`, `E_BSP_FAMILY_RECEIVES`
 */
export async function eligibleFamily(tx: Tx, place: Place, key: string): Promise<RegisterFamily> {
  const family = (await familiesByKey(tx, place.regency, [key])).get(key)
  if (!family) throw unregistered()
  if (!family.stands || family.members.length === 0) throw gone()
  if (family.pkh) throw onPkh()
  const listed = await listedAs(tx, place, family)
  if (listed !== null) throw receives(listed)
  return family
}

/** Under which record the family stands on the list; null where it does not. */
export async function listedAs(tx: Tx, place: Place, { card, members }: RegisterFamily, except = ''): Promise<string | null> {
  const { people, current } = records.tables(place)
  const [row] = await query<{ shown: string }>(
    tx,
    `select coalesce(c.register_id, c.name, c.key) as shown from ${people} p
     join ${current} c on c.period_id = p.period_id and c.regency_code = p.regency_code and c.key = p.record_key
     where p.period_id = :period and p.regency_code = :regency and (p.kk = :card or p.nik = any (:niks)) and p.record_key <> :except
       and not (c.kind = 'new' and c.state in ('rejected', 'withdrawn')) limit 1`,
    {
      ...{ period: place.periodId, regency: place.regency, except },
      ...{
        card: card !== null && isOwned(card) ? card : '',
        niks: members.flatMap(({ nik }) => (nik !== null && isOwned(nik) ? nik : [])),
      },
    },
  )
  return row?.shown ?? null
}
