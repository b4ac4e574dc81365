import { poorestFamilies, programmeNumbers, registerStands, type RegisterFamily } from '#plugins/bdt/api'
import { regions, records, type Residents } from '#core/plugin'
import { candidatesFor, holderOf } from '../services/candidates.js'

/** A family of the BDT with the number of its food card, where the BDT knows it. */
export interface Resident {
  family: RegisterFamily
  card: string | null
}

/** A village is read whole: its families that receive already according to the BDT come before the others. */
const WHOLE = 20_000
/** The card of a household is its first family's. */
const FIRST = 1

/**
 * Beneficiaries are families of the BDT: first those of whom it says itself that they receive, the poorest first, who have somebody able
 * to hold the card. Who is proposed is asked of the ranked substitutes.
 */
export const residents: Residents<Resident> = {
  async listed(tx, { regency, village, most }) {
    if (!(await registerStands(tx, regency))) return null
    const today = await regions.today(regency, tx.now)
    const families = (await poorestFamilies(tx, regency, { within: village, most: WHOLE })).filter(
      (family) => holderOf(family, today)?.name,
    )
    const ordered = [...families.filter(({ rastra }) => rastra), ...families.filter(({ rastra }) => !rastra)].slice(0, most)
    const { kks } = await programmeNumbers(
      tx,
      regency,
      ordered.map(({ household }) => household),
    )
    return ordered.map((family) => ({ family, card: (family.number === FIRST && kks.get(family.household)) || null }))
  },

  async free(tx, { regency, village, most }) {
    const found = await records.period(tx, 'bsp', regency)
    if (!found || !(await registerStands(tx, regency))) return null
    const candidates = await candidatesFor(tx, found.place, village, found.period.today)
    return candidates
      .filter(({ reach, holder }) => reach === 'village' && holder !== null)
      .slice(0, most)
      .map(({ family }) => ({ family, card: null }))
  },
}
