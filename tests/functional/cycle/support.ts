import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import sharp from 'sharp'
import { registry } from '#kernel/registry'
import { writeCsv } from '#services/documents/csv_writer'
import { cellsOf, headingsOf, inventRecords } from '#services/demo/population'
import { planOf } from '#services/demo/seed_edition'
import type { RecordDoc } from '#verification/instrument'

/** Records by village, invented; the register of the cycle holds exactly these. */
export type Population = Readonly<Record<string, readonly { code: string; records: number }[]>>

export interface Register {
  /** Paths by the name of the option of `edition:load`. */
  files: Record<string, string>
  /** Data rows of all files together. */
  rows: number
  records: readonly RecordDoc[]
}

/** The ministry's CSV files of a register, with one household more that lies in no village there is. */
export async function writeRegister(folder: string, population: Population): Promise<Register> {
  const { instrument, ...module } = registry.module('bdt')
  const records: RecordDoc[] = []
  for (const [regency, villages] of Object.entries(population)) {
    const plan = await planOf({ instrument, ...module }, { regency, records: 1, seed: 'daur', dirt: 0.1 })
    records.push(...(await Array.fromAsync(inventRecords({ ...plan, villages }))))
  }
  const files: Record<string, string> = {}
  let rows = 0
  for (const group of [instrument.root, ...instrument.groups]) {
    const headings = headingsOf(instrument, group)
    const cells = await Array.fromAsync(cellsOf(instrument, group, headings, records))
    if (group === instrument.root)
      cells.push(headings.map((name) => ({ idbdt: 'TANPADESA', village_code: '33.71.99.9999' })[name] ?? ''))
    rows += cells.length
    files[group.name] = join(folder, `${group.name}.csv`)
    const columns = headings.map((header) => ({ header, type: 'text' as const }))
    await pipeline(Readable.from(writeCsv(columns, cells)), createWriteStream(files[group.name]!))
  }
  return { files, rows, records }
}

/** A profile that a letter can be made of, with its logo beside it. */
export async function writeProfile(folder: string): Promise<string> {
  const path = join(folder, 'profil.json')
  const logo = sharp({ create: { width: 64, height: 64, channels: 3, background: '#123456' } })
  await writeFile(join(folder, 'logo.png'), await logo.png().toBuffer())
  const institution = { name: 'Dinas Sosial Kota Magelang', address: 'Jalan Contoh 1', postal_code: '56111' }
  const signing = {
    ...{
      name: 'Budi Contoh, S.Sos.',
      nip: '196501011990032991',
      rank: 'Pembina Utama Muda (IV/c)',
      position: 'Kepala Dinas Sosial',
    },
    ...{ letterhead: 'PEMERINTAH KOTA MAGELANG\nDINAS SOSIAL', place: 'Magelang', number_code: '470' },
    number_pattern: '{kode}/{nomor:3}/{tahun}',
  }
  await writeFile(path, JSON.stringify({ institution, signing, logo: 'logo.png' }))
  return path
}
