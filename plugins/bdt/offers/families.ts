import { query, records, type Place, type Tx } from '#core/plugin'
import { outcomes } from '../outcomes.js'
import { candidatesSql } from './candidates.js'

/** A person of a family as the register has it now: who died or left in the running period is not among them. */
export interface RegisterMember {
  key: string
  id: string | null
  name: string | null
  nik: string | null
  card: string | null
  birth: string | null
  birthPlace: string | null
  sex: number | null
  relation: number | null
  mother: string | null
}

/** A family of the register with its household, as other programmes look at it. */
export interface RegisterFamily {
  key: string
  household: string
  idbdt: string | null
  village: string
  locality: string | null
  address: string | null
  head: string | null
  percentile: number | null
  number: number
  /** No KK. */
  card: string | null
  /** The household or one of the family receives PKH. */
  pkh: boolean
  /** The register itself says that the household receives Rastra or BPNT. */
  rastra: boolean
  /** The household still stands in the register: no update takes it out. */
  stands: boolean
  members: RegisterMember[]
}

export interface FamilySearch {
  /** Code of a village, district or regency; nothing outside of it is given. */
  within: string
  most: number
  /** Families that receive PKH come too; left out when absent. */
  withPkh?: boolean
  /**
   * SQL condition on the alias `f` with `card` (No KK), `niks` (text[] of the persons), `family` and `household`: what a family must
   * fulfil beside. Its bindings are in `bindings`.
   */
  where?: string
  bindings?: Readonly<Record<string, string | readonly string[]>>
}

/** Steps in which a wide area is looked through, poorest first; a village is one step. */
const STEP = { village: 20_000, wider: 2_000 }

/** Whether the regency has a register of this module at all, as a period has opened it. */
export async function registerStands(tx: Tx, regency: string): Promise<boolean> {
  return (await records.period(tx, 'bdt', regency)) !== null
}

/**
 * Families without PKH, or all where that is asked for, lowest percentile first, then by household and family number. One village of an ordinary size is read in some
 * 20 ms; wider areas are read in steps along their ranks until enough are found.
 */
export async function poorestFamilies(tx: Tx, regency: string, search: FamilySearch): Promise<RegisterFamily[]> {
  const place = (await records.period(tx, 'bdt', regency))?.place
  if (!place) return []
  const village = search.within.split('.').length === 4
  const size = village ? STEP.village : STEP.wider
  const found: RegisterFamily[] = []
  for (let from = 0; found.length < search.most; from += size) {
    const rows = await candidates(tx, place, search, { from, size, most: search.most - found.length })
    found.push(...rows.filter(({ seen }) => seen === null).map(({ seen: _, ...family }) => family))
    const passed = rows.find(({ seen }) => seen !== null)?.seen ?? 0
    if (passed < size) break
  }
  return found
}

/** The families of these keys, by key; those that the register does not hold are absent. */
export async function familiesByKey(tx: Tx, regency: string, keys: readonly string[]): Promise<Map<string, RegisterFamily>> {
  const place = (await records.period(tx, 'bdt', regency))?.place
  if (!place || keys.length === 0) return new Map()
  const rows = await query<RegisterFamily>(tx, candidatesSql(place, { which: 'keys' }), { ...bindingsOf(place), keys: [...keys] })
  return new Map(rows.map((family) => [family.key, family]))
}

/** Families in which one of these persons lives or that have this family card, by an index each; usually one. */
export async function familiesOfPersons(
  tx: Tx,
  regency: string,
  { niks, cards }: { niks: readonly string[]; cards: readonly string[] },
): Promise<RegisterFamily[]> {
  const place = (await records.period(tx, 'bdt', regency))?.place
  if (!place) return []
  const { people, baseGroup } = records.tables(place)
  const persons = (column: 'nik' | 'kk') =>
    `select p.record_key, p.key from ${people} p where p.period_id = :period and p.regency_code = :regency and p.stays and p.${column} = any (:${column}s)`
  const rows = await query<{ family: string }>(
    tx,
    `select distinct m.family_key as family from (${persons('nik')} union ${persons('kk')}) p
     join ${baseGroup('members')} m on m.edition_id = :edition and m.regency_code = :regency and m.record_key = p.record_key and m.key = p.key`,
    { period: place.periodId, edition: place.editionId, regency, niks: [...niks], kks: [...cards] },
  )
  const found = await familiesByKey(
    tx,
    regency,
    rows.map(({ family }) => family),
  )
  return [...found.values()]
}

/** Rows of one step, and a last one without a family that says how many households the step has `seen`. */
type Step = RegisterFamily & { seen: number | null }

function candidates(
  tx: Tx,
  place: Place,
  search: FamilySearch,
  step: { from: number; size: number; most: number },
): Promise<Step[]> {
  const { within, where, bindings, withPkh = false } = search
  const level = within.split('.').length
  const which = level === 4 ? 'village' : level === 3 ? 'district' : 'regency'
  return query<Step>(tx, candidatesSql(place, { which, withPkh, ...(where ? { where } : {}) }), {
    ...{ ...bindingsOf(place), ...bindings, ...step },
    ...(which === 'regency' ? {} : { within: which === 'district' ? `${within}.%` : within }),
  })
}

function bindingsOf({ periodId, editionId, regency }: Place) {
  return {
    ...{ period: periodId, edition: editionId, regency },
    leaving: outcomes.filter(({ effect }) => effect === 'deactivate').map(({ code }) => code),
  }
}
