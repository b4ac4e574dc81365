import { test } from '@japa/runner'
import { text } from 'node:stream/consumers'
import i18nManager from '@adonisjs/i18n/services/main'
import { clock } from '#services/clock'
import { query, scope } from '#services/scope'
import { exportRecords } from '#verification/lists/export'
import { countRecords } from '#verification/lists/list'
import { tally } from '#verification/review/bulk'
import { tableNames } from '#verification/store/index'
import { changed, household } from '#tests/functional/imports/support'
import { actorOf, openOffice, received, textOf, write } from '#tests/functional/review/support'
import { multiplyRecord } from './support.js'

test.group('Long lists', (group) => {
  group.each.teardown(() => clock.restore())

  test('a name search that finds more than are counted offers no choice of all, and a forged one is refused', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([village]) => [household('K1', village!, 1)])
    await write(office, received(changed(household('K1', office.regency.villages[0]!, 1), { alamat: 'JL BARU' })))
    await multiplyRecord(office, 'K1', 1100)
    const { current, people } = tableNames(office.place.module.instrument)
    const [{ name } = { name: '' }] = await office.act(async (tx) => {
      const columns = await query<{ name: string }>(
        tx,
        `select column_name as name from information_schema.columns where table_name = ? and column_name <> 'record_key' order by ordinal_position`,
        [people],
      )
      const list = columns.map((column) => `p.${column.name}`).join(', ')
      await query(
        tx,
        `insert into ${people} (record_key, ${list.replaceAll('p.', '')}) select c.key, ${list} from ${people} p
         join ${current} c on c.period_id = p.period_id and c.regency_code = p.regency_code and c.key like 'X%'
         where p.period_id = ? and p.record_key = 'K1'`,
        [office.place.periodId],
      )
      return query<{ name: string }>(tx, `select name from ${current} where period_id = ? and key = 'K1'`, [
        office.place.periodId,
      ])
    })
    const page = (await client.get('/bdt/perbaikan').qs({ cari: name }).loginAs(office.supervisor)).text()
    assert.include(page, 'name="ids[]"')
    assert.notInclude(textOf(page), 'Pilih semua 1.000')
    assert.include(textOf(page), 'Persempit pencarian untuk memilih semuanya')
    await assert.rejects(
      () => office.act((tx) => tally(tx, office.place, { matching: { kind: 'existing', search: name } }, 'accept')),
      /tidak dapat dipilih seluruhnya/,
    )
  })

  test('a name that four persons of each household bear is not counted short', async ({ assert }) => {
    const office = await openOffice(([village]) => [household('K1', village!, 1)])
    await multiplyRecord(office, 'K1', 1100)
    const { current, people } = tableNames(office.place.module.instrument)
    await office.act((tx) =>
      query(
        tx,
        `insert into ${people} (period_id, regency_code, district_code, village_code, record_key, key, name, name_key, active)
         select c.period_id, c.regency_code, c.district_code, c.village_code, c.key, 'P' || n, 'UJI SIMAMORA', 'UJI SIMAMORA', true
         from ${current} c cross join generate_series(1, 4) n where c.period_id = ? and c.key like 'X%'`,
        [office.place.periodId],
      ),
    )
    const found = await office.act((tx) => countRecords(tx, office.place, { kind: 'all', search: 'SIMAMORA' }))
    assert.deepEqual(found, { value: 1000, capped: true })
  })

  test('an export shows the list as it was at its beginning, whatever is written meanwhile', async ({ assert }) => {
    const office = await openOffice(([village]) => [household('K1', village!, 1)])
    const total = 12_000
    await multiplyRecord(office, 'K1', total - 1)
    const { current } = tableNames(office.place.module.instrument)
    const own = scope.of(office.regency.code, actorOf(office.supervisor))
    const wanted = { filters: { kind: 'existing', sort: 'nama' } as const, format: 'csv' as const, total }
    let moved = false
    const made = await exportRecords(own, office.place, wanted, i18nManager.locale('id'), async () => {
      if (moved) return
      moved = true
      await office.act((tx) =>
        query(
          tx,
          `update ${current} set name_key = case when key < 'X001000' then 'ZZZ' else 'AAA' end
           where period_id = ? and (key < 'X001000' or key > 'X010000')`,
          [office.place.periodId],
        ),
      )
    })
    const keys = (await text(made.content))
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(';').at(-1))
    assert.isTrue(moved)
    assert.lengthOf(keys, total)
    assert.equal(new Set(keys).size, total)
  })
})
