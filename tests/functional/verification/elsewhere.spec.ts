import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { query } from '#services/scope'
import { message } from '#verification/message'
import { tableNames } from '#verification/store/index'
import { inScope, regencyForTest, type TestRegency } from '#tests/support/places'
import { blockingOf, CARD, codesOf, home, NIK, problemsOf, register, save, type Register } from './standing_support.js'

test.group('Numbers that another regency holds', () => {
  /** A person of another regency in the same period, as that regency's own work would list him. */
  async function abroad(at: Register, key: string, person: { nik?: string; kk?: string; stays?: boolean }): Promise<TestRegency> {
    const { people } = tableNames(at.place.module.instrument)
    const other = await regencyForTest()
    await db
      .connection('owner')
      .table('finalisations')
      .insert({
        ...{ period_id: at.place.periodId, regency_code: other.code, module: at.place.module.name, updated_at: new Date() },
      })
    await inScope(other.code, (tx) =>
      tx.trx.table(people).insert({
        ...{
          period_id: at.place.periodId,
          regency_code: other.code,
          district_code: other.district,
          village_code: other.villages[0],
        },
        ...{
          record_key: key,
          key: `${key}01`,
          name: 'ORANG LAIN',
          name_key: 'ORANG LAIN',
          nik: null,
          kk: null,
          active: true,
          ...person,
        },
      }),
    )
    return other
  }

  test('a NIK and a card held there are warned of, never blocked, and nothing of the other regency is told', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village)])
    const other = await abroad(at, 'X01', { nik: NIK, kk: CARD })
    await save(at, home('H01', at.village, { nik: NIK, no_kk: CARD }))
    const found = await problemsOf(at, 'H01')
    assert.deepEqual(found, [
      {
        ...{ rule: 'BDT-R02', severity: 'warn', fields: [{ group: 'members', key: 'H0101', field: 'nik' }] },
        params: { case: 'elsewhere', who: 'UJI H01', nik: '3201**********02' },
      },
      {
        ...{ rule: 'BDT-R04', severity: 'warn', fields: [{ group: 'members', key: 'H0101', field: 'no_kk' }] },
        params: { case: 'elsewhere', who: 'UJI H01', kk: '3201**********01' },
      },
    ])
    assert.equal(await blockingOf(at, 'H01'), 0)
    const { rules, instrument } = at.place.module
    for (const problem of found) {
      const sentence = message(
        rules.find(({ code }) => code === problem.rule)!,
        problem,
        'id',
        instrument,
      )
      assert.include(sentence, 'terdaftar di wilayah lain')
      assert.notInclude(JSON.stringify(problem) + sentence, other.code)
      assert.notInclude(JSON.stringify(problem) + sentence, 'X01')
    }
  })

  test('who does not stay there is not found, and the answer follows what that regency does', async ({ assert }) => {
    const at = await register((village) => [home('H01', village)])
    const { people } = tableNames(at.place.module.instrument)
    const other = await abroad(at, 'X01', { nik: NIK, stays: false })
    const again = async () => {
      await save(at, home('H01', at.village, { nik: NIK }))
      return codesOf(at, 'H01')
    }
    assert.deepEqual(await again(), [])
    const change = (sql: string) => inScope(other.code, (tx) => query(tx, sql, [at.place.periodId, other.code]))
    await change(`update ${people} set stays = true where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), ['BDT-R02'])
    await change(`update ${people} set nik = '3201011204789978' where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), [])
    await change(`update ${people} set nik = '${NIK}' where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), ['BDT-R02'])
    await change(`delete from ${people} where period_id = ? and regency_code = ?`)
    assert.deepEqual(await again(), [])
  })

  test('one of two holders leaving there changes nothing; another period and our own rows are never asked', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village), home('H02', village, { nik: NIK })])
    const { people, fingerprints } = tableNames(at.place.module.instrument)
    const other = await abroad(at, 'X01', { nik: NIK })
    await inScope(other.code, async (tx) => {
      await query(
        tx,
        `insert into ${people} (period_id, regency_code, district_code, village_code, record_key, key, nik, active)
         select period_id, regency_code, district_code, village_code, 'X02', 'X0201', nik, true from ${people} where period_id = ? and regency_code = ?`,
        [at.place.periodId, other.code],
      )
      await query(tx, `delete from ${people} where period_id = ? and regency_code = ? and record_key = 'X01'`, [
        at.place.periodId,
        other.code,
      ])
    })
    await save(at, home('H02', at.village, { nik: NIK }))
    assert.deepEqual(await codesOf(at, 'H02'), ['BDT-R02'])
    const later = await register((village) => [home('H02', village, { nik: NIK })])
    await save(later, home('H02', later.village, { nik: NIK }))
    assert.deepEqual(await codesOf(later, 'H02'), [], 'a period of its own')
    const shown = await inScope(at.regency.code, (tx) =>
      query<{ regency_code: string }>(tx, `select regency_code from ${fingerprints}`),
    )
    assert.isTrue(shown.every(({ regency_code: code }) => code === at.regency.code))
  })

  test('the question is answered only inside the scope, the marks hold no number and no role but the owner reads their key', async ({
    assert,
  }) => {
    const at = await register((village) => [home('H01', village, { nik: NIK })])
    await abroad(at, 'X01', { nik: NIK })
    const { elsewhere, fingerprints } = tableNames(at.place.module.instrument)
    const ask = (regency: string) =>
      inScope(regency, (tx) =>
        query(tx, `select * from ${elsewhere}(?, ?, 'nik', array['${NIK}', '3201011204789979'])`, [
          at.place.periodId,
          at.regency.code,
        ]),
      )
    assert.deepEqual(await ask(at.regency.code), [{ bdt_elsewhere: NIK }])
    assert.deepEqual(await ask('11.01'), [])
    await assert.rejects(() => inScope(at.regency.code, (tx) => query(tx, 'select * from fingerprint_key')), /permission denied/)
    await assert.rejects(() => inScope(at.regency.code, (tx) => query(tx, `delete from ${fingerprints}`)), /permission denied/)
    const marks = await inScope(at.regency.code, (tx) =>
      query<{ mark: Buffer }>(tx, `select mark from ${fingerprints} where period_id = ?`, [at.place.periodId]),
    )
    assert.isTrue(marks.length > 0 && marks.every(({ mark }) => mark.length === 6 + 8 && !mark.includes(NIK.slice(6))))
  })
})
