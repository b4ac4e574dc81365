import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { clock } from '#services/clock'
import { reveal } from '#services/secrets'
import { query, scope } from '#services/scope'
import { tableNames } from '#verification/store/index'
import { household } from '#tests/functional/imports/support'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { actorOf, openOffice, received, workingOf, write, type Office } from './support.js'

const [MEMBER] = household('K01', '', 1).groups.members!
const NIK = String(MEMBER!.nik)

async function offices(): Promise<{ ours: Office; theirs: Office }> {
  const ours = await openOffice(([village]) => [household('K01', village!, 1, { alamat: 'JL MILIK KITA' })])
  const theirs = await openOffice(([village]) => [household('L01', village!, 2)])
  return { ours, theirs }
}

const send = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

test.group('Who may open a household', (group) => {
  group.each.teardown(() => clock.restore())

  test('a household of another regency and one that does not exist get the same 404, and the attempt is noted (S20)', async ({
    client,
    assert,
  }) => {
    const { ours, theirs } = await offices()
    const edit = { blok: 'I', outcome: 'repaired', version: 0, 'q-alamat': 'DIUBAH' }
    for (const key of ['K01', 'TIDAK-ADA']) {
      for (const path of [`/bdt/ruta/${key}`, `/bdt/ruta/${key}/ubah?blok=I`, `/bdt/ruta/${key}?regency=${ours.regency.code}`]) {
        ;(await client.get(path).loginAs(theirs.supervisor)).assertStatus(404)
      }
      ;(await send(client, theirs.supervisor, `/bdt/ruta/${key}/ubah`, edit)).assertStatus(404)
      ;(await send(client, theirs.supervisor, `/bdt/ruta/${key}/draf`, edit)).assertStatus(404)
      const decision = { key, take: 'reject', version: 0, reason: 'Uji' }
      ;(await send(client, theirs.supervisor, '/bdt/keputusan', decision)).assertStatus(404)
      ;(await send(client, theirs.supervisor, '/bdt/keputusan/kecualikan', decision)).assertStatus(404)
    }
    const list = await client.get(`/bdt/perbaikan?kecamatan=${ours.regency.district}`).loginAs(theirs.supervisor)
    assert.notInclude(list.text(), 'JL MILIK KITA')
    assert.isUndefined(await workingOf(ours, 'K01'))
    const noted = await theirs.act((tx) =>
      query(tx, `select 1 from activities where regency_code = ? and action = 'access.refused'`, [theirs.regency.code]),
    )
    assert.isAtLeast(noted.length, 14)
    const signedOut = await client.get('/bdt/ruta/K01').redirects(0)
    signedOut.assertStatus(302)
  })

  test('opening it to verify shows the secrets and logs that; a reader without the right sees them masked', async ({
    client,
    assert,
  }) => {
    const { ours } = await offices()
    const clear = await client.get('/bdt/ruta/K01?tab=blok-IV').loginAs(ours.supervisor)
    assert.include(clear.text(), NIK)
    const [read] = await ours.act((tx) =>
      query<{ purpose: string; fields: string[]; object_id: string }>(
        tx,
        `select purpose, fields, object_id from reads where regency_code = ? and action = 'open'`,
        [ours.regency.code],
      ),
    )
    assert.containsSubset(read, { purpose: 'verval', object_id: 'K01' })
    assert.includeMembers(read!.fields, ['nik', 'no_kk', 'namagadis_ibukandung'])
    const reader = await client.get(`/bdt/ruta/K01?tab=blok-IV&regency=${ours.regency.code}`).loginAs(await ministryStaff())
    reader.assertStatus(200)
    assert.notInclude(reader.text(), NIK)
    assert.include(reader.text(), `${NIK.slice(0, 4)}**********${NIK.slice(-2)}`)
    assert.notInclude(reader.text(), '/ubah')
  })

  test('after the last day of finalising the secrets are masked and nothing can be changed', async ({ client, assert }) => {
    const { ours } = await offices()
    await write(ours, received(household('K01', ours.regency.villages[0]!, 1, { alamat: 'JL BARU' })))
    clock.freeze(new Date('2027-01-20T05:00:00Z'))
    const page = await client.get('/bdt/ruta/K01?tab=blok-IV').loginAs(ours.supervisor)
    page.assertStatus(200)
    assert.notInclude(page.text(), NIK)
    assert.notInclude(page.text(), 'putusan-accept')
    const late = await send(client, ours.supervisor, '/bdt/keputusan', { key: 'K01', take: 'accept', version: 1 })
    late.assertStatus(302)
    assert.equal((await workingOf(ours, 'K01'))?.state, 'received')
    const edit = { blok: 'I', outcome: 'repaired', version: 1, 'q-alamat': 'TERLAMBAT' }
    for (const more of [{}, { blok: 'IV', baris: MEMBER!.key }]) {
      const refused = await send(client, ours.supervisor, '/bdt/ruta/K01/ubah', { ...edit, ...more })
      refused.assertStatus(409)
      for (const secret of [NIK, String(MEMBER!.no_kk)]) assert.notInclude(refused.text(), secret)
    }
    assert.equal((await workingOf(ours, 'K01'))?.doc.values.alamat, 'JL BARU')
  })

  test('a secret is revealed by record, group, row and field; what is no secret or of another regency is not found', async ({
    assert,
  }) => {
    const { ours, theirs } = await offices()
    const village = ours.regency.villages[0]!
    const doc = household('K01', village, 1)
    doc.groups.members![0]!.nik = '3201012511629977'
    await write(ours, received(doc))
    const ask = async (office: Office, field: string, id = 'K01') => {
      const own = scope.of(office.regency.code, actorOf(office.supervisor))
      const wanted = { objectType: 'bdt.record', id, field, purpose: 'complaint', address: '127.0.0.1' }
      return (await reveal(own, wanted)).value
    }
    assert.equal(await ask(ours, 'members/K01-1/nik'), '3201012511629977')
    assert.equal(await ask(ours, 'members/K01-1/nik@edition'), NIK)
    for (const field of ['alamat', 'members/K01-1/nama', 'members/K01-9/nik', 'members/nik', 'apa']) {
      await assert.rejects(() => ask(ours, field))
    }
    await assert.rejects(() => ask(theirs, 'members/K01-1/nik'))
    assert.lengthOf(
      await ours.act((tx) => query(tx, `select 1 from ${tableNames(ours.place.module.instrument).changes} where key = 'K01'`)),
      1,
    )
  })

  test('a colleague of the same regency sees the household too', async ({ client }) => {
    const { ours } = await offices()
    ;(await client.get('/bdt/ruta/K01').loginAs(await supervisorOf(ours.regency.code))).assertStatus(200)
  })
})
