import { nationalScope } from '#services/regions'
import { changedRows, query, scope, SYSTEM, type Tx } from '#services/scope'
import type { Place } from '../store/index.js'

/** What somebody typed into one block of a record and has not saved. */
export interface Draft {
  /** Version of the record the form was filled on. */
  version: number
  /** Texts as typed, by input name. */
  fields: Record<string, string>
  savedAt: Date
}

/** One form: a block of a record, and the row of it where the block is filled in row by row. */
export interface DraftOf {
  key: string
  block: string
  row: string
}

const MOST_BYTES = 200_000
const KEPT_DAYS = 180

/** Keeps a draft of the acting person, in place of his former one of the same form. */
export async function saveDraft(
  tx: Tx,
  place: Place,
  of: DraftOf,
  { version, fields }: Omit<Draft, 'savedAt'>,
): Promise<boolean> {
  const data = JSON.stringify(fields)
  if (!tx.actor.id || data.length > MOST_BYTES) return false
  await query(
    tx,
    `insert into drafts (regency_code, user_id, period_id, kind, subject, base_version, data, saved_at) values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (regency_code, user_id, period_id, kind, subject) do update
     set base_version = excluded.base_version, data = excluded.data, saved_at = excluded.saved_at`,
    [...keyOf(tx, place, of), version, data, tx.now],
  )
  return true
}

export async function findDraft(tx: Tx, place: Place, of: DraftOf): Promise<Draft | null> {
  const [row] = await query<{ base_version: number; data: Draft['fields']; saved_at: Date }>(
    tx,
    `select base_version, data, saved_at from drafts where regency_code = ? and user_id = ? and period_id = ? and kind = ? and subject = ?`,
    keyOf(tx, place, of),
  )
  return row ? { version: row.base_version, fields: row.data, savedAt: row.saved_at } : null
}

export async function dropDraft(tx: Tx, place: Place, of: DraftOf): Promise<void> {
  await query(
    tx,
    `delete from drafts where regency_code = ? and user_id = ? and period_id = ? and kind = ? and subject = ?`,
    keyOf(tx, place, of),
  )
}

/** Throws away drafts of accepted results, and those that nobody went on with for so many days. Returns how many went. */
export async function forgetDrafts(): Promise<number> {
  return scope.run(await nationalScope(SYSTEM), (tx) =>
    changedRows(
      tx,
      `delete from drafts d using finalisations n where n.period_id = d.period_id and n.regency_code = d.regency_code
         and (n.state = 'accepted' or (n.state = 'open' and d.saved_at < cast(? as timestamptz) - make_interval(days => ${KEPT_DAYS})))`,
      [tx.now],
    ),
  )
}

function keyOf(tx: Tx, { regency, periodId, module }: Place, { key, block, row }: DraftOf) {
  return [regency, tx.actor.id, periodId, `${module.name}.record`, JSON.stringify([key, block, row])]
}
