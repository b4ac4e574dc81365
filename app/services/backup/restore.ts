import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import drive from '@adonisjs/drive/services/main'
import { asOwner } from '#services/database/addresses'
import { FORMAT, MANIFEST, type BackupManifest } from './backup.js'
import { checked, restoreTable } from './copies.js'
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
  await asOwner(async (client) => {
    await refuseTarget(client, manifest)
    await client.query('begin')
    try {
      for (const { name } of [...manifest.tables].reverse()) await client.query(`delete from ${client.escapeIdentifier(name)}`)
      for (const table of manifest.tables) await restoreTable(client, folder, table)
      await advanceSequences(client)
      for (const file of manifest.files) await restoreFile(folder, file)
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    }
  })
  return manifest
}

/** Numbers that the database gives itself go on after the highest one restored. */
export async function advanceSequences(client: pg.Client) {
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

async function restoreFile(folder: string, file: BackupManifest['files'][number]) {
  const path = join(folder, 'files', file.key)
  for await (const _chunk of createReadStream(path).pipe(checked(file.sha256, file.key))) continue
  await drive.use().putStream(file.key, createReadStream(path), { contentLength: file.size })
}
