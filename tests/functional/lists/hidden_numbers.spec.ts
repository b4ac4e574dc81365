import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { blind, unblind } from '#verification/lists/blind'
import { household } from '#tests/functional/imports/support'
import { openOffice, textOf } from '#tests/functional/review/support'

const keysOf = (html: string) => [...html.matchAll(/<a href="\/bdt\/ruta\/([^"?]+)">/g)].map(([, key]) => key)

test.group('A number that is searched for', (group) => {
  group.each.teardown(() => clock.restore())

  test('stands in no address: the form is posted, and the list, its pages, files and views know only its hidden form', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([village]) => [household('ID1', village!, 1), household('ID2', village!, 2)])
    const nik = String(household('ID2', '', 2).groups.members![2]!.nik)
    const spaced = nik.replace(/(\d{4})/g, '$1 ')
    const search = (cari: string, more = {}) =>
      client
        .post('/bdt/perbaikan')
        .form({ cari, ...more })
        .loginAs(office.supervisor)
        .withCsrfToken()
        .redirects(0)
    for (const word of [nik, spaced, nik.slice(0, 15)]) {
      const sent = await search(word, { desa: office.regency.villages[0]! })
      sent.assertStatus(303)
      const address = sent.header('location')!
      assert.notMatch(address, /\d{10}|cari=/)
      const page = (await client.get(address).loginAs(office.supervisor)).text()
      assert.deepEqual(keysOf(page), word === nik.slice(0, 15) ? [] : ['ID2'])
      assert.notInclude(page, nik)
      assert.notInclude(page, spaced.trim())
      if (word === nik.slice(0, 15)) continue
      const file = /href="([^"]+unduh\.csv[^"]*)"/.exec(page)![1]!.replaceAll('&amp;', '&')
      const csv = (await client.get(file).loginAs(office.supervisor)).text()
      assert.lengthOf(csv.trim().split('\r\n'), 2)
      assert.include(textOf(page), `${nik.slice(0, 4)}**********${nik.slice(-2)}`)
    }
    const name = await search('KEPALA')
    assert.equal(name.header('location'), '/bdt/perbaikan?cari=KEPALA')
    const old = await client.get('/bdt/perbaikan').qs({ cari: nik }).loginAs(office.supervisor).redirects(0)
    old.assertStatus(302)
    assert.notInclude(old.header('location'), nik)
  })

  test('comes back for a week from this server alone; too old or changed it finds nothing, and the page says so', async ({
    client,
    assert,
  }) => {
    const office = await openOffice(([village]) => [household('ID1', village!, 1)])
    const token = blind('3201014507859901')
    assert.equal(unblind(token), '3201014507859901')
    assert.equal(blind('3201014507859901'), token)
    assert.isNull(unblind(`${token.slice(0, -2)}AA`))
    assert.isNull(unblind('rusak'))
    clock.freeze(new Date(clock.now().getTime() + 9 * 86_400_000))
    assert.isNull(unblind(token))
    const page = (await client.get(`/bdt/perbaikan?nomor=${token}`).loginAs(office.supervisor)).text()
    assert.deepEqual(keysOf(page), [])
    assert.include(page, 'sudah kedaluwarsa')
  })
})
