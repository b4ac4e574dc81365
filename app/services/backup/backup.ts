import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import drive from '@adonisjs/drive/services/main'
import { databaseAddresses } from '#services/database/addresses'
import { clock } from '#services/clock'
import { BackupError } from './errors.js'
import { migrationsOf, tablesOf, type BackupTable } from './tables.js'

export const MANIFEST = 'manifest.json'
export const FORMAT = 'siks-backup'

export interface BackupManifest {
  format: typeof FORMAT
  version: 1
  created_at: string
  migrations: string[]
  tables: (BackupTable & { rows: number; sha256: string; file: string })[]
  files: { key: string; size: number; sha256: string }[]
}

/**
 * Writes one folder: every table as gzip of COPY text, all from one snapshot, and every file of the Drive. The encryption key is
 * never in it. The manifest is written last, so that a folder without one is no backup.
 */
export async function backup(folder: string): Promise<BackupManifest> {
  if (existsSync(folder) && readdirSync(folder).length) {
    throw new BackupError(
      'E_BACKUP_FOLDER',
      `Folder ${folder} sudah berisi. Pilih folder kosong agar cadangan lama tidak tercampur.`,
    )
  }
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 })
  const client = new pg.Client({ connectionString: (await databaseAddresses()).owner })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const manifest: BackupManifest = {
      ...{ format: FORMAT, version: 1, created_at: clock.now().toISOString() },
      migrations: await migrationsOf(client),
      tables: [],
      files: [],
    }
    for (const table of await tablesOf(client)) manifest.tables.push(await copyTable(client, table, folder))
    await client.query('commit')
    manifest.files = await copyFiles(folder)
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 })
    return manifest
  } finally {
    await client.end()
  }
}

async function copyTable(client: pg.Client, table: BackupTable, folder: string) {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const file = join('tables', `${table.name}.copy.gz`)
  const source = client.query(copyTo(`copy (select ${columns} from ${client.escapeIdentifier(table.name)}) to stdout`))
  const { sha256 } = await save(source, join(folder, file), true)
  return { ...table, rows: source.rowCount, sha256, file }
}

async function copyFiles(folder: string): Promise<BackupManifest['files']> {
  const disk = drive.use()
  const saved: BackupManifest['files'] = []
  let paginationToken: string | undefined
  do {
    const page = await disk.listAll('', { recursive: true, ...(paginationToken ? { paginationToken } : {}) })
    for (const entry of page.objects) {
      if (!entry.isFile) continue
      saved.push({ key: entry.key, ...(await save(await disk.getStream(entry.key), join(folder, 'files', entry.key), false)) })
    }
    paginationToken = page.paginationToken
  } while (paginationToken)
  return saved
}

async function save(source: Readable, target: string, packed: boolean): Promise<{ size: number; sha256: string }> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  const output = createWriteStream(target, { mode: 0o600 })
  if (packed) await pipeline(source, measure, createGzip({ level: 6 }), output)
  else await pipeline(source, measure, output)
  return { size, sha256: hash.digest('hex') }
}
