import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { applicationRole } from '#kernel/register_table'
import { recordActivity } from '#services/activity'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { tableNames } from '#verification/store/index'
import { inventRecords } from '#tests/support/contract/records'
import { inScope, regencyForTest } from '#tests/support/places'
import { openRegister } from '#tests/support/register'
import { catalogue, regencyTables } from './database.js'

test.group('The role of the application', () => {
  test('it is no superuser, bypasses no policy, owns nothing and belongs to no other role', async ({ assert }) => {
    const role = await applicationRole()
    const [facts] = await catalogue<Record<string, boolean | number>>(`
      select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
        (select count(*) from pg_class where relowner = r.oid)::int as tables,
        (select count(*) from pg_proc where proowner = r.oid)::int as functions,
        (select count(*) from pg_auth_members where member = r.oid)::int as memberships
      from pg_roles r where rolname = '${role}'`)
    assert.deepEqual(facts, {
      ...{ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false },
      ...{ tables: 0, functions: 0, memberships: 0 },
    })
  })

  test('it reaches partitions only through their parent, and cannot make, truncate or reference a table', async ({ assert }) => {
    const role = await applicationRole()
    const reachable = await catalogue<{ name: string }>(`
      select c.relname as name from pg_class c where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and has_table_privilege('${role}', c.oid, 'select, insert, update, delete')`)
    assert.deepEqual(reachable, [])
    const excessive = await catalogue<{ name: string }>(`
      select c.relname as name from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
        and has_table_privilege('${role}', c.oid, 'truncate, references, trigger')`)
    assert.deepEqual(excessive, [])
    const [{ creates }] = await catalogue<{ creates: boolean }>(
      `select has_schema_privilege('${role}', 'public', 'create') as creates`,
    )
    assert.isFalse(creates)
  })

  test('what happened is never deleted: the trail can only grow', async ({ assert }) => {
    const role = await applicationRole()
    for (const table of ['activities', 'activity_blocks', 'reads', 'finalisation_steps', 'letters', 'files', 'import_terms']) {
      const [{ deletes }] = await catalogue<{ deletes: boolean }>(
        `select has_table_privilege('${role}', '${table}', 'delete') as deletes`,
      )
      assert.isFalse(deletes, table)
    }
  })

  test('functions that run as the owner have a fixed search path', async ({ assert }) => {
    const loose = await catalogue<{ name: string }>(`
      select p.oid::regprocedure::text as name from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace
        and not coalesce(array_to_string(p.proconfig, ','), '') like '%search_path=%'`)
    assert.deepEqual(loose, [])
  })
})

test.group('What a scope shows', () => {
  test('a transaction narrowed to one of its regencies sees that one, then all of its own again, and never another', async ({
    assert,
  }) => {
    const codes = [(await regencyForTest()).code, (await regencyForTest()).code]
    const seen = (tx: Tx) =>
      query<{ regency_code: string }>(tx, `select regency_code from activities where action = 'test.narrowed'`).then((rows) =>
        rows.map(({ regency_code: code }) => code).sort(),
      )
    for (const regency of codes)
      await inScope(regency, (tx) =>
        recordActivity(tx, { action: 'test.narrowed', regency, object: { type: 'user', id: uuid() } }),
      )
    await scope.run(scope.of(codes, SYSTEM), async (tx) => {
      const [own, other] = codes as [string, string]
      assert.deepEqual(await scope.within(tx, own, seen), [own])
      assert.deepEqual(await scope.within(tx, other, seen), [other])
      assert.deepEqual(await seen(tx), [...codes].sort())
      await scope.within(tx, own, async (narrow) => {
        await assert.rejects(() => scope.within(narrow, other, seen), /one of its own/)
      })
    })
  })

  for (const { name } of registry.modules()) {
    test(`without a scope no row of "${name}" or the core is visible, with one only its own`, async ({ assert }) => {
      const module = registry.module(name)
      const [ours, theirs] = [await regencyForTest(), await regencyForTest()]
      for (const regency of [ours, theirs]) {
        const place = await openRegister(regency.code, await inventRecords(module, regency, 5), name)
        await inScope(regency.code, (tx) =>
          recordActivity(tx, { action: 'test.ran', regency: regency.code, object: { type: 'period', id: place.periodId } }),
        )
      }
      let seen = 0
      for (const table of await regencyTables()) {
        const { rows: without } = await db.connection('application').rawQuery(`select 1 from ${table} limit 1`)
        assert.lengthOf(without, 0, `${table} shows rows without a scope`)
        const codes = await inScope(ours.code, (tx) =>
          query<{ regency_code: string }>(tx, `select distinct regency_code from ${table}`),
        )
        for (const { regency_code: code } of codes) assert.equal(code, ours.code, `${table} shows rows of ${code}`)
        seen += codes.length
      }
      assert.isAbove(seen, 5, 'the test saw next to nothing')
    })

    test(`the search of "${name}" finds nothing without a scope or in that of another`, async ({ assert }) => {
      const module = registry.module(name)
      const [ours, theirs] = [await regencyForTest(), await regencyForTest()]
      const records = await inventRecords(module, ours, 1)
      records[0].values[module.instrument.summary.name] = 'TERSEMBUNYI'
      const place = await openRegister(ours.code, records, name)
      const { search } = tableNames(module.instrument)
      const sql = `select * from ${search}(?, ?, 'TERSEMBUNYI')`
      const asked = [place.periodId, ours.code]
      assert.lengthOf(await inScope(ours.code, (tx) => query(tx, sql, asked)), 1)
      assert.lengthOf(await inScope(theirs.code, (tx) => query(tx, sql, asked)), 0)
      const { rows } = await db.connection('application').rawQuery(sql, asked)
      assert.lengthOf(rows, 0)
    })

    test(`a row of "${name}" cannot be written into another regency`, async ({ assert }) => {
      const [ours, theirs] = [await regencyForTest(), await regencyForTest()]
      const module = registry.module(name)
      await openRegister(ours.code, await inventRecords(module, ours, 1), name)
      const { current } = tableNames(module.instrument)
      const moving = inScope(ours.code, (tx) => query(tx, `update ${current} set regency_code = ?`, [theirs.code]))
      await assert.rejects(() => moving, /row-level security/)
    })
  }
})
