import type { ClientBase } from 'pg'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Values } from '../instrument.js'
import { stagedTable } from './staging.js'

const BATCH = 1000
/** Signs that no stored text holds; they part rows and cells of a packed record. */
const [ROW, CELL] = ['\u001e', '\u001f'] as const
const sql = { [ROW]: `E'\\x1e'`, [CELL]: `E'\\x1f'` } as const
/** The first sign of a packed cell says whose it is, counted from here. */
const FIRST_COLUMN = 0x30
/** PostgreSQL takes at most 100 arguments. */
const MOST_ARGUMENTS = 90

const NUMERIC = new Set(['code', 'flags', 'int', 'number'])

interface PackedColumn {
  name: string
  numeric: boolean
}

/** Each group of a record as one text; null where the record has no such row. */
type Packed = (string | null)[]

/**
 * The accepted records as documents, in the order of their keys. Answers travel packed as text, the empty ones not at all, which costs
 * the database a fifth of building JSON, and the next ones are fetched while these are worked on. A document is made only when it is
 * asked for, so that each is gone before the next one comes.
 */
export async function* stagedRecords(client: ClientBase, instrument: Instrument): AsyncGenerator<Iterable<RecordDoc>, void> {
  const groups = [instrument.root, ...instrument.groups]
  const columns = groups.map(columnsOf)
  await client.query(`declare load_records no scroll cursor for ${recordsSql(instrument, columns)}`)
  const fetch = () => client.query<Packed>({ text: `fetch ${BATCH} from load_records`, rowMode: 'array' })
  for (let coming = fetch(); ;) {
    const { rows } = await coming
    if (rows.length === 0) break
    coming = fetch()
    yield unpackAll(instrument, columns, rows)
  }
  await client.query('close load_records')
}

function columnsOf(group: RowGroup): PackedColumn[] {
  return [
    { name: 'key', numeric: false },
    ...(group.parent ? [{ name: group.parent.field, numeric: false }] : []),
    ...group.variables.map(({ name, type }) => ({ name, numeric: NUMERIC.has(type) })),
  ]
}

function recordsSql({ root, groups }: Instrument, columns: readonly PackedColumn[][]): string {
  const children = groups.map(
    (group, index) =>
      `(select string_agg(${packedSql(columns[index + 1]!, 'g')}, ${sql[ROW]} order by g.key)
        from ${stagedTable(group.name)} g where g.record_key = u.key and g.faults is null)`,
  )
  return `select ${packedSql(columns[0]!, 'u')}, ${children.join(', ')} from ${stagedTable(root.name)} u where u.faults is null order by u.key`
}

function packedSql(columns: readonly PackedColumn[], alias: string): string {
  const cells = columns.map(({ name }, index) => `'${String.fromCharCode(FIRST_COLUMN + index)}' || ${alias}.${name}`)
  const parts: string[] = []
  for (let at = 0; at < cells.length; at += MOST_ARGUMENTS) {
    parts.push(`nullif(concat_ws(${sql[CELL]}, ${cells.slice(at, at + MOST_ARGUMENTS).join(', ')}), '')`)
  }
  return `concat_ws(${sql[CELL]}, ${parts.join(', ')})`
}

function* unpackAll(instrument: Instrument, columns: readonly PackedColumn[][], rows: readonly Packed[]): Generator<RecordDoc> {
  for (const packed of rows) yield unpack(instrument, columns, packed)
}

function unpack({ groups }: Instrument, columns: readonly PackedColumn[][], packed: Packed): RecordDoc {
  const values: Values = {}
  const key = fill(values, columns[0]!, packed[0]!)
  const rows: Record<string, ChildRow[]> = {}
  for (const [index, group] of groups.entries()) {
    const text = packed[index + 1]
    if (text) rows[group.name] = text.split(ROW).map((row) => rowOf(columns[index + 1]!, row))
  }
  return { key, values, groups: rows }
}

function rowOf(columns: readonly PackedColumn[], text: string): ChildRow {
  const row: Values = {}
  row.key = fill(row, columns, text)
  return row as ChildRow
}

/** Writes the answers of a packed row and returns its key, which is its first cell. */
function fill(row: Values, columns: readonly PackedColumn[], text: string): string {
  const end = text.indexOf(CELL)
  if (end < 0) return text.slice(1)
  for (let at = end + 1; at < text.length;) {
    const next = text.indexOf(CELL, at)
    const stop = next < 0 ? text.length : next
    const { name, numeric } = columns[text.charCodeAt(at) - FIRST_COLUMN]!
    const cell = text.slice(at + 1, stop)
    row[name] = numeric ? Number(cell) : cell
    at = stop + 1
  }
  return text.slice(1, end)
}
