import db from '@adonisjs/lucid/services/db'
import type { StoredFile } from '#services/files'
import { NATIONAL } from '#services/scope'

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
  withdrawnBy: string | null
  withdrawnReason: string | null
}

/** As a `.siks` file names its program. Others, e.g. the simulator, are none of ours to judge. */
const APP = /^siks-offline\/(\d{1,4}\.\d{1,4}\.\d{1,4})$/
export const OFFLINE_KIND = 'offline-app'

export interface KeptVersion extends OfflineVersion {
  key: string
}

export const VERSION_COLUMNS = `version, disk_key as key, size, sha256, note, minimum, published_by as "publishedBy", published_at as "publishedAt",
  withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy", withdrawn_reason as "withdrawnReason"`

async function rows(): Promise<KeptVersion[]> {
  const found = await db.connection().rawQuery<{ rows: KeptVersion[] }>(`select ${VERSION_COLUMNS} from offline_versions`)
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

/** The oldest version that may hand in files. */
export async function minimumVersion(): Promise<string | null> {
  return minimumOf(await offlineVersions())
}

/** The newest that was made a minimum. Withdrawing it lets no older one in again; taking the mark off it does. */
export function minimumOf(versions: readonly Pick<OfflineVersion, 'version' | 'minimum'>[]): string | null {
  const marked = versions.filter(({ minimum }) => minimum).map(({ version }) => version)
  return marked.sort(compareVersions).at(-1) ?? null
}

/** The newest valid version as a file to be sent; null when there is none. */
export async function newestFile(): Promise<{ version: OfflineVersion; file: StoredFile } | null> {
  const all = await rows()
  const newest = all.find((row) => isValid(row, minimumOf(all)))
  if (!newest) return null
  const { key, ...version } = newest
  const name = `siks-offline-${version.version}.html`
  const file = { id: version.sha256, regency: NATIONAL, kind: OFFLINE_KIND, key, name, contentType: 'application/octet-stream' }
  return { version, file: { ...file, size: version.size, sha256: version.sha256 } }
}

/** Why files of a version are not taken; `newest` is the version to use, null while there is none. */
export interface AppRefusal {
  code: 'withdrawn' | 'old'
  found: string
  newest: string | null
  reason: string
}

/** Null where files of a program are taken, and for programs that are not the offline application. */
export async function appRefusal(app: string): Promise<AppRefusal | null> {
  const found = APP.exec(app)?.[1]
  return found ? versionRefusal(await offlineVersions(), found) : null
}

/** The same among given versions, newest first. */
export function versionRefusal(all: readonly OfflineVersion[], found: string): AppRefusal | null {
  const minimum = minimumOf(all)
  const newest = all.find((version) => isValid(version, minimum))?.version ?? null
  const known = all.find(({ version }) => version === found)
  if (known?.withdrawnAt) return { code: 'withdrawn', found, newest, reason: known.withdrawnReason ?? '–' }
  return minimum !== null && compareVersions(found, minimum) < 0 ? { code: 'old', found, newest, reason: '' } : null
}

/** Negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  return [0, 1, 2].map((at) => left![at]! - right[at]!).find((difference) => difference !== 0) ?? 0
}
