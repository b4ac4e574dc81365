import { maskedNumber } from '#domain/mask'
import { copyInto } from '#services/database/copy'
import { query, type Tx } from '#services/scope'
import { isEmptyIn, type DataTable } from '#services/documents/table'
import type { CalendarDate } from '#domain/calendar_date'
import type { CodeVariant, Instrument, RowGroup, Text } from '../instrument.js'
import { definitions, variableColumns, type Column } from '../store/columns.js'
import type { Layout } from './layout.js'
import { RowReader } from './row_reader.js'
import type { VillageReader } from './villages.js'

/** Signs that are handed on at once; each step between generators costs as much as a line. */
const SOME = 32 * 1024
const TELL_EVERY = 2000

export interface Fault {
  /** Heading as the file has it. */
  column: string
  value: string
  reason: Text
}

/** A fault as every report tells it: keys too are numbers that somebody may have taken for his own. */
export function toldFault<T extends Fault>(fault: T): T {
  return { ...fault, value: maskedNumber(fault.value) }
}

/** Temporary table that holds a file's rows while they are judged. */
export function stagedTable(group: string): string {
  return `load_${group}`
}

/** Columns beside the variables. `faults` says why a row is rejected; null while it is not. */
export function stagedColumns(instrument: Instrument, group: RowGroup): Column[] {
  const isRoot = group === instrument.root
  const named = isRoot || group.name === instrument.summary.people.group
  return [
    { name: 'row', type: 'integer' },
    { name: 'faults', type: 'jsonb' },
    { name: 'key', type: 'text collate "C"' },
    ...(isRoot
      ? [
          { name: 'regency_code', type: 'text' },
          { name: 'mapped_from', type: 'text' },
        ]
      : []),
    ...(isRoot ? [] : [{ name: 'record_key', type: 'text collate "C"' }]),
    ...(group.parent ? [{ name: group.parent.field, type: 'text collate "C"' }] : []),
    ...variableColumns(group),
    ...(named ? [{ name: 'name_key', type: 'text' }] : []),
  ]
}

/** What reading the rows of a source needs beside its table. */
export interface StageOptions {
  villages: VillageReader
  /** No date lies after it, wherever its regency is; the rules know each regency's own day. */
  today: CalendarDate
  variant?: CodeVariant
  /** Told of the rows read so far; what it throws ends the reading. */
  onRows?: (read: number) => Promise<void> | void
}

/** Streams one file into its temporary table, every cell read to its type; rows with unreadable cells are kept with their faults. */
export async function stage(
  tx: Tx,
  instrument: Instrument,
  layout: Layout,
  table: DataTable,
  options: StageOptions,
): Promise<number> {
  const columns = stagedColumns(instrument, layout.group)
  const name = stagedTable(layout.group.name)
  await query(tx, `create temporary table ${name} (${definitions(columns)}) on commit drop`)
  const reader = new RowReader(instrument, layout, table.headers, options)
  let read = 0
  async function* lines() {
    let some = ''
    for await (const row of table.rows) {
      if (isEmptyIn(row, layout.read)) continue
      read++
      some += reader.line(row)
      if (read % TELL_EVERY === 0) await options.onRows?.(read)
      if (some.length < SOME) continue
      yield some
      some = ''
    }
    yield some
  }
  await copyInto(
    tx.trx,
    name,
    columns.map((column) => column.name),
    lines(),
  )
  await query(tx, `create index on ${name} (key)`)
  if (layout.group !== instrument.root) await query(tx, `create index on ${name} (record_key)`)
  await query(tx, `analyze ${name} (key, faults, ${layout.group === instrument.root ? 'regency_code' : 'record_key'})`)
  return read
}
