import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { letterForTrail, villagesOfLetter } from '#services/audit/trail'
import { actsOfLetter, villageTrail } from '#services/audit/village_trail'
import { generateLetter } from '#verification/finalise/index'
import { ministryStaff } from '#tests/support/people'
import { giveProfile, inPlace, periodOf, seal, testRegister, update, write } from '../finalisation/support.js'
import { as } from './support.js'

test.group('Trail of a letter', () => {
  test('leads from the figure to villages, sources and acts, and proves the root; no person is in it', async ({
    client,
    assert,
  }) => {
    const { regency, place, docs } = await testRegister(6)
    await giveProfile(place.regency)
    await write(place, [update(docs[0]!), update(docs[1]!, { outcome: 'not_found' })])
    await seal(place)
    const { letter } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
    const auditor = await ministryStaff('auditor')
    const { found, figures, trail, acts } = await as(auditor, async (tx) => {
      const kept = await letterForTrail(tx, letter.id)
      const own = await villagesOfLetter(tx, kept)
      const village = await villageTrail(tx, kept, own.villages[0]!.code)
      return { found: kept, figures: own, trail: village, acts: await actsOfLetter(tx, kept, village.files) }
    })
    assert.equal(found.number, letter.number)
    assert.isTrue(figures.rootAgrees)
    assert.isTrue(figures.sumAgrees)
    assert.deepEqual(figures.sum, { records: found.totals.records, persons: found.totals.persons })
    assert.equal(figures.sum.records, 5)
    assert.equal(
      trail.sources.reduce((sum, { records }) => sum + records, 0),
      3,
    )
    assert.deepEqual(
      acts.filter(({ step }) => step).map(({ act }) => act),
      ['finalising', 'finalised', 'letter_generated'],
    )
    const list = await client.get(`/admin/jejak-surat?cari=${letter.code}`).loginAs(auditor)
    const undotted = await client.get(`/admin/jejak-surat?wilayah=${regency.code.replace('.', '')}`).loginAs(auditor)
    assert.include(undotted.text(), `/admin/jejak-surat/${letter.id}`)
    const nowhere = await client.get('/admin/jejak-surat').qs({ wilayah: '99,9', cari: letter.code }).loginAs(auditor)
    assert.notInclude(nowhere.text(), `/admin/jejak-surat/${letter.id}`)
    assert.include(list.text(), `/admin/jejak-surat/${letter.id}`)
    for (const path of ['', `?desa=${regency.villages[0]}`, '/cetak', `/cetak?desa=${regency.villages[0]}`]) {
      const page = await client.get(`/admin/jejak-surat/${letter.id}${path}`).loginAs(auditor)
      page.assertStatus(200)
      assert.notMatch(page.text(), /KEPALA|ANAK H|SITI UJI|Penguji/, path)
      assert.include(page.text(), letter.sealRoot)
      assert.include(page.text(), `Menerbitkan Surat Pengesahan ${letter.number}`, path)
      assert.include(page.text(), 'Data tersegel', path)
      assert.notMatch(page.text(), /finalised|not_found|letter_generated/, path)
    }
    const village = await client.get(`/admin/jejak-surat/${letter.id}?desa=${docs[1]!.values.village_code}`).loginAs(auditor)
    assert.include(village.text(), 'Perbaikan · Tidak ditemukan')
    assert.include(village.text(), `href="/admin/log?objek=${letter.id}"`)
    assert.notInclude(village.text(), 'letter.trailed')
    ;(await client.get(`/admin/jejak-surat/${letter.id}?desa=99.99.99.9999`).loginAs(auditor)).assertStatus(404)
    ;(await client.get(`/admin/jejak-surat/${letter.id}`).loginAs(await ministryStaff())).assertStatus(404)
  })

  test('a figure that was changed behind the seal is told', async ({ assert }) => {
    const { place } = await testRegister(4)
    await giveProfile(place.regency)
    await seal(place)
    const { letter } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
    const auditor = await ministryStaff('auditor')
    const owner = db.connection('owner')
    await owner.rawQuery('alter table seal_villages disable trigger user')
    await owner
      .from('seal_villages')
      .where('regency_code', place.regency)
      .limit(1)
      .update({ root: 'ab'.repeat(32), persons: 99 })
    await owner.rawQuery('alter table seal_villages enable trigger user')
    const figures = await as(auditor, async (tx) => villagesOfLetter(tx, await letterForTrail(tx, letter.id)))
    assert.isFalse(figures.rootAgrees)
    assert.isFalse(figures.sumAgrees)
  })
})
