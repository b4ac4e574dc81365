import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { aceHere } from '#tests/support/ace'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, write, type Office } from '#tests/functional/review/support'

interface Refused {
  problems: { kind: string; id: string; household: string | null; message: string }[]
}

/** An accepted record that leaves as the double of another one. */
const leavesIn =
  (village: string) =>
  (key: string, n: number, other: string, outcome = 'duplicate', version = 0) =>
    received(changed(household(key, village, n), { data_idbdt_double_dengan: other }), { outcome, state: 'accepted', version })

function finalise({ regency, supervisor }: Office) {
  return aceHere<Refused>('plugin:finalise', 'bdt', '--regency', regency.code, '--as', supervisor.login, '--json')
}

test.group('Two households that each name the other as their double', (group) => {
  group.each.teardown(() => clock.restore())

  test('stand against finalising, for neither would be kept; once one of them stays they do not', async ({ assert }) => {
    const office = await openOffice(([village]) => ['K01', 'K02', 'K03'].map((key, at) => household(key, village!, at + 1)))
    const [village] = office.regency.villages
    const leaves = leavesIn(village!)
    await write(office, leaves('K01', 1, ' k02 '), leaves('K02', 2, 'K01'), leaves('K03', 3, 'K01'))
    const refused = await finalise(office)
    assert.equal(refused.code, 1, refused.stdout)
    assert.deepEqual(
      refused.json.problems.map(({ id, household: key }) => [id, key]),
      [['ganda:K01', 'K01']],
    )
    assert.include(refused.json.problems[0]!.message, 'K02 saling menyebut')
    await write(office, received(household('K02', village!, 2), { outcome: 'unchanged', state: 'accepted', version: 1 }))
    const whole = await finalise(office)
    assert.equal(whole.code, 0, whole.stdout)
  })

  test('so do three that name each other in a circle, and one that names nobody of the result', async ({ assert }) => {
    const office = await openOffice(([village]) =>
      ['K01', 'K02', 'K03', 'K04'].map((key, at) => household(key, village!, at + 1)),
    )
    const [village] = office.regency.villages
    const leaves = leavesIn(village!)
    await write(office, leaves('K01', 1, 'K02'), leaves('K02', 2, 'K03', 'part_of_other'), leaves('K03', 3, 'K01'))
    await write(office, leaves('K04', 4, 'K99'))
    const refused = await finalise(office)
    assert.equal(refused.code, 1, refused.stdout)
    assert.deepEqual(
      refused.json.problems.map(({ kind, id, message }) => [kind, id, message]),
      [
        [
          'module',
          'ganda:K01',
          'Data ini dan K02, K03 saling menyebut sebagai kembarannya, sehingga semuanya akan keluar. Tentukan mana yang dipertahankan.',
        ],
        [
          'module',
          'ganda:K04',
          'Data ini akan keluar sebagai kembaran K99, tetapi tidak ada data itu yang berlaku di kabupaten/kota ini. Betulkan ID kembarannya, atau tarik perubahan ini.',
        ],
      ],
    )
    await write(office, received(household('K03', village!, 3), { outcome: 'unchanged', state: 'accepted', version: 1 }))
    await write(office, leaves('K04', 4, ' k03 ', 'duplicate', 1))
    const whole = await finalise(office)
    assert.equal(whole.code, 0, whole.stdout)
  })
})
