import { v5, v7 as uuid, validate as isUuid } from 'uuid'
import { query, type Tx } from '#services/scope'

/** Tables to which a form adds a row of its own; of `jobs` it asks for one. */
export type AddedTo = 'announcements' | 'documents' | 'faq_entries' | 'jobs' | 'remarks'

/**
 * Id of what a form adds, made of the page that gave the form (its field `form`) and of what was typed: the same sent twice adds once, and
 * another text from the same page is another row. A second one waits for the first.
 *
 * @returns the id, and whether its row stands already
 */
export async function addOnce(
  tx: Tx,
  table: AddedTo,
  form: unknown,
  content: Readonly<Record<string, unknown>>,
): Promise<{ id: string; stands: boolean }> {
  if (typeof form !== 'string' || !isUuid(form)) return { id: uuid(), stands: false }
  const id = v5(JSON.stringify([tx.actor.id, table, content]), form)
  await query(tx, 'select pg_advisory_xact_lock(720041, hashtext(?))', [id])
  const found = await query(tx, `select 1 from ${table} where id = cast(? as uuid)`, [id])
  return { id, stands: found.length > 0 }
}
