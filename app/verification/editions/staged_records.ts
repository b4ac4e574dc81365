import type { ClientBase } from 'pg'
import { query, type Tx } from '#services/scope'
import type { Instrument, RecordDoc } from '../instrument.js'
import { RowText, type PackedRecord } from '../store/row_text.js'
import { stagedTable } from './staging.js'

const BATCH = 500

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
 * The accepted records as documents, in the order of their numbers; the next ones are fetched while these are worked on. A document is made only when it is
 * asked for, so that each is gone before the next one comes.
 */
export async function* stagedRecords(client: ClientBase, instrument: Instrument): AsyncGenerator<RecordBatch, void> {
  const text = new RowText(instrument)
  await client.query(`declare load_records no scroll cursor for ${recordsSql(instrument, text)}`)
  const fetch = () => client.query<PackedRecord>(`fetch ${BATCH} from load_records`)
  let first = 1
  for (let coming = fetch(); ;) {
    const { rows } = await coming
    if (rows.length === 0) break
    coming = fetch()
    // What ends the work meanwhile is thrown there, and this one fails with it.
    coming.catch(() => undefined)
    const last = first + rows.length - 1
    yield { records: unpackAll(text, rows), first, last }
    first = last + 1
  }
  await client.query('close load_records')
}

function recordsSql({ root }: Instrument, text: RowText): string {
  const columns = text.columns(({ name }) => `${stagedTable(name)} g where g.record_key = u.key and g.faults is null`)
  return `select ${columns} from load_order o join ${stagedTable(root.name)} u on u.key = o.key and u.faults is null order by o.at`
}

function* unpackAll(text: RowText, rows: readonly PackedRecord[]): Generator<RecordDoc> {
  for (const packed of rows) yield text.unpack(packed)
}
