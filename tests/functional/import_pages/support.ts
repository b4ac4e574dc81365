import User from '#models/user'
import type { ImportFile } from '#verification/imports/files'
import { acceptTerms } from '#verification/imports/terms'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import { filesIn, household, inDesk, openDesk, type Desk } from '#tests/functional/imports/support'

/** A desk whose supervisor has agreed to the terms. */
export interface Counter extends Desk {
  supervisor: User
}

export async function openCounter(count = 3): Promise<Counter> {
  const desk = await openDesk((village) => Array.from({ length: count }, (_, at) => household(`H${at + 1}`, village, at + 1)))
  await inDesk(desk, (tx) => acceptTerms(tx, desk.regency.code))
  return { ...desk, supervisor: await User.findOrFail(desk.own.actor.id) }
}

/** Ids of the imports of a desk, newest first. */
export async function importsOf(desk: Desk): Promise<string[]> {
  const rows = await inDesk(desk, (tx) =>
    query<{ id: string }>(tx, 'select id from imports where regency_code = ? order by created_at desc, id desc', [
      desk.regency.code,
    ]),
  )
  return rows.map(({ id }) => id)
}

/** Waits until every job of an import has ended and gives its files. */
export async function settledFiles(desk: Desk, importId: string): Promise<ImportFile[]> {
  for (const { jobId } of await filesIn(desk, importId)) if (jobId) await runAndWait(jobId)
  return filesIn(desk, importId)
}

/** The id of the import that an answer leads to. */
export function importId(location: string | undefined | null): string {
  return /\/import\/([0-9a-f-]{36})/.exec(location ?? '')?.[1] ?? ''
}
