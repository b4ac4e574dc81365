import { v7 as uuid } from 'uuid'
import { query, type Tx } from '#services/scope'
import { tableNames } from './columns.js'
import type { Place } from './place.js'

/** What was written is compared with everybody else's at the next search for duplicates. */
export async function searchLater(tx: Tx, { module, periodId, regency }: Place, keys: ReadonlySet<string>): Promise<void> {
  const { duplicatesDue } = tableNames(module.instrument)
  await query(tx, `insert into ${duplicatesDue} (period_id, regency_code, id, keys) values (?, ?, ?, ?)`, [
    ...[periodId, regency, uuid()],
    [...keys].sort(),
  ])
}
