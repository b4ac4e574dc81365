import { profileFor } from '#services/profiles/profile'
import { findRegion, lineage } from '#services/regions'
import type { Tx } from '#services/scope'

/** Name of a regency as letters write it: `Kabupaten Gunungkidul`, `Kota Magelang`. */
export async function regencyName(code: string): Promise<string> {
  const region = await findRegion(code)
  return region ? region.name.replace(/^Kab\.\s*/, 'Kabupaten ') : code
}

/** Who gets a copy of what a regency approves: its governor, and the head of the regency himself. */
export async function copiedOf(code: string): Promise<string[]> {
  const [regency, province] = await lineage(code)
  if (!regency) return []
  const place = (await regencyName(code)).replace(/^(?:Kabupaten|Kota) (?:Administrasi )?/, '')
  const head = `${regency.kind === 'kota' ? 'Wali Kota' : 'Bupati'} ${place}`
  return [...(province ? [`Gubernur ${province.name}`] : []), head]
}

/** Name of the office as its profile has it, for the prints that need no signature. */
export async function institutionOf(tx: Tx, regency: string): Promise<string> {
  const { institution } = await profileFor(tx, regency)
  return institution.name || `Dinas Sosial ${await regencyName(regency)}`
}
