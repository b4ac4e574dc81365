import { LetterNumberPattern } from '#services/documents/letter_number'
import type { Capacity, Letterhead, Signatory } from '#services/documents/letterhead'
import { missingForLetter, profileFor, type Profile } from '#services/profiles/profile'
import type { ProfileValues } from '#services/profiles/fields'
import type { Tx } from '#services/scope'
import { ProfileIncomplete } from './errors.js'

/** What a letter takes from the Profil of its moment; kept with the letter, so that a later change of profile leaves it as it was. */
export interface LetterProfile {
  letterhead: Omit<Letterhead, 'logo'>
  logoFileId: string | null
  signatory: Signatory
  /** Where it is signed: `Magelang`. */
  place: string
  number: { pattern: string; code: string }
}

/**
 * Reads the profile of the regency as a letter needs it.
 * @throws ProfileIncomplete naming every required field that is empty
 */
export async function letterProfile(tx: Tx, regency: string): Promise<LetterProfile> {
  const profile = await profileFor(tx, regency)
  const missing = missingForLetter(profile)
  if (missing.length > 0) throw new ProfileIncomplete(missing.map(({ label }) => label))
  const { signing, logoFileId } = profile
  const pattern = new LetterNumberPattern(signing.number_pattern?.trim() ?? '').source
  return { ...letterParts(profile), logoFileId, number: { pattern, code: signing.number_code?.trim() ?? '' } }
}

/** Letterhead, official and place as the forms have them, whole or not; the preview of the forms shows the same. */
export function letterParts({
  institution,
  signing,
}: Pick<Profile, 'institution' | 'signing'>): Pick<LetterProfile, 'letterhead' | 'signatory' | 'place'> {
  const text = (field: string) => signing[field]?.trim() ?? ''
  const optional = (field: string) => (text(field) ? { [field]: text(field) } : {})
  return {
    letterhead: {
      lines: text('letterhead')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      address: addressLines(institution),
    },
    signatory: {
      ...{ capacity: capacityOf(signing.capacity), position: text('position'), name: text('name') },
      ...optional('principal'),
      ...optional('through'),
      ...optional('rank'),
      ...optional('nip'),
    },
    place: text('place'),
  }
}

function addressLines(institution: ProfileValues): string[] {
  const joined = (parts: (string | undefined)[], between: string) => parts.filter((part) => part?.trim()).join(between)
  const labelled = (label: string, field: string) =>
    institution[field]?.trim() ? `${label}\u00A0${institution[field]}` : undefined
  const address = joined([institution.address, labelled('Kode Pos', 'postal_code')], ', ')
  const contact = joined(
    [
      labelled('Telepon', 'phone'),
      labelled('Faksimile', 'fax'),
      labelled('Surel', 'email'),
      institution.website?.replace(/^https?:\/\//, ''),
    ],
    ' · ',
  )
  return [address, contact].filter(Boolean)
}

function capacityOf(text: string | undefined): Capacity {
  return text === 'an.' || text === 'plt.' || text === 'u.b.' ? text : 'own'
}
