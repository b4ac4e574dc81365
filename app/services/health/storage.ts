import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import env from '#start/env'
import { dataFolder } from '#services/database/addresses'
import { query, type Tx } from '#services/scope'

export interface StorageFacts {
  /** Where files are kept. */
  store: 'fs' | 's3'
  files: number
  bytes: number
  /** Of the disk with the data folder of this machine. */
  freeBytes: number
  diskBytes: number
  /** Uploads of this machine that nobody has finished yet. */
  uploads: { count: number; bytes: number }
}

export async function storageFacts(tx: Tx): Promise<StorageFacts> {
  const [kept] = await query<{ files: number; bytes: number }>(
    tx,
    'select count(*) as files, coalesce(sum(size), 0) as bytes from files where removed_at is null and regency_code = any (?)',
    [tx.scope.regions],
  )
  const disk = await statfs(dataFolder())
  return {
    ...{ store: env.get('SIKS_FILES', 'fs'), ...kept!, uploads: await uploadsOnDisk() },
    ...{ freeBytes: disk.bavail * disk.bsize, diskBytes: disk.blocks * disk.bsize },
  }
}

async function uploadsOnDisk(): Promise<StorageFacts['uploads']> {
  const entries = await readdir(join(dataFolder(), 'uploads'), { recursive: true, withFileTypes: true }).catch(() => [])
  const contents = entries.filter((entry) => entry.isFile() && !/\.(json|done)$/.test(entry.name))
  const sizes = await Promise.all(
    contents.map(({ parentPath, name }) =>
      stat(join(parentPath, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
