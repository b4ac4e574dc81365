import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { writeStub } from '#kernel/stubs'
import type { Instrument } from './instrument.js'
import { groupTables, variableColumns, type GroupVariables } from './store/columns.js'

/**
 * Why an instrument and the tables of its module cannot be brought together by new columns.
 *
 * - `E_INSTRUMENT_TABLES` the module has no tables yet
 * - `E_INSTRUMENT_TYPE`   a variable has become another type; one never does, for its answers are stored as the old one
 * - `E_INSTRUMENT_NAME`   no name of a migration
 * - `E_INSTRUMENT_FILE`   the module's folder has no instrument that a migration could import
 */
export class InstrumentError extends Error {
  override readonly name = 'InstrumentError'

  constructor(
    readonly code: 'E_INSTRUMENT_TABLES' | 'E_INSTRUMENT_TYPE' | 'E_INSTRUMENT_NAME' | 'E_INSTRUMENT_FILE',
    message: string,
  ) {
    super(message)
  }
}

/**
 * Variables of an instrument that the tables of its module have no column for, by group. What the tables have beyond it stays: nothing
 * that was answered is taken away.
 *
 * @throws InstrumentError
 */
export async function missingVariables(client: QueryClientContract, instrument: Instrument): Promise<GroupVariables> {
  const groups = [instrument.root, ...instrument.groups]
  const tables = groups.flatMap((group) => groupTables(instrument, group))
  const { rows } = await client.rawQuery(
    `select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = any (?)`,
    [tables],
  )
  const types = new Map<string, string>(
    rows.map((row: Record<string, string>) => [`${row.table_name}.${row.column_name}`, row.data_type]),
  )
  if (!types.has(`${tables[0]}.key`)) {
    throw new InstrumentError('E_INSTRUMENT_TABLES', `Modul ${instrument.module} belum mempunyai tabel. Jalankan migrate dahulu.`)
  }
  const missing: Record<string, string[]> = {}
  for (const group of groups) {
    for (const { name, type } of variableColumns(group)) {
      const found = groupTables(instrument, group).map((table) => types.get(`${table}.${name}`))
      const other = found.find((stored) => stored !== undefined && stored !== type)
      if (other) throw new InstrumentError('E_INSTRUMENT_TYPE', changedType(`${group.name}.${name}`, other, type))
      if (found.includes(undefined)) (missing[group.name] ??= []).push(name)
    }
  }
  return missing
}

function changedType(name: string, stored: string, wanted: string): string {
  return `Isian ${name} tersimpan sebagai ${stored}, tetapi instrumen menyebutnya ${wanted}. Kembalikan jenisnya, atau beri isian baru nama lain.`
}

/**
 * Writes the migration that adds columns to the tables of a module.
 *
 * @param folder the module's folder, absolute
 * @returns the written file, from the folder on
 * @throws InstrumentError `E_INSTRUMENT_NAME`, `E_INSTRUMENT_FILE`
 */
export async function writeInstrumentMigration(folder: string, added: GroupVariables, name: string): Promise<string> {
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(name)) {
    throw new InstrumentError(
      'E_INSTRUMENT_NAME',
      'Nama migrasi: huruf kecil, angka, dan garis bawah, diawali huruf, misalnya luas_kebun.',
    )
  }
  const source = ['instrument/index', 'instrument'].find((path) => existsSync(join(folder, `${path}.ts`)))
  if (!source) throw new InstrumentError('E_INSTRUMENT_FILE', `Tidak ada instrument/index.ts atau instrument.ts dalam ${folder}.`)
  const migrations = join('database', 'migrations')
  const numbers = readdirSync(join(folder, migrations)).map((file) => Number.parseInt(file, 10) || 0)
  const file = join(migrations, `${String(Math.max(0, ...numbers) + 1).padStart(4, '0')}_${name}.ts`)
  const tokens = { instrument: `../../${source}.js`, added: JSON.stringify(added) }
  await writeStub('instrument/migration.ts.stub', join(folder, file), tokens)
  return file
}
