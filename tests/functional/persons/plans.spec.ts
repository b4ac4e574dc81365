import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { lookUpNiks } from '#verification/persons/by_list'
import { lookUpName, lookUpNumber } from '#verification/persons/search'
import { readsOfPerson } from '#verification/persons/read_log'
import { tableNames } from '#verification/store/index'
import { inScope, regencyForTest } from '#tests/support/places'
import { plansDuring } from '#tests/support/plans'
import { inventedRegister } from '#tests/support/invented_register'

const ROWS = 40_000

test.group('Plans of a look-up as the role of the application', () => {
  test('each way of looking up, and the question who read somebody, use indexes under row security', async ({
    assert,
    cleanup,
  }) => {
    const regency = await regencyForTest()
    const { module, periodId } = await inventedRegister(regency, 1)
    const { people, current } = tableNames(registry.module(module).instrument)
    const owner = db.connection('owner')
    cleanup(async () => {
      const own = { period_id: periodId, regency_code: regency.code }
      await owner.from(current).where(own).whereLike('name', 'WARGA %').delete()
      await owner.from(people).where(own).whereLike('name', 'WARGA %').delete()
      await owner.from('read_subjects').where('regency_code', regency.code).whereLike('subject', 'uji:%').delete()
    })
    await owner.rawQuery(
      `insert into ${people} (period_id, regency_code, district_code, village_code, record_key, key, name, name_key, nik, kk, birth_date, active)
       select ?, ?, ?, case n % 100 when 0 then ? else ? end, 'C' || n, 'P' || n, 'WARGA ' || n, 'WARGA ' || n, lpad(n::text, 16, '9'),
         lpad(n::text, 16, '8'), date '1940-01-01' + (n % 25000), true from generate_series(1, ?) n`,
      [periodId, regency.code, regency.district, regency.villages[0]!, regency.villages[1]!, ROWS],
    )
    await owner.rawQuery(
      `insert into ${current} (period_id, regency_code, district_code, village_code, key, register_id, name, name_key, kind, outcome, state, decile,
         persons, families, blocking, warnings, inherited, version)
       select period_id, regency_code, district_code, village_code, record_key, 'ID' || record_key, name, name_key, 'none', 'unverified',
         'untouched', 1, 1, 1, 0, 0, 0, 0 from ${people} where period_id = ? and key like 'P%'`,
      [periodId],
    )
    await owner.rawQuery(
      `insert into read_subjects (regency_code, read_id, subject) select ?, gen_random_uuid(), 'uji:' || n from generate_series(1, 20000) n`,
      [regency.code],
    )
    for (const table of [people, current, 'read_subjects', 'reads']) await owner.rawQuery(`vacuum analyze ${table}`)
    const whole = new RegExp(`Seq Scan on (${people}|${current}|read_subjects)\\b`)
    const ways: Record<string, () => Promise<unknown>> = {
      number: () => inScope(regency.code, (tx) => lookUpNumber(tx, regency.code, '9999999999912345')),
      village: () =>
        inScope(regency.code, (tx) =>
          lookUpName(tx, regency.code, { name: 'WARGA SATU', village: regency.villages[0]!, born: null }),
        ),
      birth: () =>
        inScope(regency.code, (tx) => lookUpName(tx, regency.code, { name: 'WARGA SATU', village: null, born: '1962-12-25' })),
      list: () =>
        inScope(regency.code, (tx) =>
          lookUpNiks(
            tx,
            regency.code,
            Array.from({ length: 200 }, (_, n) => String(n * 7).padStart(16, '9')),
          ),
        ),
      reads: () => inScope(regency.code, (tx) => readsOfPerson(tx, regency.code, [{ module: 'uji', recordKey: 'x', key: 'y' }])),
    }
    for (const [way, ask] of Object.entries(ways)) {
      const plans = await plansDuring(ask)
      assert.match(plans, way === 'reads' ? /on read_subjects/ : new RegExp(`on ${people}`), `${way}: no plan was logged`)
      assert.notMatch(plans, whole, `${way} reads every row`)
    }
    const born = await plansDuring(ways.birth!)
    assert.match(born, new RegExp(`${people}_born`))
    const within = await plansDuring(ways.village!)
    assert.match(within, new RegExp(`${people}_(likeness|unnumbered)`))
  })
})
