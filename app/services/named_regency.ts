import db from '@adonisjs/lucid/services/db'
import { RegionCode } from '#domain/region_code'
import { findRegion } from '#services/regions'

/** `E_REGION_UNKNOWN`: a command names a regency that is none, so that an empty answer would look like a good one. */
export class RegionUnknown extends Error {
  readonly code = 'E_REGION_UNKNOWN'

  constructor(typed: string) {
    super(`"${typed}" bukan kode kabupaten/kota yang berlaku. Tulis seperti 33.71.`)
  }
}

/** The regency that a command names, with or without its dots or by a former code, as the code in force. @throws RegionUnknown */
export async function namedRegency(typed: string): Promise<string> {
  const code = RegionCode.tryParse(typed)?.text ?? typed
  const alias: { new_code: string } | null = await db
    .connection()
    .from('region_aliases')
    .where('old_code', code)
    .select('new_code')
    .first()
  const region = await findRegion(alias?.new_code ?? code)
  if (region?.level !== 2) throw new RegionUnknown(typed)
  return region.code
}
