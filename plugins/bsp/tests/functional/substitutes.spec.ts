import { test } from '@japa/runner'
import { query, records, type Refused } from '#core/plugin'
import { inScope } from '#core/testing'
import { candidatesFor } from '../../services/candidates.js'
import { balances } from '../../services/sheet.js'
import { releaseSubstitute, takeFamily } from '../../services/substitutes.js'
import { vacanciesOf, vacancyCounts } from '../../services/vacancies.js'
import { accept, acting, blockersOf, codeOf, decideOutcome, sheetOf, type TestList, testList } from './support.js'

const TODAY = '2026-11-25'

const candidates = (list: TestList, village: string) =>
  inScope(list.regency.code, (tx) => candidatesFor(tx, list.place, village, TODAY))

test.group('Vacancies and substitutes', () => {
  test('an accepted removal opens a vacancy, a received one does not', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'well_off', 'received')
    assert.deepEqual(await inScope(list.regency.code, (tx) => vacancyCounts(tx, list.place)), { all: 0, open: 0, held: 0 })
    await accept(list, 'A001')
    assert.deepEqual(await inScope(list.regency.code, (tx) => vacancyCounts(tx, list.place)), { all: 1, open: 1, held: 0 })
    const sheet = await sheetOf(list)
    assert.deepEqual([sheet.quota.used, sheet.quota.free, sheet.quota.excess], [4, 1, 0])
  })

  test('substitutes come from the village, poorest first, then from the kecamatan', async ({ assert }) => {
    const list = await testList({ households: [2, 2] })
    const [a, b] = list.regency.villages as [string, string]
    const found = await candidates(list, a)
    assert.deepEqual(
      found.map(({ family, reach }) => [family.household, family.percentile, reach]),
      [
        ['HA001', 1, 'village'],
        ['HA002', 2, 'village'],
      ],
    )
    assert.equal(found[0]!.holder?.name, 'ISTRI HA001')
    for (const [index, kpmKey] of ['A001', 'A002'].entries()) {
      await decideOutcome(list, kpmKey, 'not_found')
      await acting(list, (tx, place) => takeFamily(tx, place, kpmKey, found[index]!.family.key))
    }
    const beyond = await candidates(list, a)
    assert.deepEqual(
      beyond.map(({ family, reach }) => [family.village, family.household, reach]),
      [
        [b, 'HB001', 'district'],
        [b, 'HB002', 'district'],
      ],
    )
  })

  test('families with PKH, on the list already or taken off it are never proposed', async ({ assert }) => {
    const list = await testList({ households: [1, 0] })
    const [a] = list.regency.villages as [string]
    assert.lengthOf(await candidates(list, a), 1)
    await inScope(list.regency.code, async (tx) => {
      const base = (await records.base(tx, list.bdt, ['HA001'])).get('HA001')!
      const doc = { ...base, values: { ...base.values, sta_pkh: 1 } }
      await records.write(tx, list.bdt, { type: 'edit', id: 'uji' }, [
        { key: 'HA001', version: 0, kind: 'repair', outcome: 'repaired', state: 'received', doc },
      ])
    })
    assert.lengthOf(await candidates(list, a), 0)
  })

  test('one substitute fills one vacancy, is accepted within the quota, and the sum balances', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'moved_out')
    const { key } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    const record = await inScope(list.regency.code, async (tx) => (await records.working(tx, list.place, [key])).get(key)!)
    assert.include(record, { kind: 'new', outcome: 'new', state: 'received', blocking: 0 })
    assert.include(record.doc.values, {
      kpm_diganti: 'A001',
      kunci_keluarga: 'HA001F1',
      nama_pengurus: 'ISTRI HA001',
      percentile: 1,
    })
    assert.deepEqual(
      record.doc.groups.members!.map(({ pengurus }) => pengurus),
      [2, 1],
    )
    await accept(list, key)
    const sheet = await sheetOf(list)
    assert.deepEqual([sheet.quota.used, sheet.quota.free, balances(sheet)], [5, 0, true])
    assert.deepEqual((await blockersOf(list)).list, [])
  })

  test('the second who takes a vacancy is told who was faster and when', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'pkh')
    const take = (family: string, by: string) => acting(list, (tx, place) => takeFamily(tx, place, 'A001', family), by)
    const results = await Promise.allSettled([take('HA001F1', 'Petugas Satu'), take('HA002F1', 'Petugas Dua')])
    const [won] = results.filter((result) => result.status === 'fulfilled')
    const [lost] = results.filter((result) => result.status === 'rejected')
    assert.exists(won)
    assert.equal((lost!.reason as Refused).code, 'E_BSP_VACANCY_TAKEN')
    assert.match((lost!.reason as Refused).message, /sudah diisi oleh Petugas (Satu|Dua) pada \d{2}-\d{2}-\d{4}/)
    const { rows } = await inScope(list.regency.code, (tx) =>
      vacanciesOf(tx, list.place, { show: 'filled' }, { size: 10, after: null }),
    )
    assert.lengthOf(rows, 1)
  })

  test('the database itself refuses a second substitute, whoever writes it', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'pkh')
    await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    const again = inScope(list.regency.code, (tx) =>
      query(
        tx,
        `insert into bsp_substitutions (regency_code, id, period_id, vacancy_key, vacancy_village, substitute_key, village_code, reach, taken_by_name, taken_at)
         select regency_code, gen_random_uuid(), period_id, vacancy_key, vacancy_village, 'lain', village_code, reach, 'Lain', taken_at
         from bsp_substitutions where period_id = ?`,
        [list.place.periodId],
      ),
    )
    await assert.rejects(() => again, /bsp_substitutions_one_vacancy_key/)
  })

  test('one family cannot fill two vacancies', async ({ assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'pkh')
    await decideOutcome(list, 'A002', 'pkh')
    await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HA001F1'))
    assert.equal(await codeOf(acting(list, (tx, place) => takeFamily(tx, place, 'A002', 'HA001F1'))), 'E_BSP_FAMILY_RECEIVES')
  })

  test('letting a substitute go opens the vacancy again and gives the place back', async ({ assert }) => {
    const list = await testList({ households: [0, 1] })
    const [a, b] = list.regency.villages as [string, string]
    await decideOutcome(list, 'A001', 'well_off')
    const { substitution } = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HB001F1'))
    const limits = async () => new Map((await sheetOf(list)).villages.map(({ code, limit }) => [code, limit]))
    assert.deepEqual([(await limits()).get(a), (await limits()).get(b)], [2, 3], 'the place follows the substitute')
    await acting(list, (tx, place) => releaseSubstitute(tx, place, substitution, 'Keluarga menolak'))
    assert.deepEqual([(await limits()).get(a), (await limits()).get(b)], [3, 2])
    assert.deepEqual(await inScope(list.regency.code, (tx) => vacancyCounts(tx, list.place)), { all: 1, open: 1, held: 0 })
    const again = await acting(list, (tx, place) => takeFamily(tx, place, 'A001', 'HB001F1'))
    assert.isString(again.key, 'the same family may be chosen again')
  })
})
