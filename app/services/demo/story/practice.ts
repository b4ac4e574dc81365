import { createReadStream, existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolder } from '#services/database/addresses'
import { writeWholeFile } from '#services/documents/whole_file'
import { storeFile } from '#services/files'
import { publishOffline } from '#services/offline/acts'
import { installed, readBuilt } from '#services/offline/built'
import { OfflineError } from '#services/offline/errors'
import { offlineVersions } from '#services/offline/versions'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'
import { createIssue } from '#verification/issues/issue'
import { noteMade, PACKAGE_KIND } from '#verification/issues/package_job'
import { findIssued } from '#verification/issues/stored'
import { preparePackage } from '#verification/issues/write_package'
import { villagesOf } from '../seed_edition.js'
import { daysAgo, deskOf, MAGELANG, periodOf, type Story } from './work.js'

/** Known to everybody, for invented people alone. */
export const PRACTICE_PASSPHRASE = 'PRAK-TEK0-2019-SKNG-3371'

/** Where the demonstration leaves the practice package and the offline application beside each other. */
export const practiceFolder = () => join(dataFolder(), 'demo', 'latihan')

/** A package of the first village of Kota Magelang under the practice passphrase, on its page and as a file. */
export async function practicePackage(story: Story): Promise<void> {
  const desk = await deskOf(MAGELANG)
  const [village] = await villagesOf(MAGELANG)
  await daysAgo(3, async () => {
    const period = await periodOf(desk, story)
    const issue = await scope.run(desk.scope, async (tx) => {
      const { id } = await createIssue(tx, period, { villages: [village!], simulated: false })
      return (await findIssued(tx, MAGELANG, id))!
    })
    const prepared = await preparePackage(desk.scope, issue, undefined, PRACTICE_PASSPHRASE)
    await mkdir(practiceFolder(), { recursive: true })
    const path = join(practiceFolder(), 'paket-latihan.siksdb')
    await writeWholeFile(path, prepared.content)
    await scope.run(desk.scope, async (tx) => {
      const file = {
        id: issue.id,
        regency: MAGELANG,
        kind: PACKAGE_KIND,
        name: prepared.name,
        contentType: 'application/octet-stream',
      }
      await storeFile(tx, { ...file, content: createReadStream(path) })
      await noteMade(tx, issue, prepared, issue.id)
      await query(tx, 'update issues set shown_at = ?, shown_by = ? where regency_code = ? and id = ?', [
        ...[tx.now, desk.actor.name, MAGELANG, issue.id],
      ])
    })
  })
}

/**
 * Publishes the offline application where it was built, or takes the newer build of the same version; leaves it beside the package.
 * A version that somebody withdrew while trying things stays withdrawn, a note that was changed stays changed.
 */
export async function offerOffline(path = installed.path): Promise<void> {
  if (!existsSync(path)) return
  const { version } = await readBuilt(path)
  const known = (await offlineVersions()).find((published) => published.version === version)
  const given = { path, note: known?.note ?? 'Versi peragaan', replace: true }
  await scope
    .run(await nationalScope(SYSTEM), (tx) => publishOffline(tx, given))
    .catch((error: unknown) => {
      if (!(error instanceof OfflineError && error.code === 'E_OFFLINE_WITHDRAWN')) throw error
    })
  await mkdir(practiceFolder(), { recursive: true })
  await copyFile(path, join(practiceFolder(), 'siks-offline.html'))
}
