import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import drive from '@adonisjs/drive/services/main'
import { asOwner } from '#services/database/addresses'
import { clock } from '#services/clock'
import { copyTable, emptyFolder, save, type TableCopy } from './copies.js'
import { migrationsOf, tablesOf } from './tables.js'

export const MANIFEST = 'manifest.json'
export const FORMAT = 'siks-backup'

export interface BackupManifest {
  format: typeof FORMAT
  version: 1
  created_at: string
  migrations: string[]
  tables: TableCopy[]
  files: { key: string; size: number; sha256: string }[]
  /** Keys of the Drive that rows of `files` name and that were not there any more to be copied. */
  missing: string[]
}

/**
 * Writes one folder: every table as gzip of COPY text, all from one snapshot, and every file of the Drive. The encryption key is
 * never in it. A file that goes away meanwhile is left out; what a row names and the copy lacks is reported. The manifest is written last, so that a folder without one is no backup.
 */
export async function backup(folder: string): Promise<BackupManifest> {
  await emptyFolder(folder)
  return asOwner(async (client) => {
    await client.query('begin isolation level repeatable read read only')
    const manifest: BackupManifest = {
      ...{ format: FORMAT, version: 1, created_at: clock.now().toISOString() },
      migrations: await migrationsOf(client),
      tables: [],
      files: [],
      missing: [],
    }
    for (const table of await tablesOf(client)) manifest.tables.push(await copyTable(client, table, folder))
    const named = await keysOf(client)
    await client.query('commit')
    manifest.files = await copyFiles(folder)
    const copied = new Set(manifest.files.map(({ key }) => key))
    manifest.missing = named.filter((key) => !copied.has(key))
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 })
    return manifest
  })
}

async function keysOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    'select disk_key as key from files where removed_at is null order by disk_key collate "C"',
  )
  return rows.map(({ key }) => key)
}

async function copyFiles(folder: string): Promise<BackupManifest['files']> {
  const disk = drive.use()
  const saved: BackupManifest['files'] = []
  let paginationToken: string | undefined
  do {
    const page = await disk.listAll('', { recursive: true, ...(paginationToken ? { paginationToken } : {}) })
    for (const entry of page.objects) {
      if (!entry.isFile) continue
      const copy = await copyFile(entry.key, join(folder, 'files', entry.key))
      if (copy) saved.push({ key: entry.key, ...copy })
    }
    paginationToken = page.paginationToken
  } while (paginationToken)
  return saved
}

/** Null for a file that went away since it was listed. */
async function copyFile(key: string, target: string): Promise<{ size: number; sha256: string } | null> {
  const disk = drive.use()
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  try {
    return await save(await disk.getStream(key), target, false)
  } catch (error) {
    if (await disk.exists(key)) throw error
    await rm(target, { force: true })
    return null
  }
}
