import { query, type Tx } from '#services/scope'
import type { Instrument } from '../instrument.js'
import { stagedTable } from './staging.js'

/** Rows of a file with a former code, what it was and what it became: both of the same level, a regency or a part of one. */
export interface MappedRows {
  from: string
  to: string
  rows: number
}

/** The accepted rows of a load that came under a former code. */
export function mappedRows(tx: Tx, { root, summary }: Instrument): Promise<MappedRows[]> {
  const depth = `array_length(string_to_array(mapped_from, '.'), 1)`
  const inForce = `array_to_string((string_to_array(${summary.village}, '.'))[:${depth}], '.')`
  return query<MappedRows>(
    tx,
    `select mapped_from as from, min(${inForce}) as to, count(*)::int as rows from ${stagedTable(root.name)}
     where mapped_from is not null and faults is null group by 1 order by 1`,
  )
}
