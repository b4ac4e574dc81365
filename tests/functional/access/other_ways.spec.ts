import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { household } from '#tests/functional/imports/support'
import { openOffice, workingOf } from '#tests/functional/review/support'
import { provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { openRegister } from '#tests/support/register'

/** The key of a household that both regencies have; the name tells whose it is. */
const KEY = 'SAMA1'

async function neighbours() {
  const office = await openOffice(([village]) => [household(KEY, village!, 1, { nama_krt: 'MILIK SATU', alamat: 'RT 01' })])
  const other = await regencyForTest()
  await openRegister(other.code, [household(KEY, other.villages[0]!, 40, { nama_krt: 'MILIK DUA', alamat: 'RT 01' })])
  return { office, other, stranger: await supervisorOf(other.code) }
}

test.group('A household of the neighbour by other ways (S20)', (group) => {
  group.each.teardown(() => clock.restore())

  test('one identifier in two regencies is each one’s own household', async ({ client, assert }) => {
    const { office, stranger } = await neighbours()
    const mine = (await client.get(`/bdt/ruta/${KEY}`).loginAs(stranger)).text()
    assert.include(mine, 'MILIK DUA')
    assert.notInclude(mine, 'MILIK SATU')
    const form = { blok: 'I', baris: '', outcome: 'repaired', version: 0, 'q-alamat': 'RT 09' }
    const saved = await client.post(`/bdt/ruta/${KEY}/ubah`).form(form).loginAs(stranger).withCsrfToken().redirects(0)
    saved.assertStatus(302)
    assert.isUndefined(await workingOf(office, KEY))
  })

  test('a form that names the neighbour in its fields is of the own regency all the same', async ({ client, assert }) => {
    const { office, stranger } = await neighbours()
    const { code, villages } = office.regency
    const names = { regency: code, regency_code: code, kode_kab: code, 'q-village_code': villages[0]!, 'q-kdkab': '01' }
    const form = { blok: 'I', baris: '', outcome: 'repaired', version: 0, 'q-alamat': 'RT 09', ...names }
    await client.post(`/bdt/ruta/${KEY}/ubah?regency=${code}`).form(form).loginAs(stranger).withCsrfToken().redirects(0)
    assert.isUndefined(await workingOf(office, KEY))
    const page = (await client.get(`/bdt/ruta/${KEY}`).loginAs(office.supervisor)).text()
    assert.notInclude(page, 'RT 09')
  })

  test('by HEAD, as data, in other cases, or through a method in a field, nothing more is told or done', async ({
    client,
    assert,
  }) => {
    const { office, other } = await neighbours()
    const third = await supervisorOf((await regencyForTest()).code)
    const known = `/bdt/ruta/${KEY}`
    const [nothing, head, data] = [
      await client.get('/bdt/ruta/TIADA1').loginAs(third),
      await client.head(known).loginAs(third),
      await client.get(known).accept('json').loginAs(third),
    ]
    for (const answer of [head, data]) answer.assertStatus(nothing.status())
    assert.equal(nothing.status(), 404)
    assert.notMatch(data.text(), /MILIK/)
    for (const path of [
      `/BDT/RUTA/${KEY}`,
      `//bdt/ruta/${KEY}`,
      `${known}/`,
      `${known}%2f`,
      `${known};a=1`,
      `/bdt/./ruta/${KEY}`,
    ]) {
      const answer = await client.get(path).loginAs(third).redirects(0)
      assert.isBelow(answer.status(), 500, path)
      assert.notMatch(answer.text() ?? '', /MILIK/, path)
    }
    for (const method of ['DELETE', 'PUT', 'PATCH']) {
      const answer = await client
        .post(`${known}/ubah`)
        .form({ _method: method, version: 0 })
        .loginAs(third)
        .withCsrfToken()
        .redirects(0)
      assert.include([404, 405, 409], answer.status(), method)
    }
    for (const code of [office.regency.code, other.code]) {
      const answer = await client.get(`/beranda?regency=${code}`).header('x-regency', code).loginAs(third)
      assert.notMatch(answer.text(), /MILIK/, code)
    }
  })

  test('by HEAD the own household answers as by GET, without its content', async ({ client, assert }) => {
    const { office } = await neighbours()
    for (const path of [`/bdt/ruta/${KEY}`, '/bdt/perbaikan/unduh.csv']) {
      const [got, head] = [await client.get(path).loginAs(office.supervisor), await client.head(path).loginAs(office.supervisor)]
      assert.deepEqual([head.status(), head.header('content-type')], [200, got.header('content-type')], path)
      assert.notMatch(head.text() ?? '', /MILIK/, path)
    }
  })

  test('the province that has neither opens none of them', async ({ client, assert }) => {
    const { office } = await neighbours()
    const reader = await provinceSupervisorOf(office.regency.province === '11' ? '12' : '11')
    for (const path of [
      `/bdt/ruta/${KEY}`,
      `/bdt/ruta/${KEY}?regency=${office.regency.code}`,
      `/bdt/perbaikan?regency=${office.regency.code}`,
    ]) {
      const answer = await client.get(path).loginAs(reader).redirects(0)
      assert.isBelow(answer.status(), 500, path)
      assert.notMatch(answer.text() ?? '', /MILIK/, path)
    }
  })

  test('after a sign-out no address of the own household opens either', async ({ client, assert }) => {
    await neighbours()
    for (const path of [`/bdt/ruta/${KEY}`, '/bdt/perbaikan/unduh.csv', `/bdt/ruta/${KEY}/ubah`]) {
      const answers = { get: await client.get(path).redirects(0), head: await client.head(path).redirects(0) }
      for (const [method, answer] of Object.entries(answers)) {
        assert.deepEqual([path, method, answer.status()], [path, method, 302])
        assert.match(answer.header('location') ?? '', /^\/masuk/, path)
      }
      const data = await client.get(path).accept('json').redirects(0)
      assert.include([302, 401], data.status(), path)
      assert.notMatch(data.text() ?? '', /MILIK/, path)
    }
  })
})
