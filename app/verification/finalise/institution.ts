import { profileFor } from '#services/profiles/profile'
import { findRegion } from '#services/regions'
import type { Tx } from '#services/scope'

/** Name of a regency as letters write it: `Kabupaten Gunungkidul`, `Kota Magelang`. */
export async function regencyName(code: string): Promise<string> {
  const region = await findRegion(code)
  return region ? region.name.replace(/^Kab\.\s*/, 'Kabupaten ') : code
}

/** Name of the office as its profile has it, for the prints that need no signature. */
export async function institutionOf(tx: Tx, regency: string): Promise<string> {
  const { institution } = await profileFor(tx, regency)
  return institution.name || `Dinas Sosial ${await regencyName(regency)}`
}
