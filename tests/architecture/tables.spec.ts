import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { onScratch } from '#tests/support/contract/migrations'
import { catalogue, regencyTables } from './database.js'

const TABLES = `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`
const FOREIGN_KEYS = `select conrelid::regclass::text as from_table, confrelid::regclass::text as to_table from pg_constraint where contype = 'f'`

interface Key {
  relation: string
  name: string
  columns: string[]
}

test.group('Tables', () => {
  test('every table of a plugin carries its prefix and points only to the core and to plugins it requires', async ({
    assert,
  }) => {
    await onScratch(async (scratch) => {
      for (const plugin of [...registry.all()].reverse()) {
        if (!plugin.migrations) continue
        const names = async () => (await scratch.rows<{ name: string }>(TABLES)).map(({ name }) => name)
        const links = await scratch.rows<{ from_table: string; to_table: string }>(FOREIGN_KEYS)
        const before = await names()
        await scratch.down(plugin.name)
        const left = new Set(await names())
        const own = before.filter((name) => !left.has(name))
        assert.isNotEmpty(own)
        for (const name of own) assert.match(name, new RegExp(`^${plugin.name}_`), `${name} lacks the prefix of "${plugin.name}"`)
        const strangers = registry.all().map(({ name }) => name)
        const allowed = [plugin.name, ...Object.keys(plugin.requires.plugins ?? {})]
        for (const { from_table: from, to_table: to } of links.filter((link) => own.includes(link.from_table))) {
          const owner = strangers.find((name) => to.startsWith(`${name}_`))
          assert.isTrue(!owner || allowed.includes(owner), `${from} points to ${to} of a plugin it does not require`)
        }
      }
    })
  })

  test('every table with a regency has row security and the one policy', async ({ assert }) => {
    const rows = await catalogue<{
      name: string
      secured: boolean
      policies: number
      rule: string | null
      check: string | null
    }>(`
      select c.relname as name, c.relrowsecurity as secured, count(p.polname)::int as policies,
        max(pg_get_expr(p.polqual, p.polrelid)) as rule, max(pg_get_expr(p.polwithcheck, p.polrelid)) as check
      from pg_class c left join pg_policy p on p.polrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.oid`)
    const found = new Map(rows.map((row) => [row.name, row]))
    for (const name of await regencyTables()) {
      const table = found.get(name)!
      assert.isTrue(table.secured, `${name} has no row security: call registerTable() in its migration`)
      assert.equal(table.policies, 1, `${name} has ${table.policies} policies`)
      assert.match(table.rule ?? '', /^\(regency_code (= ANY|IN) \(.*current_setting\('app.regencies'::text, true\)/, name)
      assert.equal(table.check, table.rule, `${name} may be written where it cannot be read`)
    }
  })

  test('every unique key of a distributed table carries the regency', async ({ assert }) => {
    const keys = await catalogue<Key>(`
      select i.indrelid::regclass::text as relation, i.indexrelid::regclass::text as name,
        array(select a.attname::text from unnest(i.indkey) k join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k) as columns
      from pg_index i where i.indisunique`)
    const distributed = await regencyTables()
    const lacking = keys.filter(({ relation, columns }) => distributed.includes(relation) && !columns.includes('regency_code'))
    assert.deepEqual(
      lacking.map(({ relation, name }) => `${relation}: ${name}`),
      [],
    )
    const withKey = new Set(keys.map(({ relation }) => relation))
    assert.deepEqual(
      distributed.filter((name) => !withKey.has(name)),
      [],
      'tables without any key',
    )
  })

  test('every foreign key between distributed tables carries the regency on both sides', async ({ assert }) => {
    const keys = await catalogue<Key & { target: string; targets: string[] }>(`
      select conrelid::regclass::text as relation, confrelid::regclass::text as target, conname as name,
        array(select a.attname::text from unnest(conkey) k join pg_attribute a on a.attrelid = conrelid and a.attnum = k) as columns,
        array(select a.attname::text from unnest(confkey) k join pg_attribute a on a.attrelid = confrelid and a.attnum = k) as targets
      from pg_constraint where contype = 'f' and conparentid = 0`)
    const distributed = await regencyTables()
    const between = keys.filter(({ relation, target }) => distributed.includes(relation) && distributed.includes(target))
    const lacking = between.filter(
      ({ columns, targets }) => !columns.includes('regency_code') || !targets.includes('regency_code'),
    )
    assert.deepEqual(
      lacking.map(({ relation, name }) => `${relation}: ${name}`),
      [],
    )
    const intoDistributed = keys.filter(({ relation, target }) => distributed.includes(target) && !distributed.includes(relation))
    assert.deepEqual(
      intoDistributed.map(({ relation, target }) => `${relation} → ${target}`),
      [],
      'reference tables that point to distributed ones',
    )
  })

  test('registers are partitioned by edition, and their keys begin with edition and regency', async ({ assert }) => {
    const tables = await catalogue<{ name: string; strategy: string; columns: string; key: string[] }>(`
      select c.relname as name, p.partstrat as strategy, pg_get_partkeydef(c.oid) as columns,
        array(select a.attname::text from pg_index i, unnest(i.indkey) with ordinality k(attnum, place)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary order by k.place) as key
      from pg_partitioned_table p join pg_class c on c.oid = p.partrelid where c.relnamespace = 'public'::regnamespace`)
    for (const { instrument } of registry.modules()) {
      const groups = [instrument.root, ...instrument.groups]
      for (const { name } of groups)
        assert.exists(
          tables.find((table) => table.name === `${instrument.module}_${name}`),
          name,
        )
    }
    for (const { name, columns, key } of tables) {
      assert.equal(columns, 'LIST (edition_id)', name)
      assert.deepEqual(key.slice(0, 2), ['edition_id', 'regency_code'], name)
    }
  })
})
