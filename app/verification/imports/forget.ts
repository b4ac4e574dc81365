import { removeContents } from '#services/files'
import { nationalScope } from '#services/regions'
import { changedRows, query, scope, SYSTEM, type Tx } from '#services/scope'

/** Days after acceptance in which the report of a file can still be read, row by row. */
export const REPORT_DAYS = 90
/** Days after which a regency that never finalised a period will not do so any more. */
const GIVEN_UP_DAYS = 365
/** Days after the stop in which a check that was stopped can be taken up again. */
const STOPPED_DAYS = 30
const FILES = 100

/** Takes away the content of refused files, and of checks that were stopped and never taken up again. Returns how many had any. */
export async function forgetContents(): Promise<number> {
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    await query(
      tx,
      `update import_files set state = 'refused', reason_code = 'E_IMPORT_FORGOTTEN', reason_params = '{"days": ${STOPPED_DAYS}}'
       where state = 'cancelled' and greatest(created_at, checked_at) < cast(:now as timestamptz) - make_interval(days => ${STOPPED_DAYS})`,
      { now: tx.now },
    )
    const rows = await query<{ id: string }>(
      tx,
      `select s.id from import_files f join files s on s.regency_code = f.regency_code and s.id = f.file_id
       where f.state = 'refused' and s.removed_at is null`,
    )
    return removeContents(
      tx,
      rows.map(({ id }) => id),
    )
  })
}

/**
 * Throws away the records of all files of a period whose result was accepted long ago or that was never finalised. What was applied stays in the history of its records; the counts stay with the file. Returns how many records went.
 */
export async function forgetRecords(): Promise<number> {
  const everywhere = await nationalScope(SYSTEM)
  let removed = 0
  for (;;) {
    const files = await scope.run(everywhere, (tx) => forgettable(tx))
    for (const file of files) removed += await scope.run(everywhere, (tx) => forget(tx, file))
    if (files.length < FILES) return removed
  }
}

interface ForgottenFile {
  id: string
  regency: string
}

/** A period that is being finalised or waits for the ministry is left alone, as the guard of the table does. */
function forgettable(tx: Tx): Promise<ForgottenFile[]> {
  return query<ForgottenFile>(
    tx,
    `select f.id, f.regency_code as regency from import_files f
     join finalisations n on n.period_id = f.period_id and n.regency_code = f.regency_code
     join periods p on p.id = f.period_id
     where f.purged_at is null and f.read_count > 0 and (
       (n.state = 'accepted' and n.updated_at < cast(:now as timestamptz) - make_interval(days => ${REPORT_DAYS}))
       or (n.state = 'open' and coalesce(n.until_on, p.until_on) + p.finalise_days + ${GIVEN_UP_DAYS} < cast(:now as date)))
     order by f.regency_code, f.id limit ${FILES}`,
    { now: tx.now },
  )
}

async function forget(tx: Tx, { id, regency }: ForgottenFile): Promise<number> {
  const gone = await changedRows(tx, 'delete from import_records where regency_code = ? and import_file_id = ?', [regency, id])
  await query(tx, 'update import_files set purged_at = ? where regency_code = ? and id = ?', [tx.now, regency, id])
  return gone
}
