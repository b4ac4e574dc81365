import { NATIONAL, query, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { toldFault, type Fault } from '#verification/editions/staging'
import type { Locale } from '#verification/message'

/** Rejections that the page can show of a part; the file of rejected rows holds all. */
const MOST_SHOWN = 100_000

/** Keeps the faults of a load for its page, in place of what an earlier check left. */
export async function keepRejections(tx: Tx, load: string, faults: Readonly<Record<string, string>>): Promise<void> {
  await query(tx, 'delete from load_rejections where regency_code = ? and load_id = ?', [NATIONAL, load])
  for (const [part, table] of Object.entries(faults)) {
    await query(
      tx,
      `insert into load_rejections (regency_code, load_id, part, row, faults)
       select :national, :load, :part, row, faults from ${table} where faults is not null order by row limit ${MOST_SHOWN}`,
      { national: NATIONAL, load, part },
    )
  }
}

export interface RejectedRow {
  part: string
  row: number
  faults: Fault[]
}

/**
 * Rejected rows of a part in the order of the file, after a row. Long numbers may be those of persons, wherever they were typed, and stand
 * in full only in the file of rejected rows, whose taking is logged.
 */
export async function rejectedRows(
  tx: Tx,
  load: string,
  part: string,
  page: { after: number; size: number },
): Promise<RejectedRow[]> {
  const rows = await query<RejectedRow>(
    tx,
    `select part, row, faults from load_rejections
     where regency_code = :national and load_id = :load and part = :part and row > :after order by row limit :size`,
    { national: NATIONAL, load, part, ...page },
  )
  return rows.map((row) => ({ ...row, faults: row.faults.map(toldFault) }))
}

/** A reason without its values. */
const alike = (locale: Locale) =>
  `regexp_replace(regexp_replace(f->'reason'->>'${locale}', '"[^"]*"|[0-9]+([., -]+[0-9]+)*', '…', 'g'), '…[.]$', '…')`

/** How often each reason was given in a part, most first; values are left out, so that alike reasons come together. */
export function reasonsOf(tx: Tx, load: string): Promise<{ part: string; column: string; reason: Text; rows: number }[]> {
  return query(
    tx,
    `select part, f->>'column' as column, json_build_object('id', ${alike('id')}, 'en', min(${alike('en')})) as reason, count(*)::int as rows
     from load_rejections, jsonb_array_elements(faults) f
     where regency_code = ? and load_id = ? group by 1, 2, ${alike('id')} order by 4 desc, 1, 2, ${alike('id')} limit 50`,
    [NATIONAL, load],
  )
}
