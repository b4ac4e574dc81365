import type { ClientBase } from 'pg'
import { query, type Tx } from '#services/scope'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Values } from '../instrument.js'
import { stagedTable } from './staging.js'

const BATCH = 500

const [QUOTE, COMMA, END] = ['"', ',', ')'].map((sign) => sign.charCodeAt(0))
/** Column that no variable is named after. */
const KEY = 'key'
const NUMERIC = new Set(['code', 'flags', 'int', 'number'])

interface StagedColumn {
  name: string
  numeric: boolean
}

/** The rows of each group of a record as one text; null where the record has no such row. */
type Packed = (string | null)[]

/** Some of the accepted records, and the numbers that `load_order` gave them. */
export interface RecordBatch {
  records: Iterable<RecordDoc>
  first: number
  last: number
}

/** Numbers the accepted records in the order in which villages are read, in the temporary table `load_order`. */
export async function orderRecords(tx: Tx, { root, summary }: Instrument): Promise<void> {
  await query(
    tx,
    `create temporary table load_order on commit drop as
     select cast(row_number() over (order by regency_code, ${summary.village}, key) as integer) as at, regency_code, key
     from ${stagedTable(root.name)} where faults is null order by 1`,
  )
  await query(tx, 'create unique index on load_order (at)')
  await query(tx, 'analyze load_order')
}

/**
 * The accepted records as documents, in the order of their numbers. A row travels in PostgreSQL's own text form of rows, which costs the
 * database a third of building JSON, and the next records are fetched while these are worked on. A document is made only when it is
 * asked for, so that each is gone before the next one comes.
 */
export async function* stagedRecords(client: ClientBase, instrument: Instrument): AsyncGenerator<RecordBatch, void> {
  const columns = [instrument.root, ...instrument.groups].map(columnsOf)
  await client.query(`declare load_records no scroll cursor for ${recordsSql(instrument, columns)}`)
  const fetch = () => client.query<Packed>({ text: `fetch ${BATCH} from load_records`, rowMode: 'array' })
  let first = 1
  for (let coming = fetch(); ;) {
    const { rows } = await coming
    if (rows.length === 0) break
    coming = fetch()
    // What ends the work meanwhile is thrown there, and this one fails with it.
    coming.catch(() => undefined)
    const last = first + rows.length - 1
    yield { records: unpackAll(instrument, columns, rows), first, last }
    first = last + 1
  }
  await client.query('close load_records')
}

function columnsOf(group: RowGroup): StagedColumn[] {
  return [
    { name: KEY, numeric: false },
    ...(group.parent ? [{ name: group.parent.field, numeric: false }] : []),
    ...group.variables.map(({ name, type }) => ({ name, numeric: NUMERIC.has(type) })),
  ]
}

function recordsSql({ root, groups }: Instrument, [own, ...columns]: readonly StagedColumn[][]): string {
  const packed = (names: readonly StagedColumn[], alias: string) =>
    `cast(row(${names.map(({ name }) => `${alias}.${name}`).join(', ')}) as text)`
  const children = groups.map(
    (group, index) =>
      `(select string_agg(${packed(columns[index]!, 'g')}, '' order by g.key)
        from ${stagedTable(group.name)} g where g.record_key = u.key and g.faults is null)`,
  )
  return `select ${[packed(own!, 'u'), ...children].join(', ')}
    from load_order o join ${stagedTable(root.name)} u on u.key = o.key and u.faults is null order by o.at`
}

function* unpackAll(instrument: Instrument, columns: readonly StagedColumn[][], rows: readonly Packed[]): Generator<RecordDoc> {
  for (const packed of rows) yield unpack(instrument, columns, packed)
}

function unpack({ groups }: Instrument, columns: readonly StagedColumn[][], packed: Packed): RecordDoc {
  const values: Values = {}
  const { key } = fill(values, columns[0]!, packed[0]!, 0)
  const rows: Record<string, ChildRow[]> = {}
  for (const [index, group] of groups.entries()) {
    const text = packed[index + 1]
    if (text) rows[group.name] = rowsOf(columns[index + 1]!, text)
  }
  return { key, values, groups: rows }
}

/** One row ends where the next one begins, so that no sign has to part them. */
function rowsOf(columns: readonly StagedColumn[], text: string): ChildRow[] {
  const rows: ChildRow[] = []
  for (let from = 0; from < text.length;) {
    const row: Values = {}
    const { key, end } = fill(row, columns, text, from)
    row.key = key
    rows.push(row as ChildRow)
    from = end
  }
  return rows
}

/**
 * Writes the answers of the row that begins at `from`; gives its key and where it ends. In its text form, `(4711,,"Jl. ""Melati"" 3",2)`, an
 * empty answer is nothing at all, and quotes stand around what holds a blank, a comma, a bracket, a quote or a backslash, the last two doubled.
 */
function fill(row: Values, columns: readonly StagedColumn[], text: string, from: number): { key: string; end: number } {
  let [key, at] = ['', from + 1]
  for (const { name, numeric } of columns) {
    const sign = text.charCodeAt(at)
    if (sign === COMMA || sign === END) {
      at++
      continue
    }
    const quoted = sign === QUOTE
    const stop = quoted ? closingQuote(text, at + 1) : cellEnd(text, at)
    const cell = quoted ? undoubled(text.slice(at + 1, stop)) : text.slice(at, stop)
    if (name === KEY) key = cell
    else row[name] = numeric ? Number(cell) : cell
    at = stop + (quoted ? 2 : 1)
  }
  return { key, end: at }
}

function cellEnd(text: string, from: number): number {
  let at = from
  for (let sign = text.charCodeAt(at); sign !== COMMA && sign !== END;) sign = text.charCodeAt(++at)
  return at
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2)
  return at
}

function undoubled(cell: string): string {
  return cell.includes('"') || cell.includes('\\') ? cell.replace(/(["\\])\1/g, '$1') : cell
}
