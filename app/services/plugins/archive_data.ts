import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { copyTable, emptyFolder, proveTable, restoreTable, type TableCopy } from '#services/backup/copies'
import { advanceSequences } from '#services/backup/restore'
import { migrationsIn, tablesOf } from '#services/backup/tables'
import { clock } from '#services/clock'

const MANIFEST = 'manifest.json'
const FORMAT = 'siks-plugin-data'

/** Content of a plugin's tables in a folder. What the core keeps for the plugin (periods, letters, activities, files) is not in it. */
export interface PluginData {
  format: typeof FORMAT
  version: 1
  name: string
  created_at: string
  migrations: string[]
  tables: TableCopy[]
}

/**
 * - `E_PLUGIN_DATA` a folder that holds no data of this plugin, or those of another state of its migrations
 * - `E_PLUGIN_IN_USE` the tables to restore into hold rows
 */
export class PluginDataError extends Error {
  override readonly name = 'PluginDataError'

  constructor(
    readonly code: 'E_PLUGIN_DATA' | 'E_PLUGIN_IN_USE',
    message: string,
  ) {
    super(message)
  }
}

/**
 * Copies every table of a plugin, all from one snapshot, reads the copies again from beginning to end, and writes the manifest last.
 *
 * @throws BackupError when the folder is not empty, or a copy is not what was written
 */
export async function archivePluginData(client: pg.Client, name: string, folder: string): Promise<PluginData> {
  await emptyFolder(folder)
  await client.query('begin isolation level repeatable read read only')
  try {
    const data: PluginData = {
      ...{ format: FORMAT, version: 1, name, created_at: clock.now().toISOString() },
      migrations: await migrationsIn(client, `schema_${name}`),
      tables: [],
    }
    for (const table of await ownTables(client, name)) data.tables.push(await copyTable(client, table, folder))
    for (const table of data.tables) await proveTable(folder, table)
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(data, null, 1)}\n`, { mode: 0o600 })
    return data
  } finally {
    await client.query('rollback')
  }
}

/** Puts archived data back into the freshly migrated tables of the same plugin: all of it or nothing. */
export async function restorePluginData(client: pg.Client, name: string, folder: string): Promise<PluginData> {
  const data = await read(folder)
  if (data.name !== name) {
    throw new PluginDataError('E_PLUGIN_DATA', `${folder} berisi data modul "${data.name}", bukan "${name}".`)
  }
  const here = await migrationsIn(client, `schema_${name}`)
  if (here.join() !== data.migrations.join()) {
    const message = `Data di ${folder} berasal dari versi modul lain (${data.migrations.at(-1)}; terpasang ${here.at(-1) ?? '-'}). Pasang versi yang sama, pulihkan, lalu mutakhirkan.`
    throw new PluginDataError('E_PLUGIN_DATA', message)
  }
  await client.query('begin')
  try {
    for (const { name: table } of await ownTables(client, name)) await refuseRows(client, table)
    for (const table of data.tables) await restoreTable(client, folder, table)
    await advanceSequences(client)
    await client.query('commit')
    return data
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

async function ownTables(client: pg.Client, name: string) {
  return (await tablesOf(client)).filter((table) => table.name.startsWith(`${name}_`))
}

async function refuseRows(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query(`select 1 from ${client.escapeIdentifier(table)} limit 1`)
  if (rows.length === 0) return
  const message = `Tabel ${table} sudah berisi. Data modul dipulihkan hanya ke tabel yang baru dimigrasi.`
  throw new PluginDataError('E_PLUGIN_IN_USE', message)
}

async function read(folder: string): Promise<PluginData> {
  const path = join(folder, MANIFEST)
  const data: PluginData | null = existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : null
  if (data?.format === FORMAT && data.version === 1) return data
  throw new PluginDataError('E_PLUGIN_DATA', `${folder} bukan arsip data modul. Pakai folder yang dibuat plugin:remove.`)
}
