import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import db from '@adonisjs/lucid/services/db'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { recordActivity } from '#services/activity'
import { NATIONAL, query, type Tx } from '#services/scope'
import { storeFile, type StoredFile } from '#services/files'

/** A published version of the offline application. */
export interface OfflineVersion {
  version: string
  size: number
  sha256: string
  note: string
  /** Older versions hand in nothing any more. */
  minimum: boolean
  publishedBy: string
  publishedAt: Date
  withdrawnAt: Date | null
  withdrawnReason: string | null
}

/**
 * - `E_OFFLINE_FILE`     no offline application, or one that does not say its version
 * - `E_OFFLINE_KNOWN`    that version was published with other content
 * - `E_OFFLINE_UNKNOWN`  no such version
 * - `E_OFFLINE_REASON`   no note given, or no reason that says why
 * - `E_OFFLINE_WITHDRAWN` that version was withdrawn, and stays so
 */
export class OfflineError extends Error {
  override readonly name = 'OfflineError'
  readonly status = 422

  constructor(
    readonly code: 'E_OFFLINE_FILE' | 'E_OFFLINE_KNOWN' | 'E_OFFLINE_UNKNOWN' | 'E_OFFLINE_REASON' | 'E_OFFLINE_WITHDRAWN',
    message: string,
  ) {
    super(message)
  }
}

/** How the built file says its version, in its first kilobytes. */
const MARK = /<meta name="generator" content="siks-offline (\d{1,4}\.\d{1,4}\.\d{1,4})"/
const MARK_WITHIN = 8192
/** As a `.siks` file names its program. Others, e.g. the simulator, are none of ours to judge. */
const APP = /^siks-offline\/(\d{1,4}\.\d{1,4}\.\d{1,4})$/
const KIND = 'offline-app'

interface Row extends OfflineVersion {
  key: string
}

const COLUMNS = `version, disk_key as key, size, sha256, note, minimum, published_by as "publishedBy", published_at as "publishedAt",
  withdrawn_at as "withdrawnAt", withdrawn_reason as "withdrawnReason"`

async function rows(): Promise<Row[]> {
  const found = await db.connection().rawQuery<{ rows: Row[] }>(`select ${COLUMNS} from offline_versions`)
  return found.rows.sort((a, b) => compareVersions(b.version, a.version))
}

/** Every published version, newest first. */
export async function offlineVersions(): Promise<OfflineVersion[]> {
  return (await rows()).map(({ key: _key, ...version }) => version)
}

/** Whether a version may still be worked with: not withdrawn, and not below the minimum in force. */
export function isValid(version: OfflineVersion, minimum: string | null): boolean {
  return version.withdrawnAt === null && (minimum === null || compareVersions(version.version, minimum) >= 0)
}

/** The oldest version that may hand in files: the newest that was published as a minimum and not withdrawn. */
export async function minimumVersion(): Promise<string | null> {
  return minimumOf(await offlineVersions())
}

export function minimumOf(versions: readonly OfflineVersion[]): string | null {
  return versions.find(({ minimum, withdrawnAt }) => minimum && withdrawnAt === null)?.version ?? null
}

/** The newest valid version as a file to be sent; null when none was published. */
export async function newestFile(): Promise<{ version: OfflineVersion; file: StoredFile } | null> {
  const all = await rows()
  const newest = all.find((row) => isValid(row, minimumOf(all)))
  if (!newest) return null
  const { key, ...version } = newest
  const name = `siks-offline-${version.version}.html`
  const file = { id: version.sha256, regency: NATIONAL, kind: KIND, key, name, contentType: 'application/octet-stream' }
  return { version, file: { ...file, size: version.size, sha256: version.sha256 } }
}

/**
 * Why files of a program are not taken any more; null where they are, and for programs that are not the offline application.
 * `newest` is the version to use, null while every one is withdrawn.
 */
export async function appRefusal(
  app: string,
): Promise<{ code: 'withdrawn' | 'old'; found: string; newest: string | null; reason: string } | null> {
  const found = APP.exec(app)?.[1]
  if (!found) return null
  const all = await offlineVersions()
  const minimum = minimumOf(all)
  const newest = all.find((version) => isValid(version, minimum))?.version ?? null
  const known = all.find(({ version }) => version === found)
  if (known?.withdrawnAt) return { code: 'withdrawn', found, newest, reason: known.withdrawnReason ?? '–' }
  return minimum !== null && compareVersions(found, minimum) < 0 ? { code: 'old', found, newest, reason: '' } : null
}

