import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { query } from '#services/scope'
import type { Place } from '#verification/store/index'
import { inScope } from './places.js'

const INSTITUTION = {
  ...{ name: 'Dinas Sosial Uji', address: 'Jalan Contoh Nomor 1', postal_code: '56100' },
  ...{ phone: '(0293) 000000', email: 'dinsos@contoh.invalid' },
}

const SIGNING = {
  ...{ name: 'Dra. SITI UJI, M.Si.', nip: '197001011995032991', rank: 'Pembina (IV/a)', position: 'Kepala Dinas Sosial' },
  ...{ capacity: 'own', letterhead: 'PEMERINTAH KABUPATEN UJI\nDINAS SOSIAL', place: 'Kota Uji' },
  ...{ number_pattern: '{kode}/{nomor:3}/{tahun}', number_code: '470' },
}

/** Writes a profile that a letter can be made of, as `profile:set --file` reads it. Gives its path. */
export async function writtenProfile(folder: string): Promise<string> {
  const path = join(folder, 'profil.json')
  await writeFile(path, JSON.stringify({ institution: INSTITUTION, signing: SIGNING }))
  return path
}

/** The files that the sealing of a period made for a regency, by kind and name. */
export function resultFilesOf({ periodId, regency }: Place): Promise<{ kind: string; name: string; records: number }[]> {
  return inScope(regency, (tx) =>
    query(tx, 'select kind, name, records from result_files where period_id = ? and regency_code = ? order by kind, name', [
      periodId,
      regency,
    ]),
  )
}
