import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { canonicalDoc } from '#verification/canonical'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { findAct } from '#verification/lists/bulk/acts'
import { findRow } from '#verification/lists/list'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences } from '#verification/store/index'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, textOf, workingOf, write, type Office } from '#tests/functional/review/support'

interface Desk extends Office {
  village: string
}

/** Six in one village: three untouched, one received, one returned, one accepted; one untouched in another village. */
async function desk(): Promise<Desk> {
  const office = await openOffice(([a, b]) => [
    ...[1, 2, 3, 4, 5, 6].map((n) => household(`K0${n}`, a!, n)),
    household('K07', b!, 7),
  ])
  const [village] = office.regency.villages
  const edited = (n: number) => changed(household(`K0${n}`, village!, n), { alamat: `JL BARU ${n}` })
  await write(
    office,
    received(edited(4)),
    received(edited(5), { state: 'returned', decided: { by: null, reason: 'Lengkapi' } }),
    received(edited(6), { state: 'accepted', decided: { by: null, reason: null } }),
  )
  return { ...office, village: village! }
}

const post = (client: ApiClient, { supervisor }: Desk, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(supervisor).withCsrfToken().redirects(0)

function fieldsOf(html: string, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? ''
  const fields = [...form.split('</form>')[0]!.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(fields.map(([, name, value]) => [name!, value!]).filter(([name]) => name !== '_csrf'))
}

const chosen = ({ village }: Desk) => ({ jenis: 'existing', semua: '1', desa: village, hasil_baru: 'not_found' })

async function shown(client: ApiClient, office: Desk, form: Record<string, unknown> = chosen(office)) {
  const page = await post(client, office, '/bdt/massal/tinjau', form)
  page.assertStatus(200)
  return { text: textOf(page.text()), form: { ...fieldsOf(page.text(), '/bdt/massal'), reason: 'Tidak ada di alamat' } }
}

const actIn = (office: Desk, location: string) => {
  const id = location.split('/').at(-1)!
  return { id, find: async () => (await office.act((tx) => findAct(tx, office.regency.code, id)))! }
}

const KEYS = ['K01', 'K02', 'K03', 'K04', 'K05', 'K06', 'K07']
/** Everything of the records that an undo has to put back, as text. */
const standing = (office: Desk) =>
  Promise.all(
    KEYS.map(async (key) => {
      const working = await workingOf(office, key)
      const row = await office.act((tx) => findRow(tx, office.place, key))
      const { version: _version, updated_at: _at, ...rest } = row!
      return JSON.stringify([
        rest,
        working && [canonicalDoc(working.doc), working.outcome, working.state, working.problems, working.decidedReason],
      ])
    }),
  )

test.group('One outcome for many records', (group) => {
  group.each.teardown(() => clock.restore())

  test('is shown, given by a job to exactly those, and taken back to the byte', async ({ client, assert }) => {
    const office = await desk()
    const before = await standing(office)
    const { text, form } = await shown(client, office)
    for (const line of [
      'Dipilih 6',
      'Akan diberi hasil ini 5',
      'belum pernah disentuh 3',
      'dikembalikan 1',
      'sudah diputuskan 1',
    ]) {
      assert.include(text, line)
    }
    const asked = await post(client, office, '/bdt/massal', form)
    asked.assertStatus(302)
    const again = await post(client, office, '/bdt/massal', form)
    assert.equal(again.header('location'), asked.header('location'))
    const act = actIn(office, asked.header('location')!)
    await runAndWait((await act.find()).jobId!)
    assert.include(await act.find(), { state: 'done', changed: 5, expected: 5 })
    for (const key of ['K01', 'K02', 'K03', 'K04', 'K05']) {
      assert.include(await workingOf(office, key), { outcome: 'not_found', state: 'received', kind: 'repair' })
    }
    assert.equal((await workingOf(office, 'K06'))!.outcome, 'repaired')
    assert.isUndefined(await workingOf(office, 'K07'))
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, office.place)), [])
    const list = (await client.get('/bdt/perbaikan?hasil=not_found').loginAs(office.supervisor)).text()
    assert.include(list, 'class="page-total">5<')

    const page = (await client.get(asked.header('location')!).loginAs(office.supervisor)).text()
    assert.include(textOf(page), '5 data kembali persis seperti sebelumnya, 3 di antaranya kembali menjadi belum disentuh')
    const path = `/bdt/massal/${act.id}/urungkan`
    await post(client, office, path, fieldsOf(page, path))
    await runAndWait((await act.find()).jobId!)
    assert.include(await act.find(), { state: 'undone', restored: 5, kept: 0 })
    assert.deepEqual(await standing(office), before)
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, office.place)), [])
    assert.include(textOf((await client.get('/bdt/massal').loginAs(office.supervisor)).text()), 'Dibatalkan')
  })

  test('leaves alone at its undo what was worked on since, exactly as it was shown; a stale plan does nothing', async ({
    client,
    assert,
  }) => {
    const office = await desk()
    const { form } = await shown(client, office, { jenis: 'existing', 'ids[]': ['K01', 'K02', 'K07'], hasil_baru: 'refused' })
    const asked = await post(client, office, '/bdt/massal', { ...form, 'ids[]': ['K01', 'K02', 'K07'] })
    const act = actIn(office, asked.header('location')!)
    await runAndWait((await act.find()).jobId!)
    const path = `/bdt/massal/${act.id}/urungkan`
    const stale = fieldsOf((await client.get(`/bdt/massal/${act.id}`).loginAs(office.supervisor)).text(), path)
    await office.act((tx) => decideUpdates(tx, office.place, ['K02'], { take: 'accept' }))
    const refused = await post(client, office, path, stale)
    assert.include(refused.flashMessage('error'), 'Belum ada yang dibatalkan')
    assert.equal((await act.find()).state, 'done')
    const page = (await client.get(`/bdt/massal/${act.id}`).loginAs(office.supervisor)).text()
    assert.include(textOf(page), '2 data kembali persis seperti sebelumnya')
    assert.include(textOf(page), 'Dibiarkan: 1 dari 1')
    await post(client, office, path, fieldsOf(page, path))
    await runAndWait((await act.find()).jobId!)
    assert.include(await act.find(), { state: 'undone', restored: 2, kept: 1 })
    assert.isUndefined(await workingOf(office, 'K01'))
    assert.include(await workingOf(office, 'K02'), { outcome: 'refused', state: 'accepted' })
    assert.deepEqual(await office.act((tx) => recapDifferences(tx, office.place)), [])
  })

  test('is not asked for when the selection changed, and not done when it changes before the job', async ({ client, assert }) => {
    const office = await desk()
    const { form } = await shown(client, office)
    await write(office, received(changed(household('K01', office.village, 1), { alamat: 'JL LAIN' })))
    const asked = await post(client, office, '/bdt/massal', form)
    asked.assertStatus(409)
    assert.include(textOf(asked.text()), 'Saat itu 5 data, sekarang 5.')
    const unreasoned = await post(client, office, '/bdt/massal', { ...fieldsOf(asked.text(), '/bdt/massal'), reason: 'x' })
    unreasoned.assertStatus(422)
    assert.match(unreasoned.text(), />\s*x\s*<\/textarea>/, 'what was typed is still there')
    const sent = await post(client, office, '/bdt/massal', { ...fieldsOf(asked.text(), '/bdt/massal'), reason: 'Musdes' })
    const act = actIn(office, sent.header('location')!)
    await office.act((tx) => decideUpdates(tx, office.place, ['K04'], { take: 'accept' }))
    await runAndWait((await act.find()).jobId!)
    assert.include(await act.find(), { state: 'changed', changed: 0 })
    assert.equal((await workingOf(office, 'K01'))!.outcome, 'repaired')
    assert.isUndefined(await workingOf(office, 'K02'))
    const page = textOf((await client.get(`/bdt/massal/${act.id}`).loginAs(office.supervisor)).text())
    assert.include(page, 'sehingga tidak ada yang diubah')
  })
})
