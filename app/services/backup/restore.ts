import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import drive from '@adonisjs/drive/services/main'
import { databaseAddresses } from '#services/database/addresses'
import { FORMAT, MANIFEST, type BackupManifest } from './backup.js'
import { BackupError } from './errors.js'
import { migrationsOf } from './tables.js'

/**
 * Puts a backup into a freshly migrated database without accounts. All tables come in one transaction that commits after the last
 * file: either everything is restored or nothing. Hashes of tables and files are checked while they stream.
 *
 * @throws BackupError when the folder is no backup, is damaged, was made by another version, or the target is in use
 */
export async function restore(folder: string): Promise<BackupManifest> {
  const manifest = await readManifest(folder)
  const client = new pg.Client({ connectionString: (await databaseAddresses()).owner })
  await client.connect()
  try {
    await refuseTarget(client, manifest)
    await client.query('begin')
    for (const { name } of [...manifest.tables].reverse()) await client.query(`delete from ${client.escapeIdentifier(name)}`)
    for (const table of manifest.tables) await restoreTable(client, folder, table)
    await advanceSequences(client)
    for (const file of manifest.files) await restoreFile(folder, file)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    await client.end()
  }
  return manifest
}

/** Numbers that the database gives itself go on after the highest one restored. */
async function advanceSequences(client: pg.Client) {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
     join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and a.attidentity <> ''`,
  )
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), (select coalesce(max(${client.escapeIdentifier(column)}), 0) + 1 from ${client.escapeIdentifier(table)}), false)`,
      [table, column],
    )
  }
}

async function readManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, MANIFEST)
  if (!existsSync(path)) {
    throw new BackupError(
      'E_BACKUP_MANIFEST',
      `${folder} bukan cadangan yang utuh: ${MANIFEST} tidak ada. Pakai folder yang dibuat perintah backup.`,
    )
  }
  const manifest: BackupManifest = JSON.parse(await readFile(path, 'utf8'))
  if (manifest.format !== FORMAT || manifest.version !== 1) {
    throw new BackupError('E_BACKUP_MANIFEST', `${path} bukan daftar isi cadangan yang dikenal versi ini.`)
  }
  return manifest
}

async function refuseTarget(client: pg.Client, manifest: BackupManifest) {
  const { rows } = await client.query<{ users: number }>('select count(*)::int as users from users')
  if (rows[0].users > 0) {
    throw new BackupError(
      'E_RESTORE_TARGET',
      `Basis data tujuan sudah berisi ${rows[0].users} pengguna. Pulihkan hanya ke basis data baru yang baru dimigrasi.`,
    )
  }
  const here = await migrationsOf(client)
  const missing = manifest.migrations.filter((name) => !here.includes(name))
  const extra = here.filter((name) => !manifest.migrations.includes(name))
  if (missing.length || extra.length) {
    throw new BackupError(
      'E_BACKUP_VERSION',
      `Cadangan dibuat oleh versi lain (kurang: ${missing.join(', ') || '-'}; lebih: ${extra.join(', ') || '-'}). Pakai kode versi yang sama, pulihkan, lalu mutakhirkan.`,
    )
  }
}

async function restoreTable(client: pg.Client, folder: string, table: BackupManifest['tables'][number]) {
  const name = client.escapeIdentifier(table.name)
  for (const { name: partition, bound } of table.partitions) {
    await client.query(`create table ${client.escapeIdentifier(partition)} partition of ${name} ${bound}`)
  }
  await client.query(`alter table ${name} disable trigger user`)
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const target = client.query(copyFrom(`copy ${name} (${columns}) from stdin`))
  const check = checked(table.sha256, table.file)
  await pipeline(createReadStream(join(folder, table.file)), createGunzip(), check, target)
  await client.query(`alter table ${name} enable trigger user`)
  if (target.rowCount !== table.rows) {
    throw new BackupError('E_BACKUP_DAMAGED', `${table.file} berisi ${target.rowCount} baris, seharusnya ${table.rows}.`)
  }
}

async function restoreFile(folder: string, file: BackupManifest['files'][number]) {
  const path = join(folder, 'files', file.key)
  for await (const _chunk of createReadStream(path).pipe(checked(file.sha256, file.key))) continue
  await drive.use().putStream(file.key, createReadStream(path), { contentLength: file.size })
}

/** Lets bytes through and fails at the end when they are not those of the manifest. */
function checked(sha256: string, name: string): Transform {
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
