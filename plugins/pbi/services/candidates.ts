import { familiesByKey, poorestFamilies, type RegisterFamily, type RegisterMember } from '#plugins/bdt/api'
import { ageOn, maskSecret, Nik } from '#core/domain'
import { query, records, type Place, type Tx } from '#core/plugin'
import { listed, personGone, unregistered } from '../errors.js'

export type Reach = 'village' | 'district' | 'regency'

/** A person of the register who may come in for a participant, with why he stands where he stands. */
export interface Candidate {
  person: RegisterMember
  family: RegisterFamily
  reach: Reach
  /** His NIK as lists show it. */
  masked: string
  /** Completed years; null without a birth date. */
  age: number | null
  /** What speaks for him and what has to be looked at, as keys of the catalogue with their values. */
  reasons: { key: string; values: Record<string, string | number> }[]
  cautions: { key: string }[]
}

/** So many are proposed for one participant. */
export const PROPOSED = 10

/** SQL: somebody of this number stands on the list of the period, in it or taken off it; a proposal that was turned down may come again. */
const LISTED = (people: string, current: string, number: string) => `
  exists (select 1 from ${people} p join ${current} c on c.period_id = p.period_id and c.regency_code = p.regency_code and c.key = p.record_key
    where p.period_id = :listPeriod and p.regency_code = :regency and ${number} and not (c.kind = 'new' and c.state in ('rejected', 'withdrawn')) offset 0)`

/**
 * Ranked substitutes for a participant of a village: persons with a NIK whom the list does not know, of that village, else of its
 * kecamatan, else of the regency, never beyond; the poorest families first, in each its head first.
 */
export async function candidatesFor(tx: Tx, place: Place, village: string, today: string): Promise<Candidate[]> {
  const { people, current } = records.tables(place)
  const where = `exists (select 1 from unnest(f.niks) n(nik) where not ${LISTED(people, current, 'p.nik = n.nik')})`
  const reaches: [Reach, string][] = [
    ['village', village],
    ['district', village.split('.').slice(0, 3).join('.')],
    ['regency', place.regency],
  ]
  for (const [reach, within] of reaches) {
    const families = await poorestFamilies(tx, place.regency, {
      ...{ within, most: PROPOSED, withPkh: true, where, bindings: { listPeriod: place.periodId } },
    })
    const known = await listedAmong(tx, place, families)
    const found = families.flatMap((family) =>
      family.members
        .filter((person) => isKnownByNik(person) && !known.has(person.key))
        .map((person) => candidateOf({ person, family, reach }, known, today)),
    )
    if (found.length > 0) return found.slice(0, PROPOSED)
  }
  return []
}

/**
 * The person as the register has him at this moment, asked again when he is chosen: he may have died, moved, or come onto the list since.
 *
 * @throws Refused `E_PBI_NOT_IN_BDT`, `E_PBI_PERSON_GONE`, `E_PBI_LISTED`
 */
export async function eligiblePerson(
  tx: Tx,
  place: Place,
  chosen: { family: string; person: string },
): Promise<{ person: RegisterMember; family: RegisterFamily }> {
  const family = (await familiesByKey(tx, place.regency, [chosen.family])).get(chosen.family)
  if (!family) throw unregistered()
  const person = family.members.find(({ key }) => key === chosen.person)
  if (!family.stands || !person || !isKnownByNik(person)) throw personGone()
  if ((await listedAmong(tx, place, [family])).has(person.key)) throw listed()
  return { person, family }
}

export function reachOf(from: string, to: string): Reach {
  if (from === to) return 'village'
  return from.slice(0, 8) === to.slice(0, 8) ? 'district' : 'regency'
}

function isKnownByNik({ nik }: RegisterMember): boolean {
  return nik !== null && Nik.tryParse(nik) !== null
}

function candidateOf(
  { person, family, reach }: Pick<Candidate, 'person' | 'family' | 'reach'>,
  known: ReadonlySet<string>,
  today: string,
): Candidate {
  const covered = family.members.filter(({ key }) => known.has(key)).length
  const age = person.birth !== null && person.birth <= today ? ageOn(person.birth, today) : null
  const caution = (key: string, holds: boolean) => (holds ? [{ key }] : [])
  return {
    ...{ person, family, reach, age, masked: maskSecret('nik', person.nik!) },
    reasons: [
      family.percentile === null
        ? { key: 'unranked', values: {} }
        : { key: 'percentile', values: { percentile: family.percentile } },
      { key: reach, values: {} },
      { key: 'covered', values: { covered, count: family.members.length } },
      ...(family.pkh ? [{ key: 'pkh', values: {} }] : []),
    ],
    cautions: [...caution('no_birth', age === null), ...caution('no_card', (person.card ?? family.card) === null)],
  }
}

/** Keys of the members of these families whom the list knows, by NIK or by member identifier. */
async function listedAmong(tx: Tx, place: Place, families: readonly RegisterFamily[]): Promise<Set<string>> {
  const { people, current } = records.tables(place)
  const members = families.flatMap(({ members: all }) => all.map(({ key, nik, id }) => ({ key, nik, id })))
  if (members.length === 0) return new Set()
  const rows = await query<{ key: string }>(
    tx,
    `select m.key from json_to_recordset(cast(:members as json)) as m(key text, nik text, id text)
     where ${LISTED(people, current, 'p.nik = m.nik')} or ${LISTED(people, current, 'p.register_id = m.id')}`,
    { listPeriod: place.periodId, regency: place.regency, members: JSON.stringify(members) },
  )
  return new Set(rows.map(({ key }) => key))
}
