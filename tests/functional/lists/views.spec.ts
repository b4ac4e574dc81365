import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { scope } from '#services/scope'
import { dropView, MOST_VIEWS, saveView, viewsOf } from '#verification/lists/views'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { changed, household } from '#tests/functional/imports/support'
import { actorOf, openOffice, received, textOf, write, type Office } from '#tests/functional/review/support'

const keysOf = (html: string) => [...html.matchAll(/<a href="\/bdt\/ruta\/([^"?]+)">/g)].map(([, key]) => key)

async function office(): Promise<Office> {
  const found = await openOffice(([a, b]) => [
    household('K01', a!, 1, { lantai: 3 }),
    household('K02', a!, 2, { lantai: 4 }),
    household('K03', b!, 3),
  ])
  await write(
    found,
    received(changed(household('K02', found.regency.villages[0]!, 2, { lantai: 4 }), { alamat: 'JL BARU 2', lantai: 5 })),
  )
  return found
}

test.group('Views and columns of a list', (group) => {
  group.each.teardown(() => clock.restore())

  test('a view is kept under a name, opens from the menu when it is the default, and is nobody else’s', async ({
    client,
    assert,
  }) => {
    const found = await office()
    const [village] = found.regency.villages
    const post = (path: string, form: Record<string, string>) =>
      client.post(path).form(form).loginAs(found.supervisor).withCsrfToken().redirects(0)
    const form = {
      jenis: 'existing',
      nama: ' Desa  saya ',
      baku: '1',
      desa: village!,
      status: 'received',
      kolom: 'nik,isian.lantai',
      baris: '50',
    }
    const saved = await post('/bdt/tampilan', form)
    saved.assertStatus(302)
    assert.match(saved.header('location')!, new RegExp(`desa=${village}&status=received&baris=50&kolom=nik`))

    const bare = await client.get('/bdt/perbaikan').loginAs(found.supervisor).redirects(0)
    bare.assertStatus(302)
    const shown = (await client.get(bare.header('location')!).loginAs(found.supervisor)).text()
    assert.deepEqual(keysOf(shown), ['K02'])
    assert.include(shown, 'Desa saya')
    assert.lengthOf(keysOf((await client.get('/bdt/perbaikan?tampilan=semua').loginAs(found.supervisor)).text()), 3)
    const recap = (await client.get('/bdt/rekapitulasi').loginAs(found.supervisor)).text()
    assert.include(recap, 'href="/bdt/perbaikan?tampilan=semua"')

    const colleague = await supervisorOf(found.regency.code)
    const theirs = (await client.get('/bdt/perbaikan').loginAs(colleague)).text()
    assert.notInclude(theirs, 'Desa saya')
    assert.deepEqual(keysOf((await client.get(bare.header('location')!).loginAs(colleague)).text()), ['K02'])
    const elsewhere = await supervisorOf((await regencyForTest()).code)
    assert.deepEqual(keysOf((await client.get(bare.header('location')!).loginAs(elsewhere)).text()), [])

    const of = { module: found.place.module, regency: found.regency.code, list: 'existing' } as const
    const [view] = await found.act((tx) => viewsOf(tx, of))
    const foreign = await client
      .post(`/bdt/tampilan/${view!.id}/hapus`)
      .form({ jenis: 'existing' })
      .loginAs(colleague)
      .withCsrfToken()
    foreign.assertStatus(404)
    await post(`/bdt/tampilan/${view!.id}/biasa`, { jenis: 'existing' })
    assert.lengthOf(keysOf((await client.get('/bdt/perbaikan').loginAs(found.supervisor)).text()), 3)
    await post(`/bdt/tampilan/${view!.id}/hapus`, { jenis: 'existing' })
    assert.deepEqual(await found.act((tx) => viewsOf(tx, of)), [])
  })

  test('a number is kept in no view, a name is needed, and nobody keeps more than a few', async ({ client, assert }) => {
    const found = await office()
    const of = { module: found.place.module, regency: found.regency.code, list: 'existing' } as const
    const save = (name: string, input = {}) =>
      scope.run(scope.of(found.regency.code, actorOf(found.supervisor)), (tx) =>
        saveView(tx, of, { name, isDefault: false, input }),
      )
    await assert.rejects(() => save('Satu orang', { cari: '3201014507859901' }), /menurut nomor/)
    await assert.rejects(() => save('  '), /Beri nama/)
    const twins = await Promise.all([save('Dua kali'), save('Dua kali')])
    assert.equal(twins[0].id, twins[1].id)
    await found.act((tx) => dropView(tx, of, twins[0].id))
    for (let n = 0; n < MOST_VIEWS; n++) await save(`Tampilan ${n}`)
    await save('Tampilan 3', { status: 'returned' })
    await assert.rejects(() => save('Satu lagi'), /20 tampilan/)
    const refused = await client
      .post('/bdt/tampilan')
      .form({ jenis: 'existing', nama: '' })
      .loginAs(found.supervisor)
      .withCsrfToken()
      .redirects(0)
    assert.include(refused.flashMessage('error'), 'Beri nama')
  })

  test('columns come from the instrument as the period has them, in words; secrets stay masked', async ({ client, assert }) => {
    const found = await office()
    const { no_kk: kk } = household('K01', '', 1).groups.members![0]!
    const address = '/bdt/perbaikan?tampilan=semua&kolom=kepala.no_kk&kolom=isian.lantai&kolom=palsu'
    const page = (await client.get(address).loginAs(found.supervisor)).text()
    const heads = [...page.matchAll(/<th scope="col"[^>]*>([\s\S]*?)<\/th>/g)].map(([, text]) => textOf(text!).trim())
    assert.lengthOf(heads, 3)
    assert.match(heads[1]!, /^Kepala: /)
    assert.notInclude(page, String(kk))
    assert.include(page, `${String(kk).slice(0, 4)}**********${String(kk).slice(-2)}`)
    const floor = found.place.module.instrument.root.variables.find(({ name }) => name === 'lantai')!
    for (const code of [3, 5]) assert.include(page, floor.codes!.find((entry) => entry.code === code)!.label.id)
    assert.notInclude(page, floor.codes!.find((entry) => entry.code === 4)!.label.id)
    const csv = (await client.get(address.replace('?', '/unduh.csv?')).loginAs(found.supervisor)).text()
    const lines = csv
      .trim()
      .split('\r\n')
      .map((line) => line.split(';'))
    assert.deepEqual(lines[0]!.slice(-2), heads.slice(1))
    assert.equal(lines[1]!.at(-1), floor.codes!.find((entry) => entry.code === 3)!.label.id)
    assert.notInclude(csv, String(kk))
  })
})
