import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { zoneOfProvince } from '#domain/zone'
import { clock } from '#services/clock'
import { showMoment } from '#services/format'
import { query } from '#services/scope'
import { findRow } from '#verification/lists/list'
import { tableNames } from '#verification/store/index'
import { household, NOON } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { openOffice, received, textOf, workingOf, write, type Office } from './support.js'

const BLOCK_I = { blok: 'I', baris: '', outcome: 'repaired' }

const save = (client: ApiClient, user: User, key: string, form: Record<string, unknown>) =>
  client.post(`/bdt/ruta/${key}/ubah`).form(form).loginAs(user).withCsrfToken().redirects(0)

async function oneHousehold(): Promise<Office> {
  return openOffice(([village]) => [household('K01', village!, 1)])
}

async function changesOf(office: Office, key: string) {
  return office.act((tx) =>
    query<{ version: number; actor_name: string; before: unknown; after: { doc: { values: Record<string, unknown> } } }>(
      tx,
      `select version, actor_name, before, after from ${tableNames(office.place.module.instrument).changes}
       where period_id = ? and regency_code = ? and key = ? order by version`,
      [office.place.periodId, office.regency.code, key],
    ),
  )
}

test.group('The edit form', (group) => {
  group.each.teardown(() => clock.restore())

  test('an edit of an untouched household becomes a repair that is received, judged by the rules', async ({ client, assert }) => {
    const office = await oneHousehold()
    const answer = await save(client, office.supervisor, 'K01', { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' })
    answer.assertStatus(302)
    answer.assertHeader('location', '/bdt/ruta/K01?tab=blok-I')
    assert.containsSubset(await workingOf(office, 'K01'), {
      ...{ kind: 'repair', outcome: 'repaired', state: 'received', version: 1, problems: [] },
      doc: { values: { alamat: 'RT 02', idbdt: 'K01' } },
    })
  })

  test('answers that the skip rules do not ask are emptied by the server too', async ({ client, assert }) => {
    const office = await openOffice(([village]) => [
      household('K01', village!, 1, { sumber_penerangan: 1, daya: 2, nomor_pln: '123456789012' }),
    ])
    const form = { blok: 'III', baris: '', outcome: 'repaired', version: 0, 'q-sumber_penerangan': '3', 'q-daya': '2' }
    await save(client, office.supervisor, 'K01', form)
    const { doc, problems } = (await workingOf(office, 'K01'))!
    assert.equal(doc.values.sumber_penerangan, 3)
    assert.notProperty(doc.values, 'daya')
    assert.notProperty(doc.values, 'nomor_pln')
    assert.deepEqual(problems, [])
  })

  test('dates and numbers are read the Indonesian way; what cannot be read stays in the form and nothing is saved', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const member = { blok: 'IV', baris: 'K01-3', outcome: 'repaired', version: 0, 'k-members-0': 'K01-3' }
    const bad = await save(client, office.supervisor, 'K01', {
      ...member,
      'q-members-0-tgl_lahir': '03/25/1987',
      'q-members-0-nama': 'ANI',
    })
    bad.assertStatus(422)
    assert.include(bad.text(), 'value="03/25/1987"')
    assert.include(bad.text(), 'value="ANI"')
    assert.include(bad.text(), 'Bulan 25 tidak ada')
    assert.isUndefined(await workingOf(office, 'K01'))
    const two = await save(client, office.supervisor, 'K01', { ...member, 'q-members-0-tgl_lahir': '04/03/87' })
    assert.include(two.text(), 'Tahun harus ditulis empat angka')
    await save(client, office.supervisor, 'K01', {
      ...member,
      'q-members-0-tgl_lahir': '4 Maret 2014',
      'q-members-0-tmp_lahir': 'KOTA UJI',
    })
    const row = (await workingOf(office, 'K01'))!.doc.groups.members!.find(({ key }) => key === 'K01-3')!
    assert.containsSubset(row, { tgl_lahir: '2014-03-04', tmp_lahir: 'KOTA UJI', family_key: 'K01-f1' })
    await save(client, office.supervisor, 'K01', { ...BLOCK_I, blok: 'III', version: 1, 'q-luas_lantai': '1.036,5' })
    assert.equal((await workingOf(office, 'K01'))!.doc.values.luas_lantai, 1036.5)
  })

  test('what only the centre writes cannot be sent', async ({ client, assert }) => {
    const office = await oneHousehold()
    const form = { ...BLOCK_I, version: 0, 'q-idbdt': 'LAIN', 'q-village_code': '11.01.01.2001', 'q-alamat': 'RT 02' }
    await save(client, office.supervisor, 'K01', form)
    assert.containsSubset((await workingOf(office, 'K01'))!.doc.values, {
      ...{ idbdt: 'K01', alamat: 'RT 02', village_code: office.regency.villages[0] },
    })
  })

  test('two supervisors, one household: the later save waits until its author has seen both values (S24)', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const other = await supervisorOf(office.regency.code)
    const [village] = office.regency.villages
    await write(office, received(household('K01', village!, 1, { alamat: 'RT 01', luas_atb: 500_000, aset_tak_bergerak: 1 })))
    const blockV = { blok: 'V', baris: '', outcome: 'repaired', version: 1, 'q-aset_tak_bergerak': '1' }
    await save(client, other, 'K01', { ...blockV, 'q-luas_atb': '900.000' })
    assert.equal((await workingOf(office, 'K01'))?.version, 2)

    const stale = await save(client, office.supervisor, 'K01', { ...BLOCK_I, version: 1, 'q-alamat': 'RT 02' })
    stale.assertStatus(409)
    const text = textOf(stale.text())
    assert.include(text, `${other.name} mengubah data ini pada ${showMoment(zoneOfProvince(office.regency.province), NOON)}`)
    assert.match(text, /Luas lahan \(m²\) \(V\.2a\) 500000 900000 900000/)
    assert.match(text, /Alamat \(I\.6\) RT 01 RT 01 RT 02/)
    assert.match(stale.text(), /name="q-alamat"[^>]*>\s*RT 02<\/textarea>/)
    assert.include(stale.text(), '<input type="hidden" name="version" value="2">')
    assert.containsSubset((await workingOf(office, 'K01'))!.doc.values, { luas_atb: 900_000, alamat: 'RT 01' })

    await save(client, office.supervisor, 'K01', { ...BLOCK_I, version: 2, 'q-alamat': 'RT 02' })
    assert.containsSubset(await workingOf(office, 'K01'), {
      version: 3,
      doc: { values: { luas_atb: 900_000, alamat: 'RT 02' } },
    })
    const trail = (await changesOf(office, 'K01')).slice(1)
    assert.deepEqual(
      trail.map(({ actor_name: name, after }) => [name, after.doc.values.luas_atb, after.doc.values.alamat]),
      [
        [other.name, 900_000, 'RT 01'],
        [office.supervisor.name, 900_000, 'RT 02'],
      ],
    )

    await client
      .post('/bdt/keputusan')
      .form({ key: 'K01', version: 3, take: 'return', reason: 'Alamat keliru' })
      .loginAs(other)
      .withCsrfToken()
      .redirects(0)
    const decided = await save(client, office.supervisor, 'K01', { ...BLOCK_I, version: 3, 'q-alamat': 'RT 03' })
    decided.assertStatus(409)
    assert.include(textOf(decided.text()), 'Keadaannya kini: Dikembalikan.')
  })

  test('a form sent on an older version that says nothing new about the other change does not undo it', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const before = household('K01', office.regency.villages[0]!, 1).values
    await save(client, office.supervisor, 'K01', { ...BLOCK_I, version: 0, 'q-nama_sls': 'RT 09' })
    const form = { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02', 'q-nama_sls': String(before.nama_sls ?? '') }
    const stale = await save(client, office.supervisor, 'K01', form)
    stale.assertStatus(409)
    assert.match(stale.text(), /name="q-nama_sls"[^>]*value="RT 09"|value="RT 09"[^>]*name="q-nama_sls"/)
  })

  test('the same form sent twice at once, or again after a lost answer, changes the record once (S25)', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const form = { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' }
    const answers = await Promise.all([1, 2].map(() => save(client, office.supervisor, 'K01', form)))
    const again = await save(client, office.supervisor, 'K01', form)
    for (const answer of [...answers, again]) {
      answer.assertStatus(302)
      answer.assertHeader('location', '/bdt/ruta/K01?tab=blok-I')
    }
    assert.lengthOf(await changesOf(office, 'K01'), 1)
    const acts = await office.act((tx) =>
      query(tx, `select 1 from activities where regency_code = ? and action = 'update.edited'`, [office.regency.code]),
    )
    assert.lengthOf(acts, 1)
  })

  test('what was typed is kept as a draft, offered on return, and gone once it is saved', async ({ client, assert }) => {
    const office = await oneHousehold()
    const draft = { ...BLOCK_I, version: 0, 'q-alamat': 'JL BELUM SELESAI' }
    const kept = await client.post('/bdt/ruta/K01/draf').form(draft).loginAs(office.supervisor).withCsrfToken()
    assert.deepEqual(kept.body(), { kept: true })
    const form = await client.get('/bdt/ruta/K01/ubah?blok=I').loginAs(office.supervisor)
    assert.include(
      form.text(),
      `Ada isian yang belum disimpan, terakhir ${showMoment(zoneOfProvince(office.regency.province), NOON)}`,
    )
    assert.notInclude(form.text(), 'JL BELUM SELESAI')
    const taken = await client.get('/bdt/ruta/K01/ubah?blok=I&draf=1').loginAs(office.supervisor)
    assert.include(taken.text(), 'JL BELUM SELESAI')
    const colleague = await client.get('/bdt/ruta/K01/ubah?blok=I&draf=1').loginAs(await supervisorOf(office.regency.code))
    assert.notInclude(colleague.text(), 'JL BELUM SELESAI')
    await save(client, office.supervisor, 'K01', { ...BLOCK_I, version: 0, 'q-alamat': 'RT 02' })
    const later = await client.get('/bdt/ruta/K01/ubah?blok=I').loginAs(office.supervisor)
    assert.notInclude(later.text(), 'belum disimpan, terakhir')
  })

  test('a blocking problem does not hinder saving; it is listed and hinders accepting', async ({ client, assert }) => {
    const office = await oneHousehold()
    const answer = await save(client, office.supervisor, 'K01', { ...BLOCK_I, version: 0, 'q-alamat': '' })
    answer.assertHeader('location', '/bdt/ruta/K01?tab=masalah')
    const row = await office.act((tx) => findRow(tx, office.place, 'K01'))
    assert.isAbove(row!.blocking, 0)
    const page = await client.get('/bdt/ruta/K01?tab=masalah').loginAs(office.supervisor)
    assert.include(page.text(), 'Alamat (I.6)')
    assert.notInclude(page.text(), 'putusan-accept')
  })
})
