import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { BaseSchema } from '@adonisjs/lucid/schema'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import type { Instrument, RowGroup, Variable } from '#verification/instrument'
import { missingVariables, writeInstrumentMigration } from '#verification/instrument_migration'
import { verificationTables } from '#verification/store/tables'
import { aceHere } from '#tests/support/ace'
import { onScratch } from '#tests/support/contract/migrations'

const instrument = registry.modules()[0].instrument
const variable = (name: string, type: Variable['type']): Variable => ({
  ...{ name, type, block: 'III', number: '99', label: { id: name, en: name } },
})
const withVariables = (group: RowGroup, ...added: Variable[]): RowGroup => ({
  ...group,
  variables: [...group.variables, ...added],
})

/** The instrument as it might be next year: one more question of the household, two of each member, and animals. */
const next: Instrument = {
  ...instrument,
  root: withVariables(instrument.root, variable('luas_kebun', 'number')),
  groups: [
    ...instrument.groups.map((group) =>
      group.name === 'members' ? withVariables(group, variable('no_hp', 'digits'), variable('bekerja_di', 'code')) : group,
    ),
    { name: 'animals', label: { id: 'Ternak', en: 'Animals' }, variables: [variable('jenis_ternak', 'code')] },
  ],
}
const ADDED = { households: ['luas_kebun'], members: ['no_hp', 'bekerja_di'], animals: ['jenis_ternak'] }

async function migrate(client: QueryClientContract, direction: 'up' | 'down'): Promise<void> {
  class Migration extends BaseSchema {
    override async up() {
      await verificationTables(this, next).add(ADDED)
    }
    override async down() {
      verificationTables(this, next).remove(ADDED)
    }
  }
  const migration = new Migration(client, 'new_variables', false)
  await (direction === 'up' ? migration.execUp() : migration.execDown())
}

test.group('Variables that come to an instrument later', () => {
  test('the tables of every installed module have a column for each variable of its instrument', async ({ assert }) => {
    for (const module of registry.modules()) {
      assert.deepEqual(await missingVariables(db.connection('owner'), module.instrument), {}, module.name)
    }
    const { code, json } = await aceHere('instrument:migration', instrument.module, '--json')
    assert.equal(code, 0)
    assert.deepEqual(json, { file: null, added: {} })
  })

  test('columns and tables are added empty to edition and working copy, twice without harm, and go with the migration', async ({
    assert,
  }) => {
    await onScratch(async ({ client }) => {
      const owner = client()
      assert.deepEqual(await missingVariables(owner, next), ADDED)
      await migrate(owner, 'up')
      await migrate(owner, 'up')
      assert.deepEqual(await missingVariables(owner, next), {})
      const { rows } = await owner.rawQuery(
        `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as name from information_schema.columns
         where column_name = any (?) and table_name not like '%\\_p\\_%' order by 1`,
        [Object.values(ADDED).flat()],
      )
      const names = rows.map(({ name }: { name: string }) => name)
      assert.includeMembers(names, [
        'bdt_animals.jenis_ternak smallint YES',
        'bdt_households.luas_kebun numeric YES',
        'bdt_members.bekerja_di smallint YES',
        'bdt_members.no_hp text YES',
        'bdt_update_animals.jenis_ternak smallint YES',
        'bdt_update_members.bekerja_di smallint YES',
        'bdt_update_members.no_hp text YES',
        'bdt_updates.luas_kebun numeric YES',
      ])
      const { rows: policies } = await owner.rawQuery(`select 1 from pg_policies where tablename like 'bdt%animals'`)
      assert.lengthOf(policies, 2)
      await migrate(owner, 'down')
      assert.deepEqual(await missingVariables(owner, next), ADDED)
    })
  })

  test('a variable of another type and a module without tables are refused with what to do', async ({ assert }) => {
    const retyped = withVariables(
      { ...instrument.root, variables: instrument.root.variables.slice(1) },
      {
        ...instrument.root.variables[0]!,
        type: 'date',
      },
    )
    const name = instrument.root.variables[0]!.name
    await assert.rejects(
      () => missingVariables(db.connection('owner'), { ...instrument, root: retyped }),
      `Isian households.${name} tersimpan sebagai text, tetapi instrumen menyebutnya date. Kembalikan jenisnya, atau beri isian baru nama lain.`,
    )
    await assert.rejects(
      () => missingVariables(db.connection('owner'), { ...instrument, module: 'belumada' }),
      'Modul belumada belum mempunyai tabel. Jalankan migrate dahulu.',
    )
  })

  test('the migration gets the next number, imports the instrument where it is, and names what it adds', async ({
    assert,
    cleanup,
  }) => {
    const folder = mkdtempSync(join(tmpdir(), 'siks-instrument-'))
    cleanup(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(join(folder, 'database', 'migrations'), { recursive: true })
    await assert.rejects(
      () => writeInstrumentMigration(folder, ADDED, 'uji'),
      `Tidak ada instrument/index.ts atau instrument.ts dalam ${folder}.`,
    )
    writeFileSync(join(folder, 'instrument.ts'), '')
    writeFileSync(join(folder, 'database', 'migrations', '0007_register.ts'), '')
    const file = await writeInstrumentMigration(folder, { members: ['no_hp'] }, 'no_hp')
    assert.equal(file, join('database', 'migrations', '0008_no_hp.ts'))
    const text = readFileSync(join(folder, file), 'utf8')
    assert.match(text, /from ['"]\.\.\/\.\.\/instrument\.js['"]/)
    assert.match(text, /const ADDED = \{ ?"?members"?: \[['"]no_hp['"]\] ?\}/)
    await assert.rejects(() => writeInstrumentMigration(folder, ADDED, '../uji'), /Nama migrasi/)
  })
})
