import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query, type Tx } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import { decideUpdates } from '#verification/review/decide'
import { recapDifferences, RecordWriter, tableNames, type Place } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { household } from '#tests/functional/imports/support'
import { untilSomebodyWaits } from '#tests/support/locks'
import { openOffice, received, textOf, workingOf, write, type Office } from '#tests/functional/review/support'

const NIK = '3371011204789951'

const twin = (office: Office, key: string, n: number): RecordDoc => {
  const doc = household(key, office.regency.villages[0]!, n)
  doc.groups.members![0]!.nik = NIK
  return doc
}

/** Writes in a transaction of its own that stays open until it is let go. */
async function holding(office: Office, work: (tx: Tx, writer: RecordWriter) => Promise<void>) {
  let letGo = () => {}
  const held = new Promise<void>((open) => (letGo = open))
  let written = () => {}
  const wrote = new Promise<void>((open) => (written = open))
  const done = office.act(async (tx) => {
    const writer = new RecordWriter(tx, office.place, { type: 'import', id: 'uji' })
    await work(tx, writer)
    await writer.finish()
    written()
    await held
  })
  await Promise.race([wrote, done])
  return async () => {
    letGo()
    await done
  }
}

const blockingIn = ({ act, place }: Office) =>
  act((tx) =>
    query<{ key: string; blocking: number }>(
      tx,
      `select key, blocking from ${tableNames(place.module.instrument).current} where period_id = ? and regency_code = ? order by key`,
      [place.periodId, place.regency],
    ),
  )

const differences = ({ act, place }: Office) => act((tx) => recapDifferences(tx, place))

test.group('Two writers in one register', (group) => {
  group.each.teardown(() => clock.restore())

  test('that give one NIK to two households at the same moment both see the duplicate, and the counts stay true', async ({
    assert,
  }) => {
    const office = await openOffice(([a]) => [household('K09', a!, 9)])
    const fresh = { kind: 'new', outcome: 'new' } as const
    const letGo = await holding(office, (_tx, writer) => writer.write([received(twin(office, 'K01', 1), fresh)]))
    const second = write(office, received(twin(office, 'K02', 2), fresh))
    await untilSomebodyWaits('advisory')
    await letGo()
    await second
    assert.deepEqual(await blockingIn(office), [
      { key: 'K01', blocking: 1 },
      { key: 'K02', blocking: 1 },
      { key: 'K09', blocking: 0 },
    ])
    assert.deepEqual(await differences(office), [])
  })

  test('that write and count anew in turn leave the kept counts as a recount finds them', async ({ assert }) => {
    const office = await openOffice(([a]) => ['K01', 'K02', 'K03', 'K04'].map((key, n) => household(key, a!, n + 1)))
    const place: Place = office.place
    const refresh = (key: string) =>
      office.act(async (tx) => {
        const writer = new RecordWriter(tx, place, { type: 'decision', id: 'uji' })
        await writer.refresh([key])
        await writer.finish()
      })
    await Promise.all([
      write(office, received(twin(office, 'K01', 1))),
      write(office, received(twin(office, 'K02', 2))),
      refresh('K01'),
      write(office, received(twin(office, 'K03', 3))),
      refresh('K02'),
      write(office, received(twin(office, 'K04', 4))),
    ])
    assert.deepEqual(
      (await blockingIn(office)).map(({ blocking }) => blocking),
      [1, 1, 1, 1],
    )
    assert.deepEqual(await differences(office), [])
  })
})

test.group('An act while a file is being applied', (group) => {
  group.each.teardown(() => clock.restore())

  test('is refused in words within seconds, in the form, above the page and by command, and nothing is lost or changed', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([a]) => ['K01', 'K02'].map((key, n) => household(key, a!, n + 1)))
    await write(office, received(household('K01', office.regency.villages[0]!, 1)))
    const letGo = await holding(office, (_tx, writer) => writer.refresh(['K02']))
    const post = (path: string, form: Record<string, unknown>) =>
      client.post(path).form(form).loginAs(office.supervisor).withCsrfToken().redirects(0)
    const typed = { blok: 'I', baris: '', outcome: 'repaired', version: 1, 'q-alamat': 'RT TIDAK HILANG' }
    const command = ['update:decide', 'K01', '--take', 'accept', '--as', office.supervisor.login, '--json'] as const
    const [edit, decision, ace] = await Promise.all([
      post('/bdt/ruta/K01/ubah', typed),
      post('/bdt/keputusan', { key: 'K01', take: 'accept', version: 1 }),
      aceHere(...command),
    ])
    edit.assertStatus(409)
    assert.include(textOf(edit.text()), 'Berkas sedang diterapkan')
    assert.include(edit.text(), 'RT TIDAK HILANG')
    decision.assertStatus(302)
    assert.include(String(decision.flashMessage('error')), 'Coba lagi sebentar lagi.')
    assert.equal(ace.code, 1)
    assert.containsSubset(ace.json, { error: { code: 'E_REGISTER_BUSY' } })
    const page = await client.get('/bdt/ruta/K01').loginAs(office.supervisor)
    page.assertStatus(200)
    await letGo()
    assert.containsSubset(await workingOf(office, 'K01'), { state: 'received', version: 1 })
    assert.equal(await office.act((tx) => decideUpdates(tx, office.place, ['K01'], { take: 'accept' })), 1)
  })
})
