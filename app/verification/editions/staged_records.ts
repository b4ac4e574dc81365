import type { ClientBase } from 'pg'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Value, Values } from '../instrument.js'
import { stagedTable } from './staging.js'

const BATCH = 1000
/** Signs that no stored text holds; they part rows, cells and empty cells of a packed record. */
const [ROW, CELL, EMPTY] = ['\u001e', '\u001f', '\u0001'] as const
const sql = { [ROW]: `E'\\x1e'`, [CELL]: `E'\\x1f'`, [EMPTY]: `E'\\x01'` } as const

const NUMERIC = new Set(['code', 'flags', 'int', 'number'])

interface PackedColumn {
  name: string
  numeric: boolean
}

/** Each group of a record as one text; null where the record has no such row. */
type Packed = (string | null)[]

/**
 * The accepted records as documents, in the order of their keys. Rows travel packed as text, which costs the database a fifth of
 * building JSON, and the next ones are fetched while these are worked on.
 */
export async function* stagedRecords(client: ClientBase, instrument: Instrument): AsyncGenerator<RecordDoc[], void> {
  const groups = [instrument.root, ...instrument.groups]
  const columns = groups.map(columnsOf)
  await client.query(`declare load_records no scroll cursor for ${recordsSql(instrument, columns)}`)
  const fetch = () => client.query<Packed>({ text: `fetch ${BATCH} from load_records`, rowMode: 'array' })
  for (let coming = fetch(); ;) {
    const { rows } = await coming
    if (rows.length === 0) break
    coming = fetch()
    yield rows.map((packed) => unpack(instrument, columns, packed))
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
  const packed = (index: number, alias: string) =>
    `array_to_string(array[${columns[index]!.map(({ name }) => `${alias}.${name}::text`).join(', ')}], ${sql[CELL]}, ${sql[EMPTY]})`
  const children = groups.map(
    (group, index) =>
      `(select string_agg(${packed(index + 1, 'g')}, ${sql[ROW]} order by g.key)
        from ${stagedTable(group.name)} g where g.record_key = u.key and g.faults is null)`,
  )
  return `select ${packed(0, 'u')}, ${children.join(', ')} from ${stagedTable(root.name)} u where u.faults is null order by u.key`
}

function unpack({ groups }: Instrument, columns: readonly PackedColumn[][], packed: Packed): RecordDoc {
  const { key, ...values } = rowOf(columns[0]!, packed[0]!)
  const rows: Record<string, ChildRow[]> = {}
  for (const [index, group] of groups.entries()) {
    const text = packed[index + 1]
    if (text) rows[group.name] = text.split(ROW).map((row) => rowOf(columns[index + 1]!, row))
  }
  return { key, values: values as Values, groups: rows }
}

function rowOf(columns: readonly PackedColumn[], text: string): ChildRow {
  const cells = text.split(CELL)
  const row: Record<string, Value> = {}
  for (const [index, { name, numeric }] of columns.entries()) {
    const cell = cells[index]!
    if (cell !== EMPTY) row[name] = numeric ? Number(cell) : cell
  }
  return row as ChildRow
}
