import type { Letterhead } from '#services/documents/letterhead'
import { profileFor } from '#services/profiles/profile'
import type { Tx } from '#services/scope'
import { institutionOf, regencyName } from './institution.js'
import { logoOf } from './letter_document.js'

/** Position of a supervisor whose account names none. */
export const SUPERVISOR = 'Supervisor Kabupaten/Kota'

/** Letterhead and place for prints that need no signature: what the profile has of them, else the names of office and regency. */
export async function plainHeading(tx: Tx, regency: string): Promise<{ letterhead: Letterhead; place: string }> {
  const { signing, logoFileId } = await profileFor(tx, regency)
  const logo = await logoOf(tx, { logoFileId })
  const lines = (signing.letterhead ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return {
    letterhead: {
      ...(logo ? { logo } : {}),
      lines: lines.length > 0 ? lines : [await institutionOf(tx, regency)],
      address: [],
    },
    place: signing.place || (await regencyName(regency)),
  }
}
