import { test } from '@japa/runner'
import { rejectedRows } from '#services/loads/rejections'
import { atDesk, bring, csv, run } from './desk_support.js'
import { edition, HOUSEHOLD, load, MEMBER, VILLAGE } from './support.js'

const NIK = '3371014507859901'
const PARTED = '3371.0145 0785-9902'
const CARD = '6013010099990017'
const LONG = `JL MAWAR ${NIK} ${'X'.repeat(600)}`
const KINDS = { code_system: 'kemendagri' }

test.group('What a report repeats of a rejected row', () => {
  test('an edition tells of numbers in open columns, in keys and in reasons their ends alone', async ({ assert }) => {
    const id = await edition('33.71')
    const { report } = await load(id, {
      households: [
        [...HOUSEHOLD, 'stalahan', 'catatan_petugas'],
        [NIK, VILLAGE, 'A', LONG, '1', CARD],
        ['H2', NIK, 'B', 'RT 01', '1', PARTED],
        ['H3', VILLAGE, 'C', 'RT 01', PARTED, CARD],
        [CARD, VILLAGE, 'D', 'RT 01', '1', ''],
        [CARD, VILLAGE, 'D', 'RT 01', '1', ''],
      ],
      members: [
        [...MEMBER, 'namagadis_ibukandung'],
        ['9999888877776666', 'M1', 1, 'E', '', '1980-02-03', 1, 'S'],
      ],
    })
    const told = report.rejections.map(({ row, column, value }) => [row, column, value])
    assert.deepEqual(told, [
      [2, 'alamat', `JL MAWAR 3371••••••01 ${'X'.repeat(58)}`],
      [3, 'village_code', '3371••••••01'],
      [4, 'stalahan', '3371••••••02'],
      [5, 'idbdt', '6013••••••17'],
      [6, 'idbdt', '6013••••••17'],
      [2, 'idbdt', '9999••••••66'],
    ])
    const words = JSON.stringify(report)
    for (const number of [NIK, PARTED, CARD]) assert.notInclude(words, number)
    assert.include(report.rejections[1]!.reason.id, '3371••••••01')
  })

  test("a mother's maiden name is told by its initials", async ({ assert }) => {
    const id = await edition('33.71')
    const { report } = await load(id, {
      households: [HOUSEHOLD, ['H1', VILLAGE, 'A', 'RT 01']],
      members: [
        [...MEMBER, 'namagadis_ibukandung'],
        ['H1', 'M1', 1, 'E', '', '1980-02-03', 1, `SITI ${'AMINAH'.repeat(60)}`],
      ],
    })
    assert.deepEqual(
      report.rejections.map(({ value }) => value),
      ['S*** A***'],
    )
  })

  test('the page of a load shows the same', async ({ assert }) => {
    const rows = csv(
      ['KODE KAB', 'KUOTA BSP', 'TAHAP'],
      [NIK, 5, ''],
      ['33.71', PARTED, ''],
      ['33.72', 5, `TAHAP ${CARD} ${LONG}`],
    )
    const checked = await run(await bring('bsp.quota', { 'kuota.csv': rows }), KINDS)
    const shown = await atDesk((tx) => rejectedRows(tx, checked.id, 'rows', { after: 0, size: 50 }))
    assert.deepEqual(
      shown.map(({ faults }) => faults[0]!.value),
      ['3371••••••01', '3371••••••02', `TAHAP 6013••••••17 JL MAWAR 3371••••••01 ${'X'.repeat(39)}`],
    )
    const words = JSON.stringify(shown)
    for (const number of [NIK, PARTED, CARD]) assert.notInclude(words, number)
  })
})
