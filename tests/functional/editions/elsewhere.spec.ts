import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { ministryStaff } from '#tests/support/people'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { textOf } from '#tests/functional/review/support'
import { bring, csv, run } from './desk_support.js'
import { edition, HOUSEHOLD, load, MEMBER, stored, type Cells } from './support.js'

const NIK = '3201014507859901'
const OWN = '3201014507859902'
const LEFT = '3201014507859903'
const KK = '3201010101189904'

const named = ({ code, name }: TestRegency) => `${code} ${name}`

/** A household of one at each place, a person with the NIK that is given for it. */
const rows = (persons: readonly { village: string; nik: string; presence?: number; kk?: string }[]) => ({
  households: [HOUSEHOLD, ...persons.map(({ village }, at): Cells => [`H${at}`, village, `KEPALA ${at}`, 'RT 01'])],
  members: [
    [...MEMBER, 'sta_keberadaan_art', 'nokk'],
    ...persons.map(({ nik, presence = 1, kk = '' }, at): Cells => [
      ...[`H${at}`, `M${at}`, 1, `ORANG ${at}`, nik, '1985-07-05', 2, presence, kk],
    ]),
  ],
})

test.group('The same NIK in two regencies of one edition', () => {
  test('is told with counts and rows, masked; the rows are taken and bear no problem for it', async ({ assert }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    const id = await edition(one.code, other.code)
    const [here, there] = [one.villages[0]!, other.villages[0]!]
    const { report } = await load(
      id,
      rows([
        ...[
          { village: here, nik: NIK, kk: KK },
          { village: there, nik: NIK, kk: KK },
          { village: there, nik: NIK },
          { village: here, nik: OWN },
        ],
        ...[
          { village: here, nik: LEFT },
          { village: there, nik: LEFT, presence: 2 },
        ],
      ]),
    )
    assert.deepInclude(report, { read: 12, accepted: 12, rejected: 0 })
    const { remarks, ...counts } = report.elsewhere
    assert.deepEqual(counts, { numbers: 2, persons: 3 }, 'who died or moved is no second one')
    assert.deepEqual(
      remarks.map(({ file, row, column, value, reason }) => [file, row, column, value, reason.id]),
      [
        ['members', 2, 'nik', '3201**********01', `NIK ini juga ada di ${named(other)}.`],
        ['members', 3, 'nik', '3201**********01', `NIK ini juga ada di ${named(one)}.`],
        ['members', 4, 'nik', '3201**********01', `NIK ini juga ada di ${named(one)}.`],
        ['members', 2, 'nokk', '3201**********04', `No KK ini juga ada di ${named(other)}.`],
        ['members', 3, 'nokk', '3201**********04', `No KK ini juga ada di ${named(one)}.`],
      ],
    )
    assert.notInclude(JSON.stringify(report), NIK)
    const [alone] = (await stored('bdt_households', id, one.code)) as { problems: { rule: string }[] }[]
    assert.isFalse(alone!.problems.some(({ rule }) => rule === 'BDT-R02'))
  })

  test('says nothing where each stands in one regency alone', async ({ assert }) => {
    const { code, villages } = await regencyForTest()
    const id = await edition(code)
    const { report } = await load(
      id,
      rows([
        { village: villages[0]!, nik: NIK },
        { village: villages[0]!, nik: NIK },
      ]),
    )
    assert.deepEqual(report.elsewhere, { numbers: 0, persons: 0, remarks: [] })
  })

  test('stands on the page of the load', async ({ client, assert }) => {
    const [one, other] = [await regencyForTest(), await regencyForTest()]
    const { households, members } = rows([
      { village: one.villages[0]!, nik: NIK },
      { village: other.villages[0]!, nik: NIK },
    ])
    const files = { 'ruta.csv': csv(...households.map((row) => [...row])), 'art.csv': csv(...members.map((row) => [...row])) }
    const options = { name: `Edisi ${uuid()}`, decree: '8/HUK/2019', decree_date: '2019-01-10', code_system: 'kemendagri' }
    const checked = await run(await bring('bdt.edition', files), options)
    assert.equal(checked.report!.figures.elsewhere_persons, 2)
    const page = textOf((await client.get(`/admin/data/${checked.id}`).loginAs(await ministryStaff())).text())
    for (const words of ['Nomor juga di kabupaten/kota lain', '3201**********01', `NIK ini juga ada di ${named(other)}.`])
      assert.include(page, words)
    assert.notInclude(page, NIK)
  })
})
