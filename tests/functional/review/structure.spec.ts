import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { clock } from '#services/clock'
import { findRow } from '#verification/lists/list'
import { household, NOON } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { openOffice, received, textOf, workingOf, write } from './support.js'

const post = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

const oneHousehold = () => openOffice(([village]) => [household('K01', village!, 1), household('K02', village!, 2)])

/** Inputs of a form as the page holds them. */
function inputsOf(html: string): Record<string, string> {
  const form = /<form[^>]*id="isian"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(hidden.map(([, name, value]) => [name!, value!]).filter(([name]) => name !== '_csrf'))
}

test.group('What a record consists of', (group) => {
  group.each.teardown(() => clock.restore())

  test('a head who died is declared so with his successor in one act, which is one change', async ({ client, assert }) => {
    const office = await oneHousehold()
    const path = '/bdt/ruta/K01/susunan'
    const page = await client.get(`${path}?laku=gone&grup=members&baris=K01-1`).loginAs(office.supervisor)
    page.assertStatus(200)
    assert.include(textOf(page.text()), 'Pengganti sebagai Kepala rumah tangga')
    const act = { version: 0, laku: 'gone', grup: 'members', baris: 'K01-1', outcome: 'repaired', keberadaan: '2' }
    const without = await post(client, office.supervisor, path, act)
    without.assertStatus(422)
    assert.include(textOf(without.text()), 'Tentukan penggantinya.')
    assert.isUndefined(await workingOf(office, 'K01'))

    const heirs = { 'pengganti-hub_krt': 'K01-2', 'pengganti-hubkel': 'K01-2', 'sesuaikan-BDT-R08': '1' }
    const done = await post(client, office.supervisor, path, { ...act, ...heirs })
    done.assertStatus(302)
    const again = await post(client, office.supervisor, path, { ...act, ...heirs })
    again.assertHeader('location', path)
    const { doc, version, state } = (await workingOf(office, 'K01'))!
    assert.deepEqual([version, state, doc.values.nama_krt, doc.values.jumlah_art], [1, 'received', 'UJI ISTRI', 2])
    const row = await office.act((tx) => findRow(tx, office.place, 'K01'))
    assert.equal(row!.persons, 2)

    const after = textOf((await client.get(path).loginAs(office.supervisor)).text())
    assert.match(after, /Kepala rumah tangga\s+UJI ISTRI/)
    assert.include(after, 'Meninggal · dahulu Kepala rumah tangga · dahulu Kepala keluarga')
    assert.notInclude(after, 'Belum ada')
  })

  test('where the head is dead and nobody was named, the page says that one must be', async ({ client, assert }) => {
    const office = await oneHousehold()
    const doc = household('K01', office.regency.villages[0]!, 1)
    const members = doc.groups.members!.map((one) => (one.key === 'K01-1' ? { ...one, sta_keberadaan_art: 2 } : one))
    await write(office, received({ ...doc, groups: { ...doc.groups, members } }))
    const text = textOf((await client.get('/bdt/ruta/K01/susunan').loginAs(office.supervisor)).text())
    assert.include(text, 'Belum ada Kepala rumah tangga pada UJI KEPALA. Tunjuk salah satu anggota yang masih ada.')
    assert.include(text, 'Belum ada Kepala keluarga pada Keluarga 1.')
  })

  test('an act on an older version is not done; what changed is shown and the act can be repeated', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const other = await supervisorOf(office.regency.code)
    await post(client, other, '/bdt/ruta/K01/ubah', {
      blok: 'I',
      baris: '',
      outcome: 'repaired',
      version: 0,
      'q-alamat': 'RT 09',
    })
    const act = { version: 0, laku: 'gone', grup: 'members', baris: 'K01-3', outcome: 'repaired', keberadaan: '3' }
    const stale = await post(client, office.supervisor, '/bdt/ruta/K01/susunan', act)
    stale.assertStatus(409)
    assert.include(textOf(stale.text()), `${other.name} mengubah data ini`)
    assert.include(stale.text(), '<input type="hidden" name="version" value="1">')
    assert.equal((await workingOf(office, 'K01'))!.version, 1)
    await post(client, office.supervisor, '/bdt/ruta/K01/susunan', { ...act, version: 1 })
    const { doc } = (await workingOf(office, 'K01'))!
    assert.equal(doc.groups.members!.find(({ key }) => key === 'K01-3')!.sta_keberadaan_art, 3)
    assert.equal(doc.values.alamat, 'RT 09')
  })

  test('a member and a business are added from the form, once however often it is sent, and taken out again', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const page = await client.get('/bdt/ruta/K01/ubah?tambah=members').loginAs(office.supervisor)
    page.assertStatus(200)
    const hidden = inputsOf(page.text())
    const key = hidden['k-members-0']!
    assert.equal(hidden['b-members-0'], '1')
    const form = {
      ...hidden,
      'p-members-0': 'K01-f1',
      outcome: 'repaired',
      'q-members-0-nama': 'BAYI UJI',
      'q-members-0-hub_krt': '3',
    }
    const sent = await Promise.all([1, 2].map(() => post(client, office.supervisor, '/bdt/ruta/K01/ubah', form)))
    for (const answer of sent) answer.assertStatus(302)
    const { doc, version } = (await workingOf(office, 'K01'))!
    assert.deepEqual([version, doc.groups.members!.length], [1, 4])
    assert.containsSubset(
      doc.groups.members!.find((row) => row.key === key)!,
      { nama: 'BAYI UJI', family_key: 'K01-f1', nuk: 1 },
    )

    const shop = inputsOf((await client.get('/bdt/ruta/K01/ubah?tambah=businesses').loginAs(office.supervisor)).text())
    const index = Object.keys(shop)
      .find((name) => name.startsWith('b-businesses-'))!
      .slice('b-businesses-'.length)
    await post(client, office.supervisor, '/bdt/ruta/K01/ubah', {
      ...{ ...shop, outcome: 'repaired', [`p-businesses-${index}`]: key },
    })
    assert.lengthOf((await workingOf(office, 'K01'))!.doc.groups.businesses!, 2)

    const remove = { version: 2, laku: 'remove', grup: 'members', baris: key, outcome: 'repaired' }
    const asked = await client.get(`/bdt/ruta/K01/susunan?laku=remove&grup=members&baris=${key}`).loginAs(office.supervisor)
    assert.include(textOf(asked.text()), 'Ikut terhapus: Usaha ART: BAYI UJI')
    await post(client, office.supervisor, '/bdt/ruta/K01/susunan', remove)
    const after = (await workingOf(office, 'K01'))!.doc
    assert.deepEqual([after.groups.members!.length, after.groups.businesses!.length], [3, 1])
    const kept = await post(client, office.supervisor, '/bdt/ruta/K01/susunan', { ...remove, version: 3, baris: 'K01-3' })
    kept.assertStatus(422)
  })

  test('what two people changed is picked field by field; nothing is saved over silently, nothing typed is lost', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const other = await supervisorOf(office.regency.code)
    const mine = { blok: 'I', baris: '', outcome: 'repaired', version: 0, 'q-alamat': 'RT 02', 'q-nama_sls': 'SLS 2' }
    await post(client, other, '/bdt/ruta/K01/ubah', { ...mine, 'q-alamat': 'RT 07', 'q-nama_sls': 'SLS 7' })
    const stale = await post(client, office.supervisor, '/bdt/ruta/K01/ubah', mine)
    stale.assertStatus(409)
    assert.match(stale.text(), /type="radio" form="isian" name="pilih:alamat" value="mine"\s+required/)
    assert.include(stale.text(), '<input type="hidden" name="mulai" value="0">')

    const later = { ...mine, version: 1, mulai: 0, 'pilih:alamat': 'mine' }
    const undecided = await post(client, office.supervisor, '/bdt/ruta/K01/ubah', later)
    undecided.assertStatus(409)
    assert.include(textOf(undecided.text()), '1 isian diubah oleh dua orang dan belum Anda pilih')
    assert.containsSubset((await workingOf(office, 'K01'))!.doc.values, { alamat: 'RT 07', nama_sls: 'SLS 7' })

    const picked = await post(client, office.supervisor, '/bdt/ruta/K01/ubah', { ...later, 'pilih:nama_sls': 'now' })
    picked.assertStatus(302)
    assert.containsSubset(await workingOf(office, 'K01'), { version: 2, doc: { values: { alamat: 'RT 02', nama_sls: 'SLS 7' } } })
  })

  test('a person whom a colleague took out while his form was open comes back with what was typed, or stays out', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    const other = await supervisorOf(office.regency.code)
    const page = await client.get('/bdt/ruta/K01/ubah?tambah=members').loginAs(office.supervisor)
    const hidden = inputsOf(page.text())
    const key = hidden['k-members-0']!
    await post(client, office.supervisor, '/bdt/ruta/K01/ubah', {
      ...hidden,
      outcome: 'repaired',
      'q-members-0-nama': 'BARU UJI',
    })
    const edit = {
      blok: 'IV',
      baris: key,
      outcome: 'repaired',
      version: 1,
      'k-members-0': key,
      'q-members-0-nama': 'BARU UJI DUA',
    }
    await post(client, other, '/bdt/ruta/K01/susunan', {
      version: 1,
      laku: 'remove',
      grup: 'members',
      baris: key,
      outcome: 'repaired',
    })
    assert.lengthOf((await workingOf(office, 'K01'))!.doc.groups.members!, 3)
    const stale = await post(client, office.supervisor, '/bdt/ruta/K01/ubah', edit)
    stale.assertStatus(409)
    assert.include(stale.text(), 'value="BARU UJI DUA"')
    const carried = { ...edit, ...inputsOf(stale.text()), outcome: 'repaired' }
    const out = await post(client, office.supervisor, '/bdt/ruta/K01/ubah', { ...carried, [`pilih:members/${key}/key`]: 'now' })
    out.assertStatus(302)
    assert.lengthOf((await workingOf(office, 'K01'))!.doc.groups.members!, 3)
    await post(client, office.supervisor, '/bdt/ruta/K01/ubah', { ...carried, [`pilih:members/${key}/key`]: 'mine' })
    const back = (await workingOf(office, 'K01'))!.doc.groups.members!.find((row) => row.key === key)!
    assert.containsSubset(back, { nama: 'BARU UJI DUA', family_key: 'K01-f1', nuk: 1 })
  })

  test('what is typed is judged while it is typed and on demand, and not kept', async ({ client, assert }) => {
    const office = await oneHousehold()
    const form = { blok: 'I', baris: '', outcome: 'repaired', version: 0, 'q-alamat': '' }
    const live = await post(client, office.supervisor, '/bdt/ruta/K01/periksa', form)
    live.assertStatus(200)
    const { inputs, told } = live.body() as { inputs: Record<string, string[]>; told: string }
    assert.match(inputs['q-alamat']![0]!, /Alamat \(I\.6\)/)
    assert.equal(told, 'Pemeriksaan: 1 penghalang, 0 peringatan.')
    const page = await post(client, office.supervisor, '/bdt/ruta/K01/ubah', { ...form, periksa: '1' })
    page.assertStatus(200)
    assert.include(textOf(page.text()), 'Isian di bawah sudah diperiksa dan belum disimpan.')
    assert.isUndefined(await workingOf(office, 'K01'))
    const next = await post(client, office.supervisor, '/bdt/ruta/K01/ubah', { ...form, 'q-alamat': 'RT 03', lanjut: '1' })
    next.assertHeader('location', '/bdt/ruta/K01/ubah?blok=II')
  })

  test('nobody acts on the records of another regency, and none of a module without the right', async ({ client }) => {
    const office = await oneHousehold()
    const stranger = await supervisorOf((await oneHousehold()).regency.code)
    await office.act((tx) => findRow(tx, office.place, 'K01'))
    for (const path of ['/bdt/ruta/TIDAK-ADA/susunan', '/bdt/ruta/TIDAK-ADA/ubah?tambah=members']) {
      const answer = await client.get(path).loginAs(stranger)
      answer.assertStatus(404)
    }
  })
})

