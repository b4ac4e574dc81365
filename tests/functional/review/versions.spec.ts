import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { household } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { openOffice, received, textOf, workingOf, write, type Office } from './support.js'

const BLOCK_I = { blok: 'I', baris: '', outcome: 'repaired' }

const save = (client: ApiClient, user: User, form: Record<string, unknown>, key = 'K01') =>
  client.post(`/bdt/ruta/${key}/ubah`).form(form).loginAs(user).withCsrfToken().redirects(0)

const oneHousehold = () => openOffice(([village]) => [household('K01', village!, 1, { alamat: 'RT 01' })])

const editsOf = (office: Office) =>
  office.act((tx) =>
    query(tx, `select 1 from activities where regency_code = ? and action = 'update.edited'`, [office.regency.code]),
  )

const addressOf = async (office: Office) => (await workingOf(office, 'K01'))?.doc.values.alamat

test.group('A form and the version it was opened on (S24)', (group) => {
  group.each.teardown(() => clock.restore())

  test('one that names no version, none that can be, or one that never was is not applied blindly', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    await write(office, received(household('K01', office.regency.villages[0]!, 1, { alamat: 'RT 07' })))
    for (const version of [undefined, '', 'abc', '-1', '99', '1.5', '1e0', ['1', '2'], '0x1', '9'.repeat(30)]) {
      const form = { ...BLOCK_I, 'q-alamat': 'RT 02', ...(version === undefined ? {} : { version }) }
      const answer = await save(client, office.supervisor, form)
      assert.include([302, 400, 404, 409, 422], answer.status(), String(version))
      assert.equal(await addressOf(office), 'RT 07', String(version))
    }
    assert.lengthOf(await editsOf(office), 0)
  })

  test('three supervisors in turn: each is told of both others before anything of his counts', async ({ client, assert }) => {
    const office = await oneHousehold()
    const [second, third] = [await supervisorOf(office.regency.code), await supervisorOf(office.regency.code)]
    await save(client, office.supervisor, { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' })
    const stale = await save(client, second, { ...BLOCK_I, version: 0, 'q-nama_sls': 'SLS 2' })
    stale.assertStatus(409)
    await save(client, second, { ...BLOCK_I, version: 1, 'q-nama_sls': 'SLS 2' })
    const last = await save(client, third, { ...BLOCK_I, version: 0, 'q-alamat': 'RT 03', 'q-nama_sls': 'SLS 3' })
    last.assertStatus(409)
    const told = textOf(last.text())
    assert.include(told, second.name)
    assert.match(told, /RT 01 RT 02 RT 03/)
    assert.match(told, /SLS 2 SLS 3/)
    assert.containsSubset(await workingOf(office, 'K01'), { version: 2, doc: { values: { alamat: 'RT 02', nama_sls: 'SLS 2' } } })
  })

  test('two who want the very same value: the later one is told who was first, or has it, and it is one change', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const other = await supervisorOf(office.regency.code)
    const form = { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' }
    const answers = await Promise.all([office.supervisor, other].map((user) => save(client, user, form)))
    for (const answer of answers) assert.include([302, 409], answer.status())
    assert.containsSubset(await workingOf(office, 'K01'), { version: 1, doc: { values: { alamat: 'RT 02' } } })
    assert.lengthOf(await editsOf(office), 1)
  })

  test('an outcome chosen on an older version does not take away what a colleague found', async ({ client, assert }) => {
    const office = await oneHousehold()
    const other = await supervisorOf(office.regency.code)
    await save(client, other, { ...BLOCK_I, version: 0, 'q-alamat': 'RT 09' })
    const stale = await save(client, office.supervisor, { ...BLOCK_I, version: 0, outcome: 'not_found' })
    stale.assertStatus(409)
    assert.containsSubset(await workingOf(office, 'K01'), {
      version: 1,
      outcome: 'repaired',
      doc: { values: { alamat: 'RT 09' } },
    })
  })

  test('an answer that a colleague emptied meanwhile is not brought back by a form that never touched it', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([village]) => [household('K01', village!, 1, { alamat: 'RT 01', nama_sls: 'SLS 1' })])
    const other = await supervisorOf(office.regency.code)
    await save(client, other, { ...BLOCK_I, version: 0, 'q-nama_sls': '' })
    const form = { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02', 'q-nama_sls': 'SLS 1' }
    const stale = await save(client, office.supervisor, form)
    stale.assertStatus(409)
    await save(client, office.supervisor, { ...form, version: 1, mulai: 0, 'q-nama_sls': '' })
    const { doc } = (await workingOf(office, 'K01'))!
    assert.deepEqual([doc.values.alamat, doc.values.nama_sls], ['RT 02', undefined])
  })
})

test.group('A form that is sent again (S25)', (group) => {
  group.each.teardown(() => clock.restore())

  test('after a colleague went on, because the answer was lost, does not go back to what was first sent', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const other = await supervisorOf(office.regency.code)
    const form = { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' }
    await save(client, office.supervisor, form)
    await save(client, other, { ...BLOCK_I, version: 1, 'q-alamat': 'RT 08' })
    const again = await save(client, office.supervisor, form)
    assert.include([302, 409], again.status())
    assert.equal(await addressOf(office), 'RT 08')
    assert.lengthOf(await editsOf(office), 2)
  })

  test('five times at once is one change', async ({ client, assert }) => {
    const office = await oneHousehold()
    const form = { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' }
    const answers = await Promise.all(Array.from({ length: 5 }, () => save(client, office.supervisor, form)))
    assert.deepEqual([...new Set(answers.map((answer) => answer.status()))], [302])
    assert.equal((await workingOf(office, 'K01'))!.version, 1)
    assert.lengthOf(await editsOf(office), 1)
  })

  test('in other signs for the same answers, blanks around and line ends of another system, is no second change', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const text = (address: string) => ({ ...BLOCK_I, version: 0, 'q-alamat': address })
    await save(client, office.supervisor, text('RT 02'))
    const again = await save(client, office.supervisor, text('  RT 02\r\n'))
    assert.include([302, 409], again.status())
    assert.equal((await workingOf(office, 'K01'))!.version, 1)
    assert.lengthOf(await editsOf(office), 1)
  })

  test('with nothing in it that is new is no change, however often', async ({ client, assert }) => {
    const office = await oneHousehold()
    await write(office, received(household('K01', office.regency.villages[0]!, 1, { alamat: 'RT 07' })))
    for (let turn = 0; turn < 3; turn++) {
      const answer = await save(client, office.supervisor, { ...BLOCK_I, version: 1, 'q-alamat': 'RT 07' })
      answer.assertStatus(302)
    }
    assert.equal((await workingOf(office, 'K01'))!.version, 1)
    assert.lengthOf(await editsOf(office), 0)
  })

  test('two forms of one person on two households at once are two changes, one each', async ({ client, assert }) => {
    const office = await openOffice(([village]) => [household('K01', village!, 1), household('K02', village!, 2)])
    const form = { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' }
    const answers = await Promise.all(['K01', 'K02', 'K01', 'K02'].map((key) => save(client, office.supervisor, form, key)))
    for (const answer of answers) answer.assertStatus(302)
    for (const key of ['K01', 'K02']) assert.equal((await workingOf(office, key))!.version, 1, key)
    assert.lengthOf(await editsOf(office), 2)
  })
})
