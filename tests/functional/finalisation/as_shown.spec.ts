import { test } from '@japa/runner'
import User from '#models/user'
import { clock } from '#services/clock'
import { FinaliseError, finalise } from '#verification/finalise/index'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences } from '#verification/store/index'
import {
  applyFile,
  changed,
  household,
  importPaths,
  inDesk,
  openDesk,
  working,
  writeExport,
} from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { inPlace, periodOf, testRegister, update, write } from './support.js'

const hidden = (name: string, html: string) => new RegExp(`name="${name}" value="([0-9a-f]{32})"`).exec(html)?.[1]

test.group('What is finalised and applied is what was shown', (group) => {
  group.each.teardown(() => clock.restore())

  test('a page of the finalisation whose figures somebody changed meanwhile finalises nothing, and says so', async ({
    client,
    assert,
  }) => {
    const { place, docs } = await testRegister(3)
    const supervisor = await supervisorOf(place.regency)
    await write(place, [update(docs[0]!), update(docs[1]!, { state: 'received' })])
    const look = async () => hidden('angka', (await client.get('/bdt/finalisasi').loginAs(supervisor)).text())
    const send = (angka: string | undefined) =>
      client.post('/bdt/finalisasi').form({ confirmation: 'FINALISASI', angka }).loginAs(supervisor).withCsrfToken().redirects(0)
    const seen = await look()
    await inPlace(place, (tx) => decideUpdates(tx, place, [docs[1]!.key], { take: 'accept' }))
    const answer = await send(seen)
    assert.include(String(answer.flashMessage('error')), 'berubah sejak halaman Anda dibuka')
    assert.equal((await periodOf(place)).finalisation.state, 'open')
    const now = await look()
    assert.notEqual(now, seen)
    await send(now)
    assert.equal((await periodOf(place)).finalisation.state, 'finalising')
    assert.isEmpty(await inPlace(place, (tx) => recapDifferences(tx, place)))
  })

  test('kept counts that went wrong do not stand against a page that shows them', async ({ assert }) => {
    const { place } = await testRegister(2)
    await inPlace(place, (tx) => tx.trx.from('bdt_recaps').where('period_id', place.periodId).update({ records: 7 }))
    const stale = inPlace(place, async (tx) => finalise(tx, await periodOf(place), undefined, 'a'.repeat(32)))
    await assert.rejects(() => stale, FinaliseError)
  })

  test('a file that was checked again since the page was opened is not applied by that page', async ({ client, assert }) => {
    const desk = await openDesk((village) => [household('H1', village, 1, { alamat: 'RT 01' })])
    const user = await User.findOrFail(desk.own.actor.id)
    const one = { doc: changed(household('H1', desk.village, 1), { alamat: 'RT 05' }) }
    const [file] = await importPaths(desk, await writeExport(desk, { records: [one] }))
    const page = `/import/${file!.importId}`
    const look = async () => {
      const html = (await client.get(page).loginAs(user)).text()
      return { clean: hidden('pratinjau', html), tokens: html.match(/name="pratinjau" value="[0-9a-f]{32}"/g) ?? [] }
    }
    const send = (path: string, pratinjau: string | undefined) =>
      client.post(path).form({ pratinjau }).loginAs(user).withCsrfToken().redirects(0)
    const before = await look()
    assert.lengthOf(before.tokens, 2)
    await write(desk.place, [update(changed(household('H1', desk.village, 1), { alamat: 'RT 02' }), { state: 'received' })])
    assert.include(await applyFile(desk, file!), { state: 'checked', conflicts: 1 })
    const refused = await send(`${page}/berkas/${file!.id}/terapkan`, before.clean)
    assert.include(String(refused.flashMessage('error')), 'Pratinjau import ini sudah diperbarui')
    assert.containsSubset(await working(desk, 'H1'), { version: 1, doc: { values: { alamat: 'RT 02' } } })
    const now = await look()
    assert.lengthOf(now.tokens, 1)
    await send(`${page}/berkas/${file!.id}/terapkan`, now.clean)
    const { state } = await inDesk(desk, (tx) => tx.trx.from('import_files').where('id', file!.id).first())
    assert.equal(state, 'applying')
  })
})
