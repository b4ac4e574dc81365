import { cleanKey, DomainError, excerpt, RegionCode } from '#core/domain'
import { files, query, records, regions, type MoveRequest, type Place, type Text, type Tx } from '#core/plugin'
import { columnless, MOST_ROWS, nothingReadable, rowless, tooManyRows } from '../errors.js'

/** A row of a list of moves that is not taken: the number as in the file, the heading being row 1. */
export interface RejectedRow {
  row: number
  given: string
  reason: Text
}

export interface ReadMoves {
  request: Extract<MoveRequest, { kind: 'records' }>
  read: number
  rejected: RejectedRow[]
}

/** Headings of the template, and others under which such lists are kept. */
export const TEMPLATE = ['id_data', 'kode_desa_tujuan'] as const
const IDS = ['id_data', 'idbdt', 'id_bdt', 'id_kpm', 'id_pbi', 'id_peserta_pbi', 'id', 'kunci']
const TARGETS = [
  ...['kode_desa_tujuan', 'kode_kelurahan_tujuan', 'kode_desa_kelurahan_tujuan', 'desa_tujuan', 'kelurahan_tujuan'],
  ...['desa_kelurahan_tujuan', 'kode_desa', 'kode_kelurahan', 'kode_desa_kelurahan', 'tujuan'],
]
const SHOWN = 60
const NUMBER_CELL = 1

interface Given {
  row: number
  id: string
  to: string | null
  reason: Text | null
}

/**
 * Reads a list of moves: an identifier of the register and the code of the village it goes into, a row each. Nothing is repaired or
 * guessed; a row that cannot be taken is told with its number.
 *
 * @param path of the CSV file or workbook on the disk
 * @throws Refused; DocumentRefused for a file that cannot be read
 */
export async function readMoves(tx: Tx, place: Place, path: string): Promise<ReadMoves> {
  const given = await rowsOf(path, { villages: await villageNames(place.regency), inForce: await regions.inForce(tx) })
  if (given.length === 0) throw rowless()
  const known = await keysOf(
    tx,
    place,
    given.map(({ id }) => id),
  )
  const rowsOfId = Map.groupBy(given, ({ id }) => known.get(id)?.key ?? id)
  const rejected: RejectedRow[] = []
  const moves: { key: string; to: string }[] = []
  for (const line of given) {
    const found = known.get(line.id)
    const same = rowsOfId.get(found?.key ?? line.id)!
    const reason = line.reason ?? faultOf(line, found, same)
    if (reason !== null) rejected.push({ row: line.row, given: excerpt(line.id, SHOWN), reason })
    else moves.push({ key: found!.key, to: line.to! })
  }
  if (moves.length === 0) throw nothingReadable(rejected)
  return { request: { kind: 'records', module: place.module.name, moves }, read: given.length, rejected }
}

function faultOf(line: Given, found: { village: string } | undefined, same: readonly Given[]): Text | null {
  if (!found) return { id: 'ID ini tidak ada pada data periode ini.', en: 'No record of this period has this ID.' }
  const other = same.find(({ row }) => row !== line.row)
  if (other) {
    return {
      id: `ID yang sama juga ada pada baris ${other.row}; tidak satu pun yang dipakai.`,
      en: `Row ${other.row} has the same ID; neither is taken.`,
    }
  }
  if (found.village !== line.to) return null
  return { id: 'Data ini sudah berada di desa tujuan.', en: 'This record is in that village already.' }
}

interface Known {
  /** Names of the villages of the regency by their codes. */
  villages: ReadonlyMap<string, string>
  inForce: (code: string) => string
}

async function rowsOf(path: string, { villages, inForce }: Known): Promise<Given[]> {
  const table = await files.openTable(path)
  try {
    const column = (names: readonly string[], shown: string) => {
      const at = files.columnAmong(table.headers, names)
      if (at < 0) throw columnless(shown)
      return at
    }
    const [id, to] = [column(IDS, TEMPLATE[0]), column(TARGETS, TEMPLATE[1])]
    const rows: Given[] = []
    for await (const line of table.rows) {
      const { row, cells, kinds } = line
      const problem = files.problemIn(line, [id, to])
      const cell = cells[id] ?? ''
      if (problem === undefined && cell.trim() === '' && (cells[to] ?? '').trim() === '') continue
      if (rows.length >= MOST_ROWS) throw tooManyRows()
      const key = keyOf(kinds?.[id] === NUMBER_CELL ? Number(cell) : cell)
      const code = villageOf(cells[to] ?? '', inForce, (known) => villages.get(known))
      const reason =
        problem ??
        ('reason' in key ? key.reason : null) ??
        ('reason' in code ? code.reason : villages.has(code.code) ? null : stranger(code.code))
      rows.push({ row, id: 'key' in key ? key.key : cell.trim(), to: 'code' in code ? code.code : null, reason })
    }
    return rows
  } finally {
    await table.close()
  }
}

function keyOf(cell: string | number): { key: string } | { reason: Text } {
  try {
    const key = cleanKey(cell)
    return key === null ? { reason: { id: 'ID tidak diisi.', en: 'The ID is empty.' } } : { key }
  } catch (error) {
    if (error instanceof DomainError) return { reason: reasonOf(error) }
    throw error
  }
}

/** The village that a cell names, by its code in force; one that lost its last noughts is named where `nameOf` knows it. */
export function villageOf(
  cell: string,
  inForce: (code: string) => string,
  nameOf: (code: string) => string | undefined = () => undefined,
): { code: string } | { reason: Text } {
  if (cell.trim() === '') return { reason: { id: 'Kode desa tujuan tidak diisi.', en: 'The code of the village is empty.' } }
  try {
    const code = RegionCode.parse(cell.trim(), nameOf)
    if (code.level === 'village') return { code: inForce(code.text) }
    const [typed, example] = [cell.trim(), RegionCode.example('village')]
    return {
      reason: {
        id: `"${typed}" bukan kode desa/kelurahan. Tulis seperti ${example}.`,
        en: `"${typed}" is no code of a village. Write it as ${example}.`,
      },
    }
  } catch (error) {
    if (error instanceof DomainError) return { reason: reasonOf(error) }
    throw error
  }
}

const stranger = (code: string): Text => ({
  id: `${code} bukan desa/kelurahan pada wilayah ini.`,
  en: `${code} is no village of this region.`,
})

const reasonOf = (error: DomainError): Text => ({ id: error.reason('id'), en: error.reason('en') })

async function villageNames(regency: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await regions.villages(regency)).map(({ code, name }) => [code, name]))
}

/** Records by the identifier or the key that a list names them by. */
async function keysOf(tx: Tx, place: Place, ids: readonly string[]): Promise<Map<string, { key: string; village: string }>> {
  const { current } = records.tables(place)
  const rows = await query<{ id: string; key: string; village: string }>(
    tx,
    `select c.register_id as id, c.key, c.village_code as village from ${current} c
       where c.period_id = :period and c.regency_code = :regency and c.register_id = any (:ids)
     union all select c.key, c.key, c.village_code from ${current} c
       where c.period_id = :period and c.regency_code = :regency and c.key = any (:ids)`,
    { period: place.periodId, regency: place.regency, ids: [...new Set(ids)] },
  )
  return new Map(rows.map(({ id, ...record }) => [id, record]))
}
