import { test } from '@japa/runner'
import { clock, inventedRegister, regencyForTest, supervisorOf } from '#core/testing'
import { ask, byNumber, NAME, NIK, office, readsOf } from './support.js'

test.group('Looking one person up', (group) => {
  group.each.teardown(() => clock.restore())

  test('the number never stands in an address, the page shows it masked, and both are in the read log', async ({
    client,
    assert,
  }) => {
    const { supervisor, as, subject } = await office()
    const found = await ask(client, supervisor, byNumber('3201.0145.0785.9901'))
    found.assertStatus(302)
    const address = found.header('location')!
    assert.match(address, /^\/kesos\/hasil\/[0-9a-f-]{36}\/0$/, 'one person with that NIK: his card')
    const results = await client.get(address.replace(/\/0$/, '')).loginAs(supervisor)
    results.assertStatus(200)
    assert.include(results.text(), NAME)
    assert.include(results.text(), '3201**********01')
    assert.notInclude(results.text(), NIK)
    const card = await client.get(address).loginAs(supervisor)
    card.assertStatus(200)
    assert.include(card.text(), NAME)
    assert.notInclude(card.text(), NIK)
    const reads = await as((tx) => readsOf(tx, subject))
    assert.deepEqual(
      reads.map(({ action, purpose, object_type: type }) => [action, purpose, type]),
      [
        ['search', 'complaint', 'kesos.lookup'],
        ['open', 'complaint', 'kesos.card'],
      ],
    )
    assert.notInclude(JSON.stringify(reads), NIK)
  })

  test('a name with a slip is found in its village; a name alone is refused', async ({ client, assert }) => {
    const { supervisor, regency } = await office()
    const form = { cara: 'nama', nama: 'Siti Aminna Rahasia', desa: regency.villages[0]!, keperluan: 'verval' }
    const found = await ask(client, supervisor, form)
    const results = await client.get(found.header('location')!).loginAs(supervisor)
    assert.include(results.text(), NAME)
    assert.include(results.text(), 'Sangat mirip')
    for (const [bad, code] of [
      [{ ...form, desa: '' }, 'Nama saja terlalu luas'],
      [{ ...form, nama: 'Si' }, 'paling sedikit 3 huruf'],
      [{ ...form, lahir: '31/02/1987' }, 'Tanggal lahir tidak dapat dibaca'],
      [{ ...form, desa: '99.99.99.9999' }, 'tidak ada di wilayah ini'],
      [{ ...form, keperluan: 'iseng' }, 'Pilih keperluan'],
      [byNumber('12'), 'paling sedikit 6 angka'],
    ] as const) {
      const refused = await client.post('/kesos/cari').loginAs(supervisor).withCsrfToken().header('referer', '/kesos').form(bad)
      assert.include(refused.text(), code)
    }
  })

  test('what nobody has is told as not found, and script in a name is only text', async ({ client, assert }) => {
    const { supervisor, regency } = await office()
    const none = await ask(client, supervisor, byNumber('3201015001909911'))
    const page = await client.get(none.header('location')!).loginAs(supervisor)
    assert.include(page.text(), 'Tidak ditemukan')
    const script = await ask(client, supervisor, {
      ...{ cara: 'nama', nama: '<img src=x onerror=alert(1)>', desa: regency.villages[0]!, keperluan: 'audit' },
    })
    const shown = await client.get(script.header('location')!).loginAs(supervisor)
    assert.notInclude(shown.text(), '<img src=x')
  })

  test('the key of a record is called what its list calls it, among the results and on the card', async ({ client, assert }) => {
    const regency = await regencyForTest()
    const supervisor = await supervisorOf(regency.code)
    const { records, summary } = await inventedRegister(regency, 2, undefined, 1)
    const number = String(records[0]!.values[summary.registerKey])
    const found = await ask(client, supervisor, byNumber(number))
    const results = found.header('location')!.replace(/\/0$/, '')
    const read = async (address: string, locale: string) =>
      (await client.get(address).loginAs(supervisor).withSession({ locale })).text()
    for (const [locale, label] of [
      ['id', 'ID KPM'],
      ['en', 'Beneficiary identifier'],
    ] as const) {
      assert.include(await read(results, locale), label)
      assert.match(await read(`${results}/0`, locale), new RegExp(`${label}</dt>\\s*<dd[^>]*>\\s*${number}`))
      assert.notInclude(await read(`${results}/0`, locale), 'ID rumah tangga')
    }
  })

  test('a result is its asker’s alone and ends after half an hour', async ({ client, assert }) => {
    const { supervisor, regency } = await office()
    const colleague = await supervisorOf(regency.code)
    const address = (await ask(client, supervisor, byNumber(NIK))).header('location')!
    for (const path of [address, address.replace(/\/0$/, ''), `${address}9`]) {
      ;(await client.get(path).loginAs(colleague)).assertStatus(404)
    }
    ;(await client.get(`${address.replace(/\/0$/, '/7')}`).loginAs(supervisor)).assertStatus(404)
    clock.freeze(new Date(Date.now() + 31 * 60_000))
    const late = await client.get(address).loginAs(supervisor).redirects(0)
    late.assertStatus(302)
    assert.equal(late.header('location')!, '/kesos')
  })

  test('another member of the household is a look-up of its own', async ({ client, assert }) => {
    const { supervisor, as, register, record, person } = await office()
    const { people } = register.summary
    const other = record.groups[people.group]!.find(({ key }) => key !== person.key)
    if (!other) return
    const address = (await ask(client, supervisor, byNumber(NIK))).header('location')!
    await client.get(address).loginAs(supervisor)
    const opened = await client
      .post(`${address}/anggota`)
      .loginAs(supervisor)
      .withCsrfToken()
      .redirects(0)
      .form({ anggota: other.key })
    const card = await client.get(opened.header('location')!).loginAs(supervisor)
    assert.include(card.text(), String(other[people.name]))
    const reads = await as((tx) => readsOf(tx, `${register.module}:${record.key}/${other.key}`))
    assert.deepEqual(
      reads.map(({ object_type: type }) => type),
      ['kesos.card', 'kesos.lookup', 'kesos.card'],
      'shown on the first card, looked up, opened',
    )
  })
})
