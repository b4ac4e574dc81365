import { Readable } from 'node:stream'
import { defineJob, JobCancelled, type Job } from '#services/jobs/definition'
import { discardContent, storeFile } from '#services/files'
import { query, scope, type Tx } from '#services/scope'
import { IssueError } from './errors.js'
import { tellReady } from './ready.js'
import { assertDataAccess, PACKAGE_JOB } from './request.js'
import { findIssued, type StoredIssue } from './stored.js'
import { preparePackage, type PreparedPackage } from './write_package.js'

/** Kind of the stored packages; the id of the file is that of its issue. */
export const PACKAGE_KIND = 'package'

/**
 * Writes the package of one issue. A second run finds it written and does nothing, or writes over the half that a killed first run
 * has left, under another passphrase; nobody has seen the first. Nothing is written where no data may go out any more.
 */
export default defineJob({
  name: PACKAGE_JOB,
  async run({ job, scope: of, report, cancelled }) {
    const issue = await scope.run(of, (tx) => findIssued(tx, job.regency, String(job.payload.issue)))
    if (!issue || issue.madeAt || issue.revokedAt) return
    await scope.run(of, (tx) => assertDataAccess(tx, job.regency))
    let total: number | null = null
    const prepared = await preparePackage(of, issue, async (done) => {
      await report(done, total)
      if (await cancelled()) throw new JobCancelled()
    })
    total = prepared.base.households
    await report(0, total)
    await scope.run(of, async (tx) => {
      const file = await storeFile(tx, {
        ...{ ...contentOf(job), name: prepared.name, contentType: 'application/octet-stream' },
        content: Readable.from(prepared.content, { objectMode: false }),
      })
      await noteMade(tx, issue, prepared, file.id)
      await tellReady(tx, issue, job.createdBy)
    })
  },
  modules: async (tx, job) => (await findIssued(tx, job.regency, String(job.payload.issue)))?.modules ?? [],
  async ended(tx, job) {
    const issue = await findIssued(tx, job.regency, String(job.payload.issue))
    await discardUnlessKept(tx, contentOf(job))
    if (issue) await tellReady(tx, issue, job.createdBy)
  },
})

function contentOf({ payload, regency }: Job) {
  return { id: String(payload.issue), regency, kind: PACKAGE_KIND }
}

/** Whether a run came to its end and stored its file. */
export async function isKept(tx: Tx, { id, regency }: { id: string; regency: string }): Promise<boolean> {
  const kept = await query(tx, 'select 1 from files where regency_code = ? and id = ?', [regency, id])
  return kept.length > 0
}

/** Takes away what a broken run may have left, unless a run before it came to its end. */
export async function discardUnlessKept(tx: Tx, content: { id: string; regency: string; kind: string }): Promise<void> {
  if (!(await isKept(tx, content))) await discardContent(content)
}

/**
 * Keeps what is known of a written package; `file` is where its content lies, null when it went elsewhere.
 * @throws IssueError `E_ISSUE_REVOKED` when it was revoked while it was written
 */
export async function noteMade(tx: Tx, issue: StoredIssue, prepared: PreparedPackage, file: string | null): Promise<void> {
  const { recovery, sha256, bytes } = prepared.facts()
  const [made] = await query(
    tx,
    `update issues set recovery = :recovery, sha256 = :sha256, size = :bytes, households = :households, persons = :persons,
       file_id = :file, made_at = :now
     where regency_code = :regency and id = :id and revoked_at is null returning id`,
    {
      ...{ recovery, sha256, bytes, file, now: tx.now, regency: issue.regency, id: issue.id },
      ...{ households: prepared.base.households, persons: prepared.base.persons },
    },
  )
  if (!made)
    throw new IssueError('E_ISSUE_REVOKED', {
      id: `Terbitan nomor ${issue.number} dicabut sebelum paketnya selesai dibuat.`,
      en: `Issue number ${issue.number} was revoked before its package was made.`,
    })
}
