import { saysWhy } from '#domain/reason'
import { recordActivity } from '#services/activity'
import { storeFile } from '#services/files'
import { NATIONAL, query, type Tx } from '#services/scope'
import { readBuilt } from './built.js'
import { NOTE_LENGTH, noteMissing, noteTooLong, OfflineError, reasonMissing, unknownVersion, withdrawnBefore } from './errors.js'
import { compareVersions, minimumOf, OFFLINE_KIND, VERSION_COLUMNS, type KeptVersion, type OfflineVersion } from './versions.js'

/**
 * Publishes a built file under the version it names itself. The same file again changes its note, and whether it is a minimum
 * where that is said (`minimum`); `replace` takes another build of the same version in its place, for the demonstration.
 *
 * @throws OfflineError `E_OFFLINE_FILE`, `E_OFFLINE_KNOWN`, `E_OFFLINE_REASON`, `E_OFFLINE_WITHDRAWN`, `E_OFFLINE_MINIMUM`; the error of the
 *   file system
 */
export async function publishOffline(
  tx: Tx,
  given: { path: string; note: string; minimum?: boolean | undefined; replace?: boolean },
): Promise<OfflineVersion> {
  const note = given.note.trim().replaceAll('\r\n', '\n')
  if (!note) throw noteMissing()
  if (note.length > NOTE_LENGTH) throw noteTooLong(note.length)
  const { version, content, sha256 } = await readBuilt(given.path)
  const all = await locked(tx)
  const known = all.find((row) => row.version === version)
  if (known?.withdrawnAt) throw raiseNumber(version, withdrawnBefore(version, known.withdrawnReason))
  if (known && known.sha256 !== sha256 && !given.replace) throw raiseNumber(version, publishedOtherwise(version))
  const minimum = given.minimum ?? known?.minimum ?? false
  if (known?.sha256 === sha256 && known.note === note && known.minimum === minimum) return shown(all, version)
  if (minimum && !known?.minimum) assertNotBelow(all, version)
  const name = `siks-offline-${version}.html`
  const stored =
    known?.sha256 === sha256
      ? known
      : await storeFile(tx, { regency: NATIONAL, kind: OFFLINE_KIND, name, contentType: 'text/html', content })
  await query(
    tx,
    `insert into offline_versions (version, disk_key, size, sha256, note, minimum, published_by, published_at)
     values (:version, :key, :size, :sha256, :note, :minimum, :by, :at)
     on conflict (version) do update set note = excluded.note, minimum = excluded.minimum, disk_key = excluded.disk_key,
       size = excluded.size, sha256 = excluded.sha256`,
    { version, key: stored.key, size: content.length, sha256, note, minimum, by: tx.actor.name, at: tx.now },
  )
  await noted(tx, known ? 'changed' : 'published', version, { minimum, note })
  return shown(await locked(tx), version)
}

/**
 * Makes a version the oldest whose files are taken, or takes that back.
 *
 * @throws OfflineError `E_OFFLINE_UNKNOWN`, `E_OFFLINE_WITHDRAWN`, `E_OFFLINE_MINIMUM`
 */
export async function setOfflineMinimum(tx: Tx, version: string, minimum: boolean): Promise<OfflineVersion> {
  const all = await locked(tx)
  const known = named(all, version)
  if (minimum === known.minimum) return shown(all, version)
  if (minimum) {
    if (known.withdrawnAt) throw withdrawnBefore(version, known.withdrawnReason)
    assertNotBelow(all, version)
  }
  await query(tx, 'update offline_versions set minimum = ? where version = ?', [minimum, version])
  await noted(tx, minimum ? 'minimum_set' : 'minimum_released', version)
  return shown(await locked(tx), version)
}

/** @throws OfflineError `E_OFFLINE_UNKNOWN`, `E_OFFLINE_REASON`, `E_OFFLINE_WITHDRAWN` */
export async function withdrawOffline(tx: Tx, version: string, given: string): Promise<OfflineVersion> {
  const reason = given.trim()
  if (!saysWhy(reason)) throw reasonMissing()
  const known = named(await locked(tx), version)
  if (known.withdrawnAt) throw withdrawnBefore(version, known.withdrawnReason)
  await query(tx, 'update offline_versions set withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? where version = ?', [
    ...[tx.now, tx.actor.name, reason, version],
  ])
  await noted(tx, 'withdrawn', version, { reason })
  return shown(await locked(tx), version)
}

async function noted(tx: Tx, act: string, version: string, more: Readonly<Record<string, unknown>> = {}) {
  const object = { type: 'offline_version', id: version }
  await recordActivity(tx, { action: `offline.${act}`, regency: NATIONAL, object, data: { version, ...more } })
}

/** Every version, kept from others who act until this transaction ends. */
function locked(tx: Tx): Promise<KeptVersion[]> {
  return query<KeptVersion>(tx, `select ${VERSION_COLUMNS} from offline_versions order by version for update`)
}

function named(all: readonly KeptVersion[], version: string): KeptVersion {
  const known = all.find((row) => row.version === version)
  if (!known) throw unknownVersion(version)
  return known
}

function shown(all: readonly KeptVersion[], version: string): OfflineVersion {
  const { key: _key, ...known } = named(all, version)
  return known
}

function publishedOtherwise(version: string): OfflineError {
  return new OfflineError('E_OFFLINE_KNOWN', {
    id: `Versi ${version} sudah diterbitkan dengan isi lain.`,
    en: `Version ${version} was published with other content.`,
  })
}

/** The refusal of a build whose number is used up, with what to do. */
function raiseNumber(version: string, { code, text }: OfflineError): OfflineError {
  return new OfflineError(code, {
    id: `${text.id} Naikkan nomor versinya lalu bangun ulang.`,
    en: `${text.en} Raise its number above ${version} and build again.`,
  })
}

/** @throws OfflineError `E_OFFLINE_MINIMUM` for one that would be no minimum, since a newer one is */
function assertNotBelow(all: readonly OfflineVersion[], version: string): void {
  const minimum = minimumOf(all)
  if (minimum === null || compareVersions(version, minimum) > 0) return
  throw new OfflineError('E_OFFLINE_MINIMUM', {
    id: `Versi terendah yang diterima sudah ${minimum}; versi ${version} lebih lama.`,
    en: `The oldest version that is taken is ${minimum} already; version ${version} is older.`,
  })
}
