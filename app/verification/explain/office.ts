import type { OfficePaper } from '#services/documents/office_paper'
import { words } from '#services/documents/strings'
import { profileFor } from '#services/profiles/profile'
import type { Tx } from '#services/scope'
import { logoOf } from '../finalise/letter_document.js'
import { ProfileIncomplete } from '../finalise/errors.js'
import { letterProfile } from '../finalise/letter_profile.js'
import { plainHeading } from '../finalise/plain_heading.js'

/** Who speaks in a paper to a family, where, and when. */
export type Office = Pick<OfficePaper, 'letterhead' | 'signed' | 'placeAndDate'> & {
  /** How the office is reached: address, telephone, mail; empty where the Profil has none. */
  contact: string
}

/**
 * Letterhead and signatory of the regency. Where Profil Pengesahan is not complete the letterhead is that of what there is, and the place
 * to sign is left blank: a family has to be answered in time whatever the profile lacks.
 *
 * @param date of the paper, `YYYY-MM-DD`
 */
export async function officeOf(tx: Tx, regency: string, date: string): Promise<Office> {
  const { institution } = await profileFor(tx, regency)
  const contact = [institution.address, institution.phone && `telepon ${institution.phone}`, institution.email]
    .filter((part) => part?.trim())
    .join(', ')
  try {
    const profile = await letterProfile(tx, regency)
    const logo = await logoOf(tx, profile)
    return {
      ...{ letterhead: { ...profile.letterhead, ...(logo ? { logo } : {}) }, signed: profile.signatory, contact },
      placeAndDate: words.placeAndDate(profile.place, date),
    }
  } catch (error) {
    if (!(error instanceof ProfileIncomplete)) throw error
    const { letterhead, place } = await plainHeading(tx, regency)
    return { letterhead, signed: 'blank', placeAndDate: words.placeAndDate(place, date), contact }
  }
}
