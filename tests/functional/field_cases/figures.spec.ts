import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { records } from '#kernel/offers/records'
import { scope } from '#services/scope'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import type { TestRegency } from '#tests/support/places'
import { TESTER } from '#tests/support/register'
import { BSP, openFamilies } from './families.js'

/** The families of S14; the last two of the food aid live in the second village. */
async function opened() {
  const regency = await openFamilies((family) => (['K05', 'K06'].includes(family) ? 1 : 0))
  return { regency, user: await supervisorOf(regency.code) }
}

const decide = (regency: TestRegency, key: string, outcome: string, state: 'received' | 'accepted' | 'rejected') =>
  records.act(scope.of(regency.code, TESTER), 'bsp', regency.code, async (tx, place) => {
    const base = (await records.base(tx, place, [key])).get(key)!
    const working = (await records.working(tx, place, [key])).get(key)
    const write = { key, version: working?.version ?? 0, kind: 'repair' as const, outcome, state, doc: working?.doc ?? base }
    await records.write(tx, place, { type: 'edit', id: 'uji' }, [write])
  })

type Reader = Awaited<ReturnType<typeof supervisorOf>>

const text = async (client: ApiClient, user: Reader, path: string) => (await client.get(path).loginAs(user)).text()

async function countsOf(client: ApiClient, user: Reader, list: string, query = '') {
  const page = await text(client, user, `${list}${query}`)
  const csv = await text(client, user, `${list}/unduh.csv${query}`)
  return { page: Number(/page-total">\s*(\d+)/.exec(page)?.[1] ?? 0), csv: csv.trim().split(/\r?\n/).length - 1 }
}

const usedOf = async (client: ApiClient, user: Reader) =>
  Number(/terpakai\s*<strong>(\d+)<\/strong>/.exec(await text(client, user, '/bsp/kuota'))?.[1])

test.group('One figure with one definition (S14)', () => {
  test('a departure counts once it is accepted; received and rejected ones do not', async ({ client, assert }) => {
    const { regency, user } = await opened()
    const used: number[] = []
    for (const state of ['received', 'accepted', 'rejected', 'accepted'] as const) {
      await decide(regency, 'BK01', 'well_off', state)
      used.push(await usedOf(client, user))
    }
    assert.deepEqual(used, [6, 5, 6, 5])
  })

  test('all who depart leave nought, never less', async ({ client, assert }) => {
    const { regency, user } = await opened()
    for (const family of BSP) await decide(regency, `B${family}`, 'well_off', 'accepted')
    for (const family of BSP) await decide(regency, `B${family}`, 'not_found', 'accepted')
    assert.equal(await usedOf(client, user), 0)
    for (const path of ['/beranda', '/bsp/rekapitulasi', '/pbi/rekapitulasi'])
      assert.notMatch(await text(client, user, path), />\s*[-\u2212]\d/, path)
  })

  test('the lists of the villages add up to that of the regency, on the page and as files', async ({ client, assert }) => {
    const { regency, user } = await opened()
    for (const [list, all, shares] of [
      ['/bsp/daftar-kpm', 6, [4, 2]],
      ['/pbi/daftar-peserta', 5, [3, 2]],
    ] as const) {
      assert.deepEqual(await countsOf(client, user, list), { page: all, csv: all })
      for (const [at, share] of shares.entries()) {
        const query = `?kecamatan=${regency.district}&desa=${regency.villages[at]}`
        assert.deepEqual(await countsOf(client, user, list, query), { page: share, csv: share }, `${list}${query}`)
      }
    }
  })

  test('a change of an answer moves no figure of either programme', async ({ client, assert }) => {
    const { regency, user } = await opened()
    await decide(regency, 'BK04', 'repaired', 'accepted')
    assert.equal(await usedOf(client, user), 6)
    assert.deepEqual(await countsOf(client, user, '/bsp/daftar-kpm'), { page: 6, csv: 6 })
    assert.deepEqual(await countsOf(client, user, '/pbi/daftar-peserta'), { page: 5, csv: 5 })
  })

  test('the family that died is no row of a programme, and the ministry counts as the regency does', async ({
    client,
    assert,
  }) => {
    const { regency, user } = await opened()
    for (const list of ['/bsp/daftar-kpm', '/pbi/daftar-peserta'])
      assert.deepEqual(await countsOf(client, user, list, '?cari=IBU%20K11'), { page: 0, csv: 0 })
    const officer = await ministryStaff()
    const home = await text(client, officer, `/beranda?regency=${regency.code}`)
    assert.notMatch(home, />\s*[-\u2212]\d/)
  })
})
