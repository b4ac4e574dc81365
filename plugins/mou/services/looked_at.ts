import { activity, query, type Tx } from '#core/plugin'
import { todayOf } from './drafts.js'
import type { StoredFile } from './pages.js'

/** A paper was saved to keep. */
export function recordDownload(tx: Tx, file: StoredFile): Promise<void> {
  return record(tx, file, 'mou.document_downloaded')
}

/** Pages of a paper were looked at: said once for a paper, a person and a day of the regency, whichever page came first. */
export async function recordView(tx: Tx, file: StoredFile): Promise<void> {
  const day = await todayOf(tx, file.regency)
  const bindings = { regency: file.regency, file: file.id, user: tx.actor.id, day }
  await query(tx, `select pg_advisory_xact_lock(720032, hashtext(cast(:file as text) || cast(:user as text)))`, bindings)
  const [said] = await query(
    tx,
    `select 1 from activities where regency_code = :regency and object_type = 'file' and object_id = :file
       and user_id = cast(:user as uuid) and action = 'mou.document_viewed' and data ->> 'day' = :day limit 1`,
    bindings,
  )
  if (!said) await record(tx, file, 'mou.document_viewed', { day })
}

function record(tx: Tx, { id, kind, regency }: StoredFile, action: string, data: Record<string, string> = {}): Promise<void> {
  return activity(tx, { action, regency, object: { type: 'file', id }, data: { kind, ...data } })
}