test.group('A proposal that is typed', (group) => {
  group.each.setup(() => clock.freeze(NOON))
  group.each.teardown(() => clock.restore())

  test('the same people are looked for first; the form sent twice begins one proposal', async ({ client, assert }) => {
    const office = await oneHousehold()
    const [village] = office.regency.villages
    const path = '/bdt/usulan-baru/ketik'
    const kunci = '01980000-0000-7000-8000-00000000ab01'
    const person = { nomor: '3201011204789901', nama: 'UJI KEPALA', lahir: '12-04-1978', desa: village, kunci }
    const missing = await post(client, office.supervisor, path, { nama: '', lahir: '31-02-1990', nomor: '12' })
    missing.assertStatus(422)
    assert.include(textOf(missing.text()), 'Isi nama lengkap.')

    const found = await post(client, office.supervisor, path, person)
    found.assertStatus(200)
    assert.include(found.text(), '/bdt/ruta/K01')
    assert.include(textOf(found.text()), 'NIK sama')
    assert.notInclude(found.text().replace(/<input[^>]*>/g, ''), '3201011204789901')
    const sent = await Promise.all([1, 2].map(() => post(client, office.supervisor, path, { ...person, yakin: '1' })))
    for (const answer of sent) answer.assertHeader('location', `/bdt/ruta/${kunci}/ubah`)
    const { doc, kind, version, outcome } = (await workingOf(office, kunci))!
    assert.deepEqual([kind, version, outcome], ['new', 1, 'new'])
    assert.containsSubset(doc.groups.members, [{ nama: 'UJI KEPALA', hub_krt: 1, hubkel: 1, nuk: 1, tgl_lahir: '1978-04-12' }])
    assert.equal(doc.values.village_code, village)

    const nobody = await post(client, office.supervisor, path, { nama: 'ZULAIKHA BARU', desa: village })
    nobody.assertStatus(302)
    const elsewhere = await post(client, office.supervisor, path, { nama: 'ZULAIKHA LAGI', desa: '00.00.00.0000' })
    elsewhere.assertStatus(422)
  })
})
