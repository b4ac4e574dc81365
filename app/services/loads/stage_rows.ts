import type { LoadColumn, LoadFault, LoadHandler, LoadRow } from '#kernel/contributions'
import { formatDecimal } from '#domain/decimal'
import { DomainError } from '#domain/domain_error'
import { cleanKey } from '#domain/identifier'
import { toldCell } from '#domain/mask'
import { connectionOf, copyInto, copyLine } from '#services/database/copy'
import { CellKind, isEmptyIn, type DataRow, type DataTable } from '#services/documents/table'
import { query, type Tx } from '#services/scope'
import { cellReader, typedCellReader, Unreadable } from '#verification/editions/cells'
import { rowFaults } from '#verification/editions/row_faults'
import { stagedTable, type Fault } from '#verification/editions/staging'
import type { Text } from '#verification/instrument'
import { readBps, RegionRefused, type RegionReader } from './region_reader.js'

/** Temporary table of the rows of a list while they are judged. */
export const ROWS = stagedTable('rows')
/** Rows that a module is given at once. */
const SET = 2000
const TELL_EVERY = 2000
const SHOWN = 80
const REQUIRED: Text = { id: 'Kolom ini harus diisi.', en: 'This column must be filled in.' }
/** Sign that no cell holds; it parts the values of a key. */
const APART = '\u001f'

interface Reading {
  columns: readonly LoadColumn[]
  /** Columns by which a row is known, whatever their type. */
  keys: readonly string[]
  regions: RegionReader
  today: string
  onRows: (rows: number) => Promise<void>
}

interface Reader {
  column: LoadColumn
  index: number
  read: (cell: string, kind: number) => string | null | Unreadable
}

/** Streams a table into the temporary table, each cell read as its column says; rows that cannot be read stay with their faults. */
export async function readRows(tx: Tx, table: DataTable, headers: readonly string[], reading: Reading): Promise<number> {
  await query(tx, `create temporary table ${ROWS} (row integer, faults jsonb, mapped jsonb, data json) on commit drop`)
  const readers = reading.columns.map((column) => readerOf(column, headers.indexOf(column.name), reading))
  const columns = readers.map(({ index }) => index)
  let read = 0
  async function* lines() {
    for await (const row of table.rows) {
      if (isEmptyIn(row, columns)) continue
      read++
      yield lineOf(row, rowFaults(row, columns, table.headers), readers, table.headers, reading.regions)
      if (read % TELL_EVERY === 0) await reading.onRows(read)
    }
  }
  await copyInto(tx.trx, ROWS, ['row', 'faults', 'mapped', 'data'], lines())
  await query(tx, `create index on ${ROWS} (row)`)
  await query(tx, `analyze ${ROWS}`)
  await reading.onRows(read)
  return read
}

