import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DomainError } from '#domain/domain_error'
import { BpsCode, RegionCode } from '#domain/region_code'
import { openCsv, type CsvTable } from '#services/documents/csv_reader'
import { EditionError } from '#verification/editions/errors'

export interface BpsMapping {
  /** Rows of the file. */
  read: number
  /** Regions that have a BPS code now and had another or none before. */
  changed: number
  /** Regions of the list that have a BPS code after this file. */
  mapped: number
}

const BPS_HEADINGS = ['kode_bps', 'bps_code', 'bps']
const CODE_HEADINGS = ['kode_kemendagri', 'kode_wilayah', 'kode', 'code']
const NAMED = 5

interface Pair {
  row: number
  bps: string
  code: string
}

/**
 * Takes a list of BPS codes for Kemendagri codes, of any level. The file is taken whole or not at all: a code that stands twice, that
 * cannot be read or that no region has leaves the old mapping in force.
 *
 * @throws EditionError `E_REGIONS_FILE`; DocumentRefused for a file that is no CSV
 */
export async function mapBpsCodes(path: string): Promise<BpsMapping> {
  const table = await openCsv(path)
  try {
    const pairs = await readPairs(table)
    return await db.connection().transaction((trx) => store(trx, pairs))
  } finally {
    await table.close()
  }
}

async function readPairs(table: CsvTable): Promise<Pair[]> {
  const [bpsColumn, codeColumn] = [BPS_HEADINGS, CODE_HEADINGS].map((names) =>
    table.headers.findIndex((header) => names.includes(header)),
  )
  if (bpsColumn === undefined || codeColumn === undefined || bpsColumn < 0 || codeColumn < 0) {
    refuse(['Kolom "kode_bps" dan "kode_kemendagri" harus ada.'])
  }
  const pairs: Pair[] = []
  const faults: string[] = []
  const rowOf = new Map<string, number>()
  for await (const { row, cells } of table.rows) {
    try {
      const pair = { row, bps: BpsCode.parse(cells[bpsColumn]).text, code: RegionCode.parse(cells[codeColumn]).text }
      for (const key of [`BPS ${pair.bps}`, `Kemendagri ${pair.code}`]) {
        const first = rowOf.get(key)
        if (first !== undefined) faults.push(`Baris ${row}: kode ${key} sudah ada pada baris ${first}.`)
        rowOf.set(key, row)
      }
      pairs.push(pair)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      faults.push(`Baris ${row}: ${error.message}`)
    }
  }
  if (faults.length > 0) refuse(faults)
  return pairs
}

async function store(trx: TransactionClientContract, pairs: readonly Pair[]): Promise<BpsMapping> {
  const given = JSON.stringify(pairs)
  const columns = 'as p(row int, bps text, code text)'
  const { rows: unknown } = await trx.rawQuery<{ rows: Pair[] }>(
    `select p.row, p.code from json_to_recordset(?) ${columns} left join regions r on r.code = p.code where r.code is null order by p.row`,
    [given],
  )
  if (unknown.length > 0) refuse(unknown.map(({ row, code }) => `Baris ${row}: wilayah ${code} tidak ada dalam daftar.`))
  await trx.rawQuery(
    `update regions r set bps_code = null from json_to_recordset(?) ${columns} where r.bps_code = p.bps and r.code <> p.code`,
    [given],
  )
  const { rows: changed } = await trx.rawQuery<{ rows: object[] }>(
    `update regions r set bps_code = p.bps from json_to_recordset(?) ${columns}
     where r.code = p.code and r.bps_code is distinct from p.bps returning r.code`,
    [given],
  )
  const { rows } = await trx.rawQuery<{ rows: { mapped: number }[] }>('select count(bps_code)::int as mapped from regions')
  return { read: pairs.length, changed: changed.length, mapped: rows[0]!.mapped }
}

function refuse(faults: readonly string[]): never {
  const more = faults.length > NAMED ? ` Dan ${faults.length - NAMED} lagi.` : ''
  throw new EditionError(
    'E_REGIONS_FILE',
    `Pemetaan tidak dimuat; yang lama tetap berlaku. ${faults.slice(0, NAMED).join(' ')}${more}`,
  )
}
