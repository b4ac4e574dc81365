import { zipStream, type ZipEntry } from '#services/documents/zip'
import { defineJob, JobCancelled, type Job } from '#services/jobs/definition'
import { storeFile } from '#services/files'
import { findRegion } from '#services/regions'
import { scope, type Scope } from '#services/scope'
import { slug } from '../finalise/names.js'
import { IssueError } from './errors.js'
import { createIssues } from './issue.js'
import { issuesOfJob, type ListedIssue } from './issue_list.js'
import { discardUnlessKept, isKept, noteMade } from './package_job.js'
import { tellArchive } from './ready.js'
import { admitted, ARCHIVE_JOB, householdsOf, labelOf } from './request.js'
import { findIssued, type StoredIssue } from './stored.js'
import { villagesOf } from './villages.js'
import { preparePackage, type PreparedPackage } from './write_package.js'

/** Kind of the stored archives; the id of the file is that of its job. */
export const ARCHIVE_KIND = 'package-archive'

interface Written {
  issue: StoredIssue
  prepared: PreparedPackage
}

/** Issues that one transaction makes, so that nobody waits long for a number. */
const AT_ONCE = 25

/**
 * Makes an issue for every village that has households and writes their packages into one ZIP, a folder for each kecamatan. Issues of a
 * killed run are taken up again; of the packages nothing is known before the last transaction. Passphrases are never in the ZIP.
 */
export default defineJob({
  name: ARCHIVE_JOB,
  async run({ job, scope: of, report, cancelled }) {
    if (await scope.run(of, (tx) => isKept(tx, job))) return
    const issues = await issuesOf(of, job, cancelled)
    const written: Written[] = []
    const advance = async () => {
      await report(written.length, issues.length)
      if (await cancelled()) throw new JobCancelled()
    }
    const content = zipStream(entries(of, issues, written, advance))
    const name = `paket-${job.regency}-${slug((await findRegion(job.regency))?.name ?? '')}.zip`
    await scope.run(of, async (tx) => {
      const file = await storeFile(tx, { ...contentOf(job), name, contentType: 'application/zip', content })
      if (written.length === 0)
        throw new IssueError('E_ISSUE_EMPTY', {
          id: 'Semua terbitan ZIP ini sudah dicabut. Buat ZIP baru.',
          en: 'Every issue in this ZIP was revoked. Make a new ZIP.',
        })
      for (const { issue, prepared } of written) await noteMade(tx, issue, prepared, file.id)
      await tellArchive(tx, job, written.length)
    })
    await report(issues.length, issues.length)
  },
  modules: async (_tx, job) => (job.payload.modules as readonly string[] | undefined) ?? [],
  ended: (tx, job) => discardUnlessKept(tx, contentOf(job)),
})

function contentOf({ id, regency }: Job) {
  return { id, regency, kind: ARCHIVE_KIND }
}

/** The issues of the job, oldest first; those that it does not have yet are made. */
async function issuesOf(of: Scope, { id, regency, payload }: Job, cancelled: () => Promise<boolean>): Promise<ListedIssue[]> {
  const missing = await scope.run(of, async (tx) => {
    const periods = await admitted(tx, regency, payload.modules as readonly string[])
    const filled = [...(await householdsOf(tx, periods, null))].map(([code]) => code)
    const made = new Set((await issuesOfJob(tx, regency, id)).flatMap(({ villages }) => villages))
    const villages = await villagesOf(tx, regency, filled)
    return { periods, villages: villages.filter(({ code }) => !made.has(code)) }
  })
  for (let at = 0; at < missing.villages.length; at += AT_ONCE) {
    if (await cancelled()) throw new JobCancelled()
    const requests = missing.villages.slice(at, at + AT_ONCE).map((village) => ({
      ...{ villages: [village.code], label: labelOf([village], null), simulated: false },
    }))
    await scope.run(of, (tx) => createIssues(tx, missing.periods, requests, id))
  }
  return scope.run(of, (tx) => issuesOfJob(tx, regency, id))
}

/** One that was revoked before its turn is left out. */
async function* entries(
  of: Scope,
  issues: readonly ListedIssue[],
  written: Written[],
  advance: () => Promise<void>,
): AsyncGenerator<ZipEntry> {
  for (const { id, regency } of issues) {
    await advance()
    const issue = await scope.run(of, (tx) => findIssued(tx, regency, id))
    if (!issue || issue.revokedAt) continue
    const prepared = await preparePackage(of, issue, advance)
    const { code, name } = prepared.villages[0]!.district
    yield { name: `${code}-${slug(name)}/${prepared.name}`, content: prepared.content }
    written.push({ issue, prepared })
  }
}
