import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { tableNames } from '#verification/store/index'
import type { RecordDoc } from '#verification/instrument'
import { lookUpNiks } from '#verification/persons/by_list'
import { lookUpName, lookUpNumber } from '#verification/persons/search'
import { inventedRegister } from '#tests/support/invented_register'
import { inScope, regencyForTest } from '#tests/support/places'

const persons = (doc: RecordDoc | undefined) => doc?.groups.members ?? []
const NIK = '3201014507859901'
const CARD = '6013010199010001'

/** A regency with four households; the head of the first is SITI AMINAH, born 1985-07-05. */
async function office() {
  const regency = await regencyForTest()
  const register = await inventedRegister(regency, 4, (records) => {
    const [first, second] = records
    Object.assign(persons(first)[0]!, { nik: NIK, nama: 'SITI AMINAH', tgl_lahir: '1985-07-05', jns_kel: 2 })
    Object.assign(persons(second)[0]!, { nama: 'SOEHARTO', tgl_lahir: '1962-12-25' })
    first!.values.no_kks = CARD
    second!.values.village_code = regency.villages[1]!
  })
  return { regency, ...register }
}

/** A person of another regency in the same period. */
async function abroad(module: string, periodId: string, numbers: { nik?: string; kk?: string }): Promise<void> {
  const other = await regencyForTest()
  const owner = db.connection('owner')
  await owner.table('finalisations').insert({ period_id: periodId, regency_code: other.code, module, updated_at: new Date() })
  await owner.table(tableNames(registry.module(module).instrument).people).insert({
    ...{ period_id: periodId, regency_code: other.code, district_code: other.district, village_code: other.villages[0] },
    ...{ record_key: 'X01', key: 'X0101', active: true, ...numbers },
  })
}

test.group('Looking a person up', () => {
  test('by NIK however it is typed, by family card, register keys and the number of a card', async ({ assert }) => {
    const { regency, records } = await office()
    const [first] = records
    const [head] = persons(first)
    const find = (text: string) => inScope(regency.code, (tx) => lookUpNumber(tx, regency.code, text))
    for (const typed of [NIK, ' 32.0101.450785.9901 ', `'${NIK}`, '3201 0145 0785 9901']) {
      const { hits, elsewhere } = await find(typed)
      assert.deepEqual(
        hits.map(({ key, by, score, past }) => ({ key, by, score, past })),
        [{ key: head!.key, by: 'nik', score: 1, past: false }],
      )
      assert.isFalse(elsewhere)
    }
    const family = (await find(String(head!.no_kk))).hits
    assert.sameMembers(
      family.map(({ key }) => key),
      persons(first)
        .filter(({ no_kk: card }) => card === head!.no_kk)
        .map(({ key }) => key),
    )
    assert.lengthOf((await find(String(first!.values.idbdt))).hits, persons(first).length)
    assert.deepEqual(
      (await find(String(head!.idartbdt))).hits.map(({ key, by }) => [key, by]),
      [[head!.key, 'register']],
    )
    const card = (await find(CARD)).hits
    assert.lengthOf(card, persons(first).length)
    assert.equal(card[0]!.by, 'card')
  })

  test('a number with one slip finds its person and says so; two slips find nobody', async ({ assert }) => {
    const { regency } = await office()
    const find = (text: string) => inScope(regency.code, (tx) => lookUpNumber(tx, regency.code, text))
    for (const typed of ['3201014570859901', '320101450785990', '3201014507859907']) {
      const { hits } = await find(typed)
      assert.deepEqual(
        hits.map(({ by, nik }) => [by, nik]),
        [['near', NIK]],
        typed,
      )
    }
    assert.lengthOf((await find('3201014507859977')).hits, 0)
  })

  test('by a name with typing errors and old spelling, in its village or with its birth date, and not elsewhere', async ({
    assert,
  }) => {
    const { regency } = await office()
    const [here, there] = regency.villages
    const find = (name: string, village: string | null, born: string | null = null) =>
      inScope(regency.code, (tx) => lookUpName(tx, regency.code, { name, village, born }))
    for (const name of ['siti aminah', 'SITI AMINA', 'Sitti Amminah', 'AMINAH SITI']) {
      assert.equal((await find(name, here!)).hits[0]?.name, 'SITI AMINAH', name)
    }
    assert.equal((await find('Suharto', there!)).hits[0]?.name, 'SOEHARTO')
    assert.notInclude(
      (await find('Siti Aminah', there!)).hits.map(({ name }) => name),
      'SITI AMINAH',
    )
    assert.equal((await find('Siti Aminah', null, '1985-07-05')).hits[0]?.name, 'SITI AMINAH')
    assert.equal((await find('Siti Aminah', null, '1985-05-07')).hits[0]?.name, 'SITI AMINAH', 'day and month swapped')
    assert.lengthOf((await find('Siti Aminah', null, '1990-01-01')).hits, 0)
  })

  test('of a person of another regency only that he is registered there', async ({ assert }) => {
    const { regency, module, periodId } = await office()
    const [nik, kk] = ['3201011204789902', '3201010101189999']
    await abroad(module, periodId, { nik, kk })
    for (const number of [nik, kk]) {
      const answer = await inScope(regency.code, (tx) => lookUpNumber(tx, regency.code, number))
      assert.deepEqual(answer, { hits: [], elsewhere: true, empty: false })
    }
    const nobody = await inScope(regency.code, (tx) => lookUpNumber(tx, regency.code, '3201011001909910'))
    assert.deepEqual(nobody, { hits: [], elsewhere: false, empty: false })
  })

  test('a list of NIKs in one go: found, several, elsewhere and missing', async ({ assert }) => {
    const regency = await regencyForTest()
    const twin = '3201011001909910'
    const register = await inventedRegister(regency, 3, ([one, two, three]) => {
      persons(one)[0]!.nik = NIK
      persons(two)[0]!.nik = twin
      persons(three)[0]!.nik = twin
    })
    const [missing, far] = ['3201015001909911', '3201011204789902']
    await abroad(register.module, register.periodId, { nik: far })
    const { found, elsewhere } = await inScope(regency.code, (tx) => lookUpNiks(tx, regency.code, [NIK, twin, missing, far]))
    assert.equal(found.get(NIK)?.length, 1)
    assert.equal(found.get(twin)?.length, 2)
    assert.isFalse(found.has(missing))
    assert.deepEqual([...elsewhere], [far])
  })
})
