import { regionNames } from '#services/regions'
import { query, type Tx } from '#services/scope'
import { LoadError } from './errors.js'

const NAMED = 5

/**
 * Holds the finalisations of a module in some regencies until the transaction ends: what they are judged by does not change while one
 * of them is being sealed, and none begins to be sealed while it changes.
 *
 * @throws LoadError `E_LOAD_SEALING` with the regencies that are being sealed
 */
export async function holdBasis(tx: Tx, module: string, regencies: readonly string[]): Promise<void> {
  const among = { module, regencies: [...regencies] }
  await query(
    tx,
    `select 1 from finalisations where module = :module and regency_code = any (:regencies) and state in ('open', 'finalising')
     order by period_id, regency_code for share`,
    among,
  )
  const sealing = await query<{ regency: string }>(
    tx,
    `select distinct regency_code as regency from finalisations
     where module = :module and regency_code = any (:regencies) and state = 'finalising' order by 1`,
    among,
  )
  if (sealing.length === 0) return
  const codes = sealing.map(({ regency }) => regency)
  const names = await regionNames(codes.slice(0, NAMED))
  const places = codes
    .slice(0, NAMED)
    .map((code) => `${code} ${names[code] ?? ''}`.trim())
    .join(', ')
  const more = codes.length - NAMED
  throw new LoadError('E_LOAD_SEALING', {
    id: `Sedang difinalisasi berdasarkan daftar ini: ${places}${more > 0 ? ` dan ${more} lagi` : ''}. Daftarnya tetap seperti semula; ulangi beberapa menit lagi.`,
    en: `Being finalised on the ground of this list: ${places}${more > 0 ? ` and ${more} more` : ''}. The list is as it was; try again in some minutes.`,
  })
}
