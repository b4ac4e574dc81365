import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ApiClient } from '@japa/api-client'
import { webStream } from '#siks/node_files'
import { openPackage, type PackageLine, type PackageManifest } from '#siks/package'
import { fileContent, findFile } from '#services/files'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import { revealPassphrases } from '#verification/issues/acts'
import type { IssueHandle } from '#verification/issues/issue'
import { requestPackages, type PackageRequest } from '#verification/issues/request'
import { findIssued, type StoredIssue } from '#verification/issues/stored'
import { household } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { allowData } from '#tests/support/data_access'

export const NORTH = 'RT 01 RW 01'
export const SOUTH = 'RT 02 RW 01'

/** Three households in the first village, two SLS, and one in the second. */
export function someHouseholds([first, second]: readonly string[]): RecordDoc[] {
  return [
    household('P1', first!, 1, { nama_sls: NORTH }),
    household('P2', first!, 2, { nama_sls: NORTH }),
    household('P3', first!, 3, { nama_sls: SOUTH }),
    household('P4', second!, 4, { nama_sls: SOUTH }),
  ]
}

/** An office that may be given data. */
export async function openPackageOffice(): Promise<Office> {
  const office = await openOffice(someHouseholds)
  await allowData(office.regency.code)
  return office
}

/** Packages of the first village unless told otherwise, written to their end. */
export async function issued(office: Office, more: Partial<PackageRequest> = {}): Promise<StoredIssue[]> {
  const { regency, place } = office
  const request: PackageRequest = {
    ...{ regency: regency.code, modules: [place.module.name], villages: [regency.villages[0]!], each: 'village' },
    ...more,
  }
  const handles = await office.act((tx) => requestPackages(tx, request))
  const made: StoredIssue[] = []
  for (const handle of handles) {
    const { jobId } = await issueNow(office, handle)
    const job = await runAndWait(jobId!)
    if (job.state !== 'done') throw new Error(job.message ?? job.state)
    made.push(await issueNow(office, handle))
  }
  return made
}

export async function issueNow(office: Office, { id }: Pick<IssueHandle, 'id'>): Promise<StoredIssue> {
  return (await office.act((tx) => findIssued(tx, office.regency.code, id)))!
}

export const passphraseOf = async (office: Office, issue: StoredIssue): Promise<string> =>
  (await office.act((tx) => revealPassphrases(tx, [issue])))[0]!

export async function bytesOfPackage(office: Office, issue: StoredIssue): Promise<Buffer> {
  const file = await office.act((tx) => findFile(tx, issue.fileId!))
  return fileContent(file!)
}

export interface ReadPackage {
  manifest: PackageManifest
  lines: PackageLine[]
  households: RecordDoc[]
}

export async function readPackage(bytes: Buffer, key: { passphrase: string } | { identity: string }): Promise<ReadPackage> {
  const opened = await openPackage(webStream(Readable.from([bytes])), key)
  const lines: PackageLine[] = []
  for await (const line of opened.lines) lines.push(line)
  const households = lines.flatMap((line) =>
    line.t === 'household' ? [{ key: line.key, values: line.values, groups: line.groups }] : [],
  )
  return { manifest: opened.manifest, lines, households }
}

/** Code of the error, its message where it has none, or `done`. */
export const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

export const noticesFor = (office: Office) =>
  office.act((tx) =>
    query(tx, 'select kind, data, link, user_id from notifications where regency_code = ? order by created_at, id', [
      office.regency.code,
    ]),
  )

export const onDisk = async (name: string, bytes: Buffer) => {
  const path = join(await mkdtemp(join(tmpdir(), 'siks-uji-')), name)
  await writeFile(path, bytes)
  return path
}

/** A form sent by the supervisor, its redirect not followed. */
export const post = (client: ApiClient, office: Office, path: string, form: Record<string, unknown> = {}) =>
  client.post(path).loginAs(office.supervisor).withCsrfToken().redirects(0).form(form)
