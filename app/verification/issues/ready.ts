import type { Job } from '#services/jobs/definition'
import { notify, type Notice } from '#services/notifications'
import { query, type Tx } from '#services/scope'
import { PACKAGE_JOB } from './request.js'
import type { StoredIssue } from './stored.js'

/** Who hears of it: the person who asked, or the supervisors where a command did. */
function to(user: string | null): Notice['to'] {
  return user ? { user } : { role: 'supervisor_regency' }
}

/** Tells that a package is ready, or that all that were asked for together are, once none of them is waited for any more. */
export async function tellReady(
  tx: Tx,
  { regency, modules, createdAt, createdBy }: StoredIssue,
  user: string | null,
): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtext(?))', [`issues.ready/${regency}`])
  const together = await query<{ id: string; number: number; label: string; made: boolean; waits: boolean }>(
    tx,
    `select i.id, i.number, i.label, i.made_at is not null as made,
       i.made_at is null and i.revoked_at is null and j.state in ('queued', 'running') as waits
     from issues i join jobs j on j.regency_code = i.regency_code and j.id = i.job_id
     where i.regency_code = ? and i.created_at = ? and i.created_by = ? and not i.simulated and j.name = '${PACKAGE_JOB}' order by i.number`,
    [regency, createdAt, createdBy],
  )
  const made = together.filter((one) => one.made)
  const [first] = made
  if (!first || together.some(({ waits }) => waits)) return
  const { number, label, id } = first
  const plugin = modules.join(' ')
  await notify(
    tx,
    made.length === 1
      ? { regency, to: to(user), kind: 'package.ready', params: { plugin, number, label }, href: `/paket/${id}` }
      : { regency, to: to(user), kind: 'package.all_ready', params: { plugin, count: made.length }, href: '/paket' },
  )
}

/** Tells that the ZIP of a job is ready. */
export async function tellArchive(tx: Tx, job: Pick<Job, 'id' | 'regency' | 'createdBy' | 'payload'>, count: number) {
  const { id, regency, createdBy, payload } = job
  const plugin = ((payload.modules as readonly string[] | undefined) ?? []).join(' ')
  await notify(tx, {
    regency,
    to: to(createdBy),
    kind: 'package.archive_ready',
    params: { plugin, count },
    href: `/paket/zip/${id}`,
  })
}

/** Tells that the base data as CSV and XLSX of a job are ready. */
export async function tellRegister(tx: Tx, { regency, createdBy, payload }: Pick<Job, 'regency' | 'createdBy' | 'payload'>) {
  const plugin = String(payload.module)
  await notify(tx, { regency, to: to(createdBy), kind: 'package.register_ready', params: { plugin }, href: '/paket/data' })
}