function readerOf(column: LoadColumn, index: number, { regions, today, keys }: Reading): Reader {
  const { type, length, min, max } = column
  if (type === 'region') return { column, index, read: (cell) => regions.read(cell, column.level) }
  if (type === 'bps') return { column, index, read: readBps }
  const variable = {
    type,
    ...(length ? { length } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  }
  const [plain, typed] = [cellReader(variable, today), typedCellReader(variable, today)]
  const readCell: Reader['read'] = (cell, kind) => within(column, kind === CellKind.text ? plain(cell) : typed(cell, kind))
  return { column, index, read: type === 'text' && keys.includes(column.name) ? keyed(readCell) : readCell }
}

/** A text by which rows are known is the same however it is dressed. */
function keyed(read: Reader['read']): Reader['read'] {
  return (cell, kind) => {
    const key = kind === CellKind.text ? cleanKey(cell) : cell
    return key === null ? null : read(key, kind)
  }
}

/** A list has no rules that would judge a value outside its range, so that it cannot be taken. */
function within(column: LoadColumn, value: string | null | Unreadable) {
  const { type, min = -Infinity, max = Infinity } = column
  if (typeof value !== 'string') return value
  if (type === 'digits') return asLong(column, value)
  if (type !== 'int' && type !== 'number') return value
  const number = Number(value)
  if (number >= min && number <= max) return value
  const limits = (least: string, most: string, language: 'id' | 'en') =>
    [
      ...(min > -Infinity ? [`${least} ${formatDecimal(min, 0, language)}`] : []),
      ...(max < Infinity ? [`${most} ${formatDecimal(max, 0, language)}`] : []),
    ].join(', ')
  return new Unreadable({
    id: `Nilainya di luar batas: ${limits('paling kecil', 'paling besar', 'id')}. Periksa angkanya.`,
    en: `The value is outside its limits: ${limits('at least', 'at most', 'en')}. Check the number.`,
  })
}

function asLong({ length = Infinity, exact = false }: LoadColumn, digits: string): string | Unreadable {
  if (digits.length === length || (!exact && digits.length < length)) return digits
  return new Unreadable({
    id: `Nomor ${exact ? 'harus' : 'paling banyak'} ${length} angka, tetapi berisi ${digits.length} angka. Periksa pada dokumennya.`,
    en: `The number must have ${exact ? '' : 'at most '}${length} digits, but it has ${digits.length}. Look it up in the document.`,
  })
}

function lineOf(
  { row, cells, kinds, spoilt = [] }: DataRow,
  faults: Fault[],
  readers: readonly Reader[],
  titles: readonly string[],
  regions: RegionReader,
): string {
  const values: Record<string, string | null> = {}
  regions.mapped.clear()
  for (const { column, index, read } of readers) {
    const kind = kinds?.[index] ?? CellKind.text
    const cell = cells[index] ?? ''
    const isSpoilt = spoilt.some(({ column: at }) => at === index)
    const value = index < 0 || isSpoilt ? null : attempt(read, cell, kind)
    const fault = (reason: Text) => faults.push({ column: titles[index] ?? column.name, value: toldCell(cell, SHOWN), reason })
    if (value instanceof Unreadable) fault(value.reason)
    else if (value === null && column.required && !isSpoilt) fault(REQUIRED)
    values[column.name] = value instanceof Unreadable ? null : value
  }
  return copyLine([
    row,
    faults.length ? JSON.stringify(faults) : null,
    regions.mapped.size ? JSON.stringify([...regions.mapped]) : '[]',
    JSON.stringify(values),
  ])
}

function attempt(read: Reader['read'], cell: string, kind: number): string | null | Unreadable {
  try {
    return read(cell, kind)
  } catch (error) {
    if (error instanceof RegionRefused || error instanceof DomainError) return new Unreadable(error.text)
    throw error
  }
}

/** Of rows whose key stands several times none is taken; each is told of the others, and of its own key as the file has it. */
export async function rejectTwins(tx: Tx, { keys = [] }: LoadHandler, titleOf: (name: string) => string): Promise<void> {
  for (const key of keys) await rejectTwinsOf(tx, key, titleOf)
}

async function rejectTwinsOf(tx: Tx, key: readonly string[], titleOf: (name: string) => string): Promise<void> {
  const value = `concat_ws('${APART}', ${key.map((name) => `t.data->>'${name}'`).join(', ')})`
  const given = `concat_ws(' ', ${key.map((name) => givenCode(`t.data->>'${name}'`)).join(', ')})`
  const others = `array_to_string((array_remove(d.rows, t.row))[1:10], ', ') || '.'`
  await query(
    tx,
    `update ${ROWS} t set faults = coalesce(t.faults, '[]') || jsonb_build_array(jsonb_build_object(
       'column', cast(:column as text), 'value', ${given}, 'reason', jsonb_build_object(
         'id', 'Ganda dalam berkas: kunci yang sama ada pada baris ' || ${others},
         'en', 'Twice in the file: the same key stands in row ' || ${others})))
     from (select ${value} as key, array_agg(row order by row) as rows from ${ROWS} t
           where ${value} <> '' group by 1 having count(*) > 1) d where d.key = ${value}`,
    { column: key.map(titleOf).join(' + ') },
  )
}

/** The former code that stands in the file where this one came of it. */
function givenCode(value: string): string {
  const former = `select (m->>0) || substr(${value}, length(m->>1) + 1) from jsonb_array_elements(t.mapped) m`
  return `coalesce((${former} where starts_with(${value}, m->>1) limit 1), ${value})`
}

export async function addFaults(tx: Tx, faults: readonly LoadFault[]): Promise<void> {
  if (faults.length === 0) return
  await query(
    tx,
    `update ${ROWS} t set faults = coalesce(t.faults, '[]') || f.faults from (
       select row, jsonb_agg(jsonb_build_object('column', "column", 'value', coalesce(value, ''), 'reason', reason)) as faults
       from (select g.row, g.column, g.reason, s.data->>g.column as value
             from json_to_recordset(cast(:faults as json)) as g(row int, "column" text, reason jsonb) join ${ROWS} s on s.row = g.row) found
       group by row) f
     where f.row = t.row`,
    { faults: JSON.stringify(faults) },
  )
}

/** The rows that can be taken, set after set, in the order of the file; those that a set's own check refuses are met by no later pass. */
export async function* eachSet(tx: Tx, cursor: string): AsyncGenerator<LoadRow[], void> {
  const client = await connectionOf(tx.trx)
  await client.query(`declare ${cursor} no scroll cursor for select row, data from ${ROWS} where faults is null order by row`)
  for (;;) {
    const { rows } = await client.query<{ row: number; data: LoadRow['values'] }>(`fetch ${SET} from ${cursor}`)
    if (rows.length === 0) break
    yield rows.map(({ row, data }) => ({ row, values: data }))
  }
  await client.query(`close ${cursor}`)
}
