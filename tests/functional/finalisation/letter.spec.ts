import { test } from '@japa/runner'
import { query } from '#services/scope'
import { readScan } from '#verification/finalise/index'
import { copiedOf } from '#verification/finalise/institution'
import { pageTexts } from '#tests/unit/documents/support'
import { contentOfFile, giveProfile, inPlace, seal, SIGNING, testRegister, update, write } from './support.js'
import { codeOf, issue, sealed, textOf } from './letters.js'

test.group('Content of a letter', () => {
  test('holds number, official, period, decree, seal and the counts per kecamatan of the sealed totals', async ({ assert }) => {
    const { place, docs } = await testRegister(5)
    await giveProfile(place.regency)
    await write(place, [
      update({ ...docs[0]!, values: { ...docs[0]!.values, alamat: 'JL BARU' } }),
      update(docs[1]!, { outcome: 'not_found' }),
      update(docs[2]!, { state: 'returned' }),
    ])
    const { totals, sealRoot } = await seal(place)
    const { letter } = await issue(place)
    const text = await textOf(place, letter)
    for (const part of [
      SIGNING.name,
      SIGNING.position,
      SIGNING.rank,
      'Periode Uji',
      'Keputusan Menteri Sosial Nomor 8/HUK/2019 tanggal',
      letter.number,
    ])
      assert.include(text, part)
    assert.include(text.replaceAll(' ', ''), sealRoot!)
    assert.include(text, 'sebanyak 4 rumah tangga')
    assert.include(text, 'dikembalikan (1)')
    const [governor, head] = await copiedOf(place.regency)
    assert.include(text, `Tembusan: 1. ${governor} 2. ${head}`)
    const [district] = totals!.districts
    assert.deepEqual(
      [district!.edition, district!.taken, district!.notTaken.returned, district!.untouched, district!.result],
      [5, { repaired: 1, not_found: 1 }, 1, 2, 4],
    )
    assert.include(text, `${district!.name} 5 1 1 1 2 4`)
    assert.isAtMost((await pageTexts(await contentOfFile(place, letter.fileId))).length, 4)
    assert.equal((await readScan(await contentOfFile(place, letter.fileId))).code, letter.code)
  })

  test('is copied to the governor and to the regent or mayor, as their regions are called', async ({ assert }) => {
    const copied = await Promise.all(['33.71', '34.03', '31.01', '31.74', '00'].map(copiedOf))
    assert.deepEqual(copied, [
      ['Gubernur Jawa Tengah', 'Wali Kota Magelang'],
      ['Gubernur Daerah Istimewa Yogyakarta', 'Bupati Gunungkidul'],
      ['Gubernur Daerah Khusus Ibukota Jakarta', 'Bupati Kepulauan Seribu'],
      ['Gubernur Daerah Khusus Ibukota Jakarta', 'Wali Kota Jakarta Selatan'],
      [],
    ])
  })

  test('is refused with every missing field of the profile, and takes no number', async ({ assert }) => {
    const { place } = await testRegister(2)
    await giveProfile(place.regency, { name: '', number_pattern: '' })
    await seal(place)
    await assert.rejects(() => issue(place), /Nama pejabat, Pola nomor surat/)
    assert.lengthOf(
      await inPlace(place, (tx) => query(tx, 'select 1 from letter_counters where regency_code = ?', [place.regency])),
      0,
    )
  })

  test('keeps the profile of its moment', async ({ assert }) => {
    const { place } = await sealed(2)
    const { letter } = await issue(place)
    await giveProfile(place.regency, { name: 'ORANG LAIN' })
    const again = await issue(place)
    assert.equal(again.letter.sha256, letter.sha256)
    assert.include(await textOf(place, again.letter), SIGNING.name)
  })

  test('cannot be issued before the seal', async ({ assert }) => {
    const { place } = await testRegister(2)
    await giveProfile(place.regency)
    assert.equal(await codeOf(() => issue(place)), 'E_FINALISE_STATE')
  })
})
