import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, Writable, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { BackupError } from './errors.js'
import type { BackupTable } from './tables.js'

/** A table in a folder: gzip of COPY text; hash and rows are those of the unpacked text. */
export type TableCopy = BackupTable & { rows: number; sha256: string; file: string }

/**
 * Makes the folder of a copy, readable by its owner alone.
 *
 * @throws BackupError when something lies in it already
 */
export async function emptyFolder(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length) {
    throw new BackupError(
      'E_BACKUP_FOLDER',
      `Folder ${folder} sudah berisi. Pilih folder kosong agar cadangan lama tidak tercampur.`,
    )
  }
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 })
}

/** Writes one table to `<folder>/tables`, which must exist. */
export async function copyTable(client: pg.Client, table: BackupTable, folder: string): Promise<TableCopy> {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const file = join('tables', `${table.name}.copy.gz`)
  const source = client.query(copyTo(`copy (select ${columns} from ${client.escapeIdentifier(table.name)}) to stdout`))
  const { sha256 } = await save(source, join(folder, file), true)
  return { ...table, rows: source.rowCount, sha256, file }
}

/**
 * Puts a copied table back, with its partitions; its triggers are silent meanwhile.
 *
 * @throws BackupError when the copy is not the one that was written
 */
export async function restoreTable(client: pg.Client, folder: string, table: TableCopy): Promise<void> {
  const name = client.escapeIdentifier(table.name)
  for (const { name: partition, bound } of table.partitions) {
    await client.query(`create table ${client.escapeIdentifier(partition)} partition of ${name} ${bound}`)
  }
  await client.query(`alter table ${name} disable trigger user`)
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const target = client.query(copyFrom(`copy ${name} (${columns}) from stdin`))
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), checked(table.sha256, table.file), target)
  await client.query(`alter table ${name} enable trigger user`)
  if (target.rowCount !== table.rows) {
    throw new BackupError('E_BACKUP_DAMAGED', `${table.file} berisi ${target.rowCount} baris, seharusnya ${table.rows}.`)
  }
}

/**
 * Reads a copied table from its beginning to its end.
 *
 * @throws BackupError when the copy is not the one that was written
 */
export async function proveTable(folder: string, { file, sha256 }: TableCopy): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(createReadStream(join(folder, file)), createGunzip(), checked(sha256, file), nowhere)
}

/** Writes a stream to a new file that only its owner reads; size and hash are those before packing. */
export async function save(source: Readable, target: string, packed: boolean): Promise<{ size: number; sha256: string }> {
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

/** Lets bytes through and fails at the end when they are not those of the manifest. */
export function checked(sha256: string, name: string): Transform {
  const hash = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      const same = hash.digest('hex') === sha256
      done(
        same
          ? null
          : new BackupError('E_BACKUP_DAMAGED', `${name} rusak: sidiknya berbeda dari daftar isi. Pakai cadangan lain.`),
      )
    },
  })
}
