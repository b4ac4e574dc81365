import { zipStream, type ZipEntry } from '#services/documents/zip'
import { defineJob, JobCancelled, type Job } from '#services/jobs/definition'
import { discardContent, storeFile } from '#services/files'
import { findRegion } from '#services/regions'
import { scope, type Scope } from '#services/scope'
import { slug } from '../finalise/names.js'
import { issuesOfJob, type ListedIssue } from './issue_list.js'
import { noteMade } from './package_job.js'
import { ARCHIVE_JOB } from './request.js'
import { villagesOf } from './villages.js'
import { preparePackage, type PreparedPackage } from './write_package.js'

/** Kind of the stored archives; the id of the file is that of its job. */
export const ARCHIVE_KIND = 'package-archive'

interface Written {
  issue: ListedIssue
  prepared: PreparedPackage
}

/**
 * Writes the packages of all its issues into one ZIP, a folder for each kecamatan. Nothing is known of them before the last transaction,
 * so that a killed run begins anew; passphrases are never in the ZIP.
 */
export default defineJob({
  name: ARCHIVE_JOB,
  async run({ job, scope: of, report, cancelled }) {
    const issues = await scope.run(of, (tx) => issuesOfJob(tx, job.regency, job.id))
    if (issues.every(({ madeAt }) => madeAt)) return
    const written: Written[] = []
    const advance = async () => {
      await report(written.length, issues.length)
      if (await cancelled()) throw new JobCancelled()
    }
    const content = zipStream(entries(of, issues, written, advance))
    const name = `paket-${job.regency}-${slug((await findRegion(job.regency))?.name ?? '')}.zip`
    await scope.run(of, async (tx) => {
      const file = await storeFile(tx, { ...contentOf(job), name, contentType: 'application/zip', content })
      for (const { issue, prepared } of written) await noteMade(tx, issue, prepared, file.id)
    })
    await report(issues.length, issues.length)
  },
  modules: async (_tx, job) => (job.payload.modules as readonly string[] | undefined) ?? [],
  ended: (_tx, job) => discardContent(contentOf(job)),
})

function contentOf({ id, regency }: Job) {
  return { id, regency, kind: ARCHIVE_KIND }
}

async function* entries(
  of: Scope,
  issues: readonly ListedIssue[],
  written: Written[],
  advance: () => Promise<void>,
): AsyncGenerator<ZipEntry> {
  for (const issue of issues) {
    await advance()
    const prepared = await preparePackage(of, issue, advance)
    const [village] = await scope.run(of, (tx) => villagesOf(tx, issue.regency, issue.villages))
    const { code, name } = village!.district
    yield { name: `${code}-${slug(name)}/${prepared.name}`, content: prepared.content }
    written.push({ issue, prepared })
  }
}