/**
 * Publishes a built file under the version it names itself. The same file again changes its note, and whether it is a minimum
 * where that is said (`minimum`); `replace` takes another
 * build of the same version in its place, for the demonstration.
 * @throws OfflineError `E_OFFLINE_FILE`, `E_OFFLINE_KNOWN`, `E_OFFLINE_REASON`, `E_OFFLINE_WITHDRAWN`; the error of the file system
 */
export async function publishOffline(
  tx: Tx,
  given: { path: string; note: string; minimum?: boolean | undefined; replace?: boolean },
): Promise<OfflineVersion> {
  const note = given.note.trim()
  if (!note) throw new OfflineError('E_OFFLINE_REASON', 'Tuliskan catatan rilis dengan --note.')
  const content = await readFile(given.path)
  const version = MARK.exec(content.subarray(0, MARK_WITHIN).toString('latin1'))?.[1]
  if (!version)
    throw new OfflineError('E_OFFLINE_FILE', `"${given.path}" bukan aplikasi offline SIKS: versinya tidak tertulis di dalamnya.`)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const known = (await rows()).find((row) => row.version === version)
  if (known?.withdrawnAt) {
    throw new OfflineError(
      'E_OFFLINE_WITHDRAWN',
      `Versi ${version} sudah ditarik: ${known.withdrawnReason ?? '–'}. Naikkan nomor versinya lalu bangun ulang.`,
    )
  }
  const minimum = given.minimum ?? known?.minimum ?? false
  if (known && known.sha256 !== sha256 && !given.replace) {
    throw new OfflineError(
      'E_OFFLINE_KNOWN',
      `Versi ${version} sudah diterbitkan dengan isi lain. Naikkan nomor versinya lalu bangun ulang.`,
    )
  }
  const name = `siks-offline-${version}.html`
  const stored =
    known?.sha256 === sha256
      ? known
      : await storeFile(tx, { regency: NATIONAL, kind: KIND, name, contentType: 'text/html', content })
  await query(
    tx,
    `insert into offline_versions (version, disk_key, size, sha256, note, minimum, published_by, published_at)
     values (:version, :key, :size, :sha256, :note, :minimum, :by, :at)
     on conflict (version) do update set note = excluded.note, minimum = excluded.minimum, disk_key = excluded.disk_key,
       size = excluded.size, sha256 = excluded.sha256`,
    { version, key: stored.key, size: content.length, sha256, note, minimum, by: tx.actor.name, at: tx.now },
  )
  await recordActivity(tx, {
    ...{ action: 'offline.published', regency: NATIONAL, object: { type: 'offline_version', id: version } },
    data: { version, minimum },
  })
  return (await listed(tx)).find((row) => row.version === version)!
}

/** @throws OfflineError `E_OFFLINE_UNKNOWN`, `E_OFFLINE_REASON` */
export async function withdrawOffline(tx: Tx, version: string, reason: string): Promise<OfflineVersion> {
  if (!saysWhy(reason)) {
    throw new OfflineError('E_OFFLINE_REASON', `Tuliskan alasan penarikan dengan --reason, paling sedikit ${LEAST_REASON} huruf.`)
  }
  const [changed] = await query(
    tx,
    `update offline_versions set withdrawn_at = coalesce(withdrawn_at, ?), withdrawn_by = ?, withdrawn_reason = ? where version = ? returning version`,
    [tx.now, tx.actor.name, reason.trim(), version],
  )
  if (!changed) throw new OfflineError('E_OFFLINE_UNKNOWN', `Versi ${version} tidak pernah diterbitkan.`)
  await recordActivity(tx, {
    ...{ action: 'offline.withdrawn', regency: NATIONAL, object: { type: 'offline_version', id: version }, data: { version } },
  })
  return (await listed(tx)).find((row) => row.version === version)!
}

function listed(tx: Tx): Promise<OfflineVersion[]> {
  return query<OfflineVersion>(tx, `select ${COLUMNS} from offline_versions`)
}

/** Negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  return [0, 1, 2].map((at) => left![at]! - right![at]!).find((difference) => difference !== 0) ?? 0
}
