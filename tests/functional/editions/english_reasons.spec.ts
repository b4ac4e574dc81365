import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { reasonsOf, rejectedRows } from '#services/loads/rejections'
import { ministryStaff } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { textOf } from '#tests/functional/review/support'
import { atDesk, bring, csv, run } from './desk_support.js'

const HOUSEHOLDS = ['idbdt', 'village_code', 'nama_krt', 'alamat', 'lantai']
const MEMBERS = ['idbdt', 'idartbdt', 'nuk', 'nama', 'nik', 'tgl_lahir', 'jns_kel']
const OPTIONS = { code_system: 'kemendagri' }

const english = async (load: string, part: string) => {
  const rows = await atDesk((tx) => rejectedRows(tx, load, part, { after: 0, size: 50 }))
  return rows.flatMap(({ row, faults }) => faults.map(({ reason }) => `${row} ${reason.en}`))
}

test.group('Why rows of a load are rejected, for who reads English', () => {
  test('rows of a register, on the page, in the figures and in the file', async ({ client, assert }) => {
    const { villages } = await regencyForTest()
    const village = villages[0]!
    const load = await bring('bdt.edition', {
      'ruta.csv': csv(
        HOUSEHOLDS,
        ['E1', village, 'SATU', 'JL UJI', 1],
        ['E2', '', 'DUA', 'JL UJI', 1],
        ['E3', village, 'TIGA', 'JL UJI', 'ubin'],
        ['E4', village, 'EMPAT', 'JL UJI', 1],
        ['E4', village, 'EMPAT', 'JL UJI', 1],
        ['E 5', village, 'LIMA', 'JL UJI', 1, 1],
      ),
      'art.csv': csv(
        MEMBERS,
        ['E1', 'E101', 1, 'A'.repeat(251), '', '', 1],
        ['E3', 'E301', 1, 'TIGA', '', '', 1],
        ['E9', 'E901', 1, 'SEMBILAN', '', '', 1],
        ['E1', 'E102', 1, 'DUA', '3,20101E+15', '31-02-1990', 1],
      ),
    })
    const checked = await run(load, { name: `Edisi ${uuid()}`, decree: '8/HUK/2019', decree_date: '2019-01-10', ...OPTIONS })
    assert.deepEqual(await english(load.id, 'households'), [
      '3 The code of the village is empty.',
      '4 This is no known answer. Write its code, or the answer exactly as on the form.',
      '5 Twice in the file: the same key stands in row 6',
      '6 Twice in the file: the same key stands in row 5',
      '7 The row has 6 columns, but the headings are 5. Look for delimiters inside the cells.',
      '7 A key may hold only letters, digits and the signs . _ : - (at most 64).',
    ])
    assert.deepEqual(await english(load.id, 'members'), [
      '2 The text has more than 250 characters.',
      '3 Household: this one is rejected in row 4.',
      '4 Household: this one is not in its file.',
      '5 The number is in scientific notation, so some of its digits are lost. Type it again as text.',
      '5 There is no day 31 in month 2 of 1990. Check the date.',
    ])
    const officer = await ministryStaff()
    const page = textOf(
      (
        await client.get(`/admin/data/${checked.id}/ditolak?bagian=members`).withSession({ locale: 'en' }).loginAs(officer)
      ).text(),
    )
    assert.include(page, 'Household: this one is rejected in row 4.')
    assert.notMatch(page, /ditolak pada baris|ini tidak ada/)
    assert.include(
      textOf((await client.get(`/admin/data/${checked.id}`).withSession({ locale: 'en' }).loginAs(officer)).text()),
      'the same key stands in row …',
    )
    const reasons = await atDesk((tx) => reasonsOf(tx, load.id))
    assert.equal(reasons.filter(({ reason }) => reason.en.startsWith('Twice in the file')).length, 1, 'alike reasons are one')
    const file = await client
      .get(`/admin/data/${checked.id}/ditolak/members/baris.csv`)
      .withSession({ locale: 'en' })
      .loginAs(officer)
    const lines = file.text().trim().split('\r\n')
    assert.match(lines[0]!, /;alasan;reason$/)
    assert.match(lines[2]!, /Rumah tangga ini ditolak pada baris 4\.;.*Household: this one is rejected in row 4\.$/)
  })

  test('rows of lists: of the mapping of BPS codes and of the health insurer', async ({ assert }) => {
    const { code } = await regencyForTest()
    const mapping = await run(
      await bring('core.bps', {
        'bps.csv': csv(['kode_bps', 'kode_kemendagri'], ['9871', '98.71.01'], ['', code], ['98', '33.2']),
      }),
      {},
    )
    assert.deepEqual(await english(mapping.id, 'rows'), [
      '2 Region 98.71.01 is not in the list of regions.',
      '3 This column must be filled in.',
      '4 Region code "33.2" lacks a digit. Perhaps 33.20 Kab. Jepara?',
    ])
    const cards = ['kode_kab', 'noka', 'nik', 'nama', 'segmen', 'status']
    const insured = await run(
      await bring('pbi.bpjs', {
        'bpjs.csv': csv(
          cards,
          [code, '0001234567890', '32010145', 'SATU', 1, 1],
          [code, '1234', '', 'DUA', 1, 1],
          [code, '0001234567892', '', 'TIGA', 9, 1],
        ),
      }),
      OPTIONS,
    )
    assert.deepEqual(await english(insured.id, 'rows'), [
      '2 The number must have 16 digits, but it has 8. Look it up in the document.',
      '3 A BPJS card number must have 13 digits. If its leading zero is lost, make the column text and type it again.',
      '4 No known segment. Valid are: 1, 2, 3, 4, 5.',
    ])
  })
})
