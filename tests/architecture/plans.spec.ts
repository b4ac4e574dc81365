import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuid } from 'uuid'
import { registry } from '#kernel/registry'
import { blockStandings } from '#services/audit/blocks'
import { nationalScope, scopeRegionsSql } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'
import { listRecords } from '#verification/lists/list'
import { cursorParts } from '#verification/lists/sort'
import { readFilters, readPage } from '#verification/lists/filters'
import { RecordWriter, tableNames, type Place } from '#verification/store/index'
import { inventRecords } from '#tests/support/contract/records'
import { inScope, regencyForTest } from '#tests/support/places'
import { plansDuring } from '#tests/support/plans'
import { openRegister } from '#tests/support/register'

const ROWS = 30_000
/** Cost of the scope in the planner's units; it is 7,300 where nobody counted the former codes. */
const MOST_FOR_SCOPE = 3_000

/**
 * Fills the narrow rows of a period with many names, as a large regency has them. They belong to no record: what is left of them would be
 * found as a drift by whoever checks the recaps of the country.
 *
 * @returns takes them away again
 */
async function crowd({ module, periodId, regency }: Place, village: string): Promise<() => Promise<void>> {
  const { current, people } = tableNames(module.instrument)
  const district = village.slice(0, village.lastIndexOf('.'))
  const name = `'WARGA ' || upper(md5(n::text))`
  const owner = db.connection('owner')
  await owner.rawQuery(
    `insert into ${current} (period_id, regency_code, district_code, village_code, key, name, name_key, kind, outcome, state, decile,
       persons, families, blocking, warnings, inherited, version)
     select ?, ?, ?, ?, 'C' || n, ${name}, ${name}, 'none', 'unverified', 'untouched', n % 5, 1, 1, 0, 0, 0, 0 from generate_series(1, ?) n`,
    [periodId, regency, district, village, ROWS],
  )
  await owner.rawQuery(
    `insert into ${people} (period_id, regency_code, district_code, village_code, record_key, key, name, name_key, nik, active)
     select ?, ?, ?, ?, 'C' || n, 'P' || n, ${name}, ${name}, lpad(n::text, 16, '9'), true from generate_series(1, ?) n`,
    [periodId, regency, district, village, ROWS],
  )
  // As autovacuum does: it also moves the entries that wait outside a GIN index into it.
  for (const table of [current, people]) await owner.rawQuery(`vacuum analyze ${table}`)
  return async () => {
    const own = { period_id: periodId, regency_code: regency }
    await owner.from(people).where(own).whereLike('name', 'WARGA %').delete()
    await owner.from(current).where(own).whereLike('name', 'WARGA %').delete()
  }
}

test.group('Plans as the role of the application', () => {
  test('the scope of whoever asks, read with every request, is made ready for as many codes as there are', async ({ assert }) => {
    const { rows } = await db
      .connection()
      .rawQuery(`explain (format json) select ${scopeRegionsSql('role', 'region_code')} from users`)
    const { Plans: scopes } = rows[0]['QUERY PLAN'][0].Plan
    assert.isBelow(scopes[0]['Total Cost'], MOST_FOR_SCOPE)
  })

  for (const { name } of registry.modules()) {
    test(`lists, name search, writes and the question to other regencies of "${name}" use their indexes under row security`, async ({
      assert,
      cleanup,
    }) => {
      const module = registry.module(name)
      const regency = await regencyForTest()
      const records = await inventRecords(module, regency, 1)
      const place = await openRegister(regency.code, records, name)
      cleanup(await crowd(place, regency.villages[0]))
      const { current, people, search, elsewhere, fingerprints } = tableNames(module.instrument)
      const whole = new RegExp(`Seq Scan on (${current}|${people})\\b`)

      const searching = await plansDuring(() =>
        inScope(place.regency, (tx) => query(tx, `select * from ${search}(?, ?, 'WARGA 4F2')`, [place.periodId, place.regency])),
      )
      assert.match(searching, new RegExp(`Bitmap Index Scan on ${people}_trigrams`))
      assert.notMatch(searching, whole)

      const numbers = `array(select lpad(n::text, 16, '9') from generate_series(1, 500) n)`
      const asking = await plansDuring(() =>
        inScope(place.regency, (tx) =>
          query(tx, `select * from ${elsewhere}(?, ?, 'nik', ${numbers})`, [place.periodId, place.regency]),
        ),
      )
      assert.match(asking, new RegExp(`Index Only Scan using ${fingerprints}_pkey`))
      assert.notMatch(asking, new RegExp(`Seq Scan on ${fingerprints}`))

      const [doc] = records
      const writing = await plansDuring(() =>
        inScope(place.regency, async (tx) => {
          const writer = new RecordWriter(tx, place, { type: 'edit', id: 'uji' })
          const repair = { kind: 'repair', outcome: 'repaired', state: 'received' } as const
          await writer.write([{ ...repair, key: doc!.key, version: 0, doc: doc!, problems: [] }])
          await writer.finish()
        }),
      )
      assert.match(writing, new RegExp(`Trigger ${people}_fingerprints_|Index Scan using ${people}_`))
      assert.notMatch(writing, whole, 'one write reads every record')

      for (const input of [{}, { desa: regency.villages[0] }, { cari: 'WARGA 4F2' }]) {
        const filters = readFilters(module, 'all', input)
        const listing = await plansDuring(() =>
          inScope(place.regency, (tx) => listRecords(tx, place, filters, readPage({}, cursorParts(filters)))),
        )
        assert.match(listing, new RegExp(`on ${current}\\b`), 'no plan was logged')
        assert.notMatch(listing, whole, `the list with ${JSON.stringify(input)} reads every record`)
      }

      const rare = readFilters(module, 'all', { status: 'returned' })
      const looked = await plansDuring(() =>
        inScope(place.regency, (tx) => listRecords(tx, place, rare, readPage({}, cursorParts(rare)))),
      )
      assert.match(
        looked,
        new RegExp(`on ${current}\\b[^\\n]*\\n[^\\n]*village_code = ANY`),
        'what is rare is looked for among everything',
      )

      const ofFile = readFilters(module, 'all', { berkas: uuid() })
      const brought = await plansDuring(() =>
        inScope(place.regency, (tx) => listRecords(tx, place, ofFile, readPage({}, cursorParts(ofFile)))),
      )
      assert.match(brought, new RegExp(`${current}_by_file`), 'what one file brought is looked for among everything')
    })
  }

  test('the log of the whole country is read region by region without weighing the codes of all', async ({ assert }) => {
    const everywhere = await nationalScope(SYSTEM)
    const plans = await plansDuring(() => scope.run(everywhere, (tx) => blockStandings(tx)))
    for (const table of ['activity_blocks', 'activities', 'block_checks'])
      assert.match(plans, new RegExp(`Scan.* on ${table}\\b`))
    assert.notMatch(plans, /regency_code = ANY \(\(InitPlan/)
  })
})
