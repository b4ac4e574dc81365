import { poorestFamilies, programmeNumbers, registerStands, type RegisterFamily, type RegisterMember } from '#plugins/bdt/api'
import { records, type Residents } from '#core/plugin'
import { candidatesFor } from '../services/candidates.js'

/** A person of the BDT with the number of his card, where the BDT knows it. */
export interface Resident {
  person: RegisterMember
  family: RegisterFamily
  number: string | null
}

/** Families that are looked through for each person wanted: not every household has the card. */
const FAMILIES = 2

/** Participants are persons of the BDT: whole families whom it says itself to be insured, the poorest first. Who is proposed is asked of the ranked substitutes. */
export const residents: Residents<Resident> = {
  async listed(tx, { regency, village, most }) {
    if (!(await registerStands(tx, regency))) return null
    const families = await poorestFamilies(tx, regency, { within: village, most: most * FAMILIES, withPkh: true })
    const { pbi } = await programmeNumbers(tx, regency, [...new Set(families.map(({ household }) => household))])
    return families
      .flatMap((family) => family.members.map((person) => ({ person, family, number: pbi.get(person.key) ?? null })))
      .filter(({ number, person }) => number !== null && person.name !== null)
      .slice(0, most)
  },

  async free(tx, { regency, village, most }) {
    const found = await records.period(tx, 'pbi', regency)
    if (!found || !(await registerStands(tx, regency))) return null
    const candidates = await candidatesFor(tx, found.place, village, found.period.today)
    return candidates
      .filter(({ reach }) => reach === 'village')
      .slice(0, most)
      .map(({ person, family }) => ({ person, family, number: null }))
  },
}
