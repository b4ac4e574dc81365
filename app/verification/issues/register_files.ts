import { validate as isUuid } from 'uuid'
import { clock } from '#services/clock'
import { recordActivity } from '#services/activity'
import { removeContents } from '#services/files'
import { findJob, dispatch } from '#services/jobs/dispatch'
import type { Job } from '#services/jobs/definition'
import { pluginEnabled } from '#services/plugin_switches'
import { recordRead } from '#services/reads'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { IssueError } from './errors.js'
import { admitted, assertDataAccess } from './request.js'

export const REGISTER_JOB = 'issues.register'
/** Kind of the stored files of a kecamatan. */
export const REGISTER_KIND = 'register'
export const REGISTER_FORMATS = ['csv', 'xlsx'] as const
export type RegisterFormat = (typeof REGISTER_FORMATS)[number]

const DAY_MS = 86_400_000
/** So long the files can be taken; they hold persons in clear and are made again in minutes. */
export const KEPT_DAYS = 3

/** Files that are older are given no more, also where a night has not taken them away. */
const keptSince = () => new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)

/** The register of one kecamatan in one format. */
export interface RegisterFile {
  fileId: string
  district: string
  districtName: string
  format: RegisterFormat
  name: string
  size: number
  sha256: string
  records: number
  persons: number
}

/** Files that a job has made and that are still kept, by kecamatan. */
export async function registerFiles(tx: Tx, regency: string, job: string): Promise<RegisterFile[]> {
  return query<RegisterFile>(
    tx,
    `select r.id as "fileId", r.district_code as district, coalesce(d.name, r.district_code) as "districtName", r.format,
       f.original_name as name, f.size, f.sha256, r.records, r.persons
     from register_files r join files f on f.regency_code = r.regency_code and f.id = r.id left join regions d on d.code = r.district_code
     where r.regency_code = ? and r.job_id = ? and f.removed_at is null and f.created_at > ? order by r.district_code, r.format`,
    [regency, job, keptSince()],
  )
}

/** Asks for the files of a module's open period; one that waits or runs is taken instead of a second. @throws as `requestPackages` */
export async function requestRegister(tx: Tx, regency: string, module: string): Promise<string> {
  const [period] = await admitted(tx, regency, [module])
  await query(tx, 'select pg_advisory_xact_lock(hashtext(?))', [`${REGISTER_JOB}/${regency}`])
  const [waiting] = await query<{ id: string }>(
    tx,
    `select id from jobs where regency_code = ? and name = '${REGISTER_JOB}' and state in ('queued', 'running') and payload->>'module' = ?`,
    [regency, module],
  )
  if (waiting) return waiting.id
  const job = await dispatch(tx, { name: REGISTER_JOB, regency, payload: { module, period: period!.period.id } })
  await recordActivity(tx, { action: 'register.asked', regency, object: { type: 'job', id: job }, data: { module } })
  return job
}

/** The latest job of each module with the files it made, newest first. */
export async function latestRegister(tx: Tx, regency: string): Promise<{ job: Job; files: RegisterFile[] }[]> {
  const rows = await query<{ id: string }>(
    tx,
    `select distinct on (payload->>'module') id from jobs where regency_code = ? and name = '${REGISTER_JOB}'
     order by payload->>'module', created_at desc`,
    [regency],
  )
  const latest: { job: Job; files: RegisterFile[] }[] = []
  for (const { id } of rows) {
    const job = await findJob(tx, id)
    if (job && (await pluginEnabled(String(job.payload.module), regency)))
      latest.push({ job, files: await registerFiles(tx, regency, id) })
  }
  return latest
}

/** Whether a regency has such a file that is still to be given, of a module that is on there. */
export async function isRegisterFile(tx: Tx, regency: string, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const [file] = await query<{ module: string }>(
    tx,
    'select module from register_files where regency_code = ? and id = ? and created_at > ?',
    [regency, id, keptSince()],
  )
  return file !== undefined && (await pluginEnabled(file.module, regency))
}

/**
 * Notes that the register of a kecamatan is taken, as an export of personal data.
 * @throws IssueError `E_ISSUE_ACCESS`, `E_ISSUE_UNMADE` for one that is no longer kept or of a module that is switched off
 */
export async function noteRegisterTaken(
  tx: Tx,
  regency: string,
  id: string,
  from: { address: string; begins: boolean },
): Promise<void> {
  await assertDataAccess(tx, regency)
  if (!(await isRegisterFile(tx, regency, id)))
    throw new IssueError('E_ISSUE_UNMADE', {
      id: 'Berkas ini tidak disimpan lagi. Buat berkas baru.',
      en: 'This file is no longer kept. Make a new one.',
    })
  await recordRead(tx, {
    ...{ regency, action: 'export', purpose: 'verval', object: { type: 'register.file', id }, address: from.address },
  })
  if (!from.begins) return
  await recordActivity(tx, { action: 'register.downloaded', regency, object: { type: 'file', id } })
}

/** Takes away the content of files whose days are over; their rows stay and say what was made and by whom. */
export async function tidyRegister(): Promise<number> {
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    const old = await query<{ id: string }>(
      tx,
      `select id from files where kind = '${REGISTER_KIND}' and created_at <= ? and removed_at is null`,
      [keptSince()],
    )
    return removeContents(
      tx,
      old.map(({ id }) => id),
    )
  })
}
