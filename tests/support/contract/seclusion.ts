import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { AnyPlugin } from '#kernel/manifest'
import { routesOf } from '#kernel/routes_of'
import { registry } from '#kernel/registry'
import { query } from '#services/scope'
import { supervisorOf } from '../people.js'
import { inScope, regencyForTest, type TestRegency } from '../places.js'
import { openRegister } from '../register.js'
import { inventRecords } from './records.js'

/** A supervisor of another regency finds nothing: no row in the database, no name on a page, no record at its address. */
export function testSeclusion(plugin: AnyPlugin): void {
  test('a register of one regency shows no row of any table to the scope of another', async ({ assert }) => {
    const { ours, theirs } = await twoRegencies(plugin)
    for (const table of await regencyTables(plugin.name)) {
      const count = (seenBy: TestRegency) =>
        inScope(seenBy.code, (tx) =>
          query<{ rows: number }>(tx, `select count(*) as rows from ${table} where regency_code = ?`, [ours.code]),
        )
      const [{ rows }] = await count(theirs)
      assert.equal(rows, 0, `${table} shows rows of another regency`)
    }
  })

  test('no page shows a supervisor of another regency a record, and its address does not exist for him', async ({
    client,
    assert,
  }) => {
    const { ours, theirs, keys, names } = await twoRegencies(plugin)
    const outsider = await supervisorOf(theirs.code)
    const path = plugin.path ?? plugin.name
    for (const route of (await routesOf(registry, plugin)).filter(({ method }) => method === 'GET')) {
      const of = route.pattern.replace(/:[a-zA-Z_]+/g, keys[0] ?? 'none')
      const response = await client.get(`/${path}/${of}?regency=${ours.code}`).loginAs(outsider).redirects(0)
      if (route.pattern.includes(':'))
        assert.equal(response.status(), 404, `${route.name} answers for a record of another regency`)
      for (const name of names) assert.notInclude(response.text(), name, `${route.name} shows a record of another regency`)
    }
  })
}

/** Lists and counts print no secret; opening one record in an open period may, and that is logged. */
export function testSecrets(plugin: AnyPlugin): void {
  if (!plugin.verification) return

  test('no page of its own regency prints a whole identifier but the record that was opened', async ({ client, assert }) => {
    const { instrument } = registry.module(plugin.name)
    const regency = await regencyForTest()
    const records = await inventRecords(registry.module(plugin.name), regency, 5)
    await openRegister(regency.code, records, plugin.name)
    const secrets = [instrument.root, ...instrument.groups].flatMap(({ name, variables }) => {
      const hidden = variables.filter(({ sensitivity }) => sensitivity === 'secret').map((variable) => variable.name)
      const rows = records.flatMap(({ values, groups }) => (name === instrument.root.name ? [values] : groups[name]))
      return rows.flatMap((row) => hidden.map((field) => String(row[field] ?? '')).filter((value) => value.length > 5))
    })
    const insider = await supervisorOf(regency.code)
    for (const { name, pattern, method } of await routesOf(registry, plugin)) {
      if (method !== 'GET' || pattern.includes(':') || /\.(xlsx|csv|pdf)$/.test(pattern)) continue
      const response = await client
        .get(`/${plugin.path ?? plugin.name}/${pattern}`)
        .loginAs(insider)
        .redirects(0)
      for (const secret of secrets) assert.notInclude(response.text(), secret, `${name} prints a secret`)
    }
  })
}

async function twoRegencies(plugin: AnyPlugin) {
  const [ours, theirs] = [await regencyForTest(), await regencyForTest()]
  const module = registry.modules().find(({ name }) => name === plugin.name)
  if (!module) return { ours, theirs, keys: [], names: [] }
  const records = await inventRecords(module, ours, 3)
  for (const [index, record] of records.entries()) record.values[module.instrument.summary.name] = `RAHASIA ${ours.code} ${index}`
  await openRegister(ours.code, records, plugin.name)
  return {
    ours,
    theirs,
    keys: records.map(({ key }) => key),
    names: records.map(({ values }) => String(values[module.instrument.summary.name])),
  }
}

/** Tables of a plugin whose rows belong to a regency; partitions are reached through their parent only. */
async function regencyTables(plugin: string): Promise<string[]> {
  const { rows } = await db.connection('owner').rawQuery<{ rows: { relname: string }[] }>(
    String.raw`
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'regency_code'
    where c.relkind in ('r', 'p') and not c.relispartition and c.relname like ? order by 1`,
    [`${plugin}\\_%`],
  )
  return rows.map(({ relname }) => relname)
}
