import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { findFile, type StoredFile } from '#services/files'
import { findJob } from '#services/jobs/dispatch'
import type { Job } from '#services/jobs/definition'
import { assertPluginOn } from '#services/plugin_switches'
import type { Tx } from '#services/scope'
import { IssueError } from '#verification/issues/errors'
import { issuesOfJob, listedIssues, type ListedIssue } from '#verification/issues/issue_list'
import { ARCHIVE_JOB } from '#verification/issues/request'

/** The issue of the address; one of another regency, or of a module that is switched off, does not exist. */
export async function issueOf(tx: Tx, { params, regency }: HttpContext): Promise<ListedIssue> {
  const [issue] = isUuid(params.id) ? await listedIssues(tx, regency!, [String(params.id)]) : []
  if (!issue) throw new NotFound()
  await assertPluginOn(issue.modules, issue.regency)
  return issue
}

/** The job of the address that makes a ZIP, and its issues. */
export async function archiveOf(tx: Tx, { params, regency }: HttpContext): Promise<{ job: Job; issues: ListedIssue[] }> {
  const job = isUuid(params.job) ? await findJob(tx, String(params.job)) : null
  if (!job || job.name !== ARCHIVE_JOB || job.regency !== regency) throw new NotFound()
  await assertPluginOn((job.payload.modules as readonly string[] | undefined) ?? [], job.regency)
  const issues = await issuesOfJob(tx, job.regency, job.id)
  return { job, issues }
}

/** @throws IssueError `E_ISSUE_UNMADE` when the file is not there yet or no longer */
export async function packageFile(tx: Tx, issue: ListedIssue | undefined): Promise<StoredFile> {
  const file = issue?.fileId && issue.state === 'ready' ? await findFile(tx, issue.fileId) : null
  if (!file)
    throw new IssueError('E_ISSUE_UNMADE', {
      id: 'Berkas paket belum selesai dibuat, sudah dicabut, atau tidak disimpan lagi.',
      en: 'The package file is not made yet, was revoked, or is no longer kept.',
    })
  return file
}
