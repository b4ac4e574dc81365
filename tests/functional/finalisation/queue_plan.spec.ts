import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { nationalScope } from '#services/regions'
import { scope, SYSTEM } from '#services/scope'
import { letterQueue, queueCount } from '#verification/finalise/desk/index'
import { plansDuring } from '#tests/support/plans'

const PERIODS = 12
const YEARS_AGO = '2010-01-01'

/** Periods long over, in which every regency of the nation took part; gives what takes them away again. */
async function manyPeriods(): Promise<() => Promise<void>> {
  const owner = db.connection('owner')
  const edition = uuid()
  await owner.table('editions').insert({
    ...{ id: edition, module: 'bdt', name: 'Lama', decree: '1/HUK/2010', decree_date: YEARS_AGO, code_list_version: '1' },
    ...{ state: 'superseded', created_by: 'uji', created_at: YEARS_AGO },
  })
  await owner.rawQuery(
    `insert into periods (id, module, edition_id, name, opens_on, until_on, state, created_by, created_at)
     select gen_random_uuid(), 'bdt', ?, 'Lama ' || n, date '2000-01-01' + n, date '2000-02-01' + n, 'closed', 'uji', ? from generate_series(1, ?) n`,
    [edition, YEARS_AGO, PERIODS],
  )
  await owner.rawQuery(
    `insert into finalisations (period_id, regency_code, module, state, updated_at, since)
     select p.id, r.code, 'bdt', case when random() < 0.1 then 'letter_uploaded' else 'accepted' end, ?, timestamptz '2000-06-01' + random() * interval '5 years'
     from periods p cross join regions r where p.edition_id = ? and r.level = 2`,
    [YEARS_AGO, edition],
  )
  await owner.rawQuery('analyze finalisations, periods')
  return async () => {
    await owner.rawQuery('delete from finalisations where period_id in (select id from periods where edition_id = ?)', [edition])
    await owner.from('periods').where('edition_id', edition).delete()
    await owner.from('editions').where('id', edition).delete()
    await owner.rawQuery('analyze finalisations, periods')
  }
}

test.group('The queue of letters of the nation', (group) => {
  group.setup(manyPeriods)

  test('reads a page, forward and back, and what waits in the order of its indexes, never the whole history', async ({
    assert,
  }) => {
    const own = await nationalScope(SYSTEM)
    const page = (...[filters, cursor]: [Parameters<typeof letterQueue>[1], Parameters<typeof letterQueue>[2]['cursor']?]) =>
      scope.run(own, (tx) => letterQueue(tx, filters, { size: 25, ...(cursor ? { cursor } : {}) }))
    const first = await page({ state: 'letter_uploaded' })
    assert.lengthOf(first.rows, 25)
    const plans = await plansDuring(async () => {
      const second = await page({ state: 'letter_uploaded' }, first.next!)
      assert.deepEqual((await page({ state: 'letter_uploaded' }, second.previous!)).rows, first.rows)
      assert.lengthOf((await page({})).rows, 25)
      assert.isAbove(await scope.run(own, (tx) => queueCount(tx, { state: 'letter_uploaded' })), 300)
    })
    assert.match(plans, /Index (Only )?Scan (Backward )?using finalisations_by_(step|wait)/)
    assert.notMatch(plans, /Seq Scan on finalisations\b/)
  })
})
