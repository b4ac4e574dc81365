import { test } from '@japa/runner'
import { records } from '#kernel/offers/records'
import { scope } from '#services/scope'
import { supervisorOf } from '#tests/support/people'
import { TESTER } from '#tests/support/register'
import { BSP, DEAD, FAMILIES, openFamilies, PBI } from './families.js'

test.group('Families with and without aid (S14)', () => {
  test('BSP 6, PBI 5, one or both 8, both 3, neither 2: each figure is its list, its export and who may still come in', async ({
    client,
    assert,
  }) => {
    const regency = await openFamilies()
    const user = await supervisorOf(regency.code)
    const text = async (path: string) => (await client.get(path).loginAs(user)).text()
    const namesIn = (page: string) => [...new Set([...page.matchAll(/IBU (K\d\d)/g)].map(([, family]) => family!))].sort()
    const listed = async (path: string, total: number) => {
      const [page, csv] = [await text(path), await text(`${path}/unduh.csv`)]
      assert.match(page, new RegExp(`page-total">\\s*${total}\\b`), path)
      assert.equal(csv.trim().split(/\r?\n/).length - 1, total, `${path} as a file`)
      assert.deepEqual(namesIn(csv), namesIn(page), path)
      return namesIn(page)
    }
    const [bsp, pbi] = [await listed('/bsp/daftar-kpm', 6), await listed('/pbi/daftar-peserta', 5)]
    assert.deepEqual([bsp, pbi], [BSP, PBI])
    const home = await text('/beranda')
    assert.match(home, /tile-label">Hasil<\/span>\s*<strong class="tile-value">5<\/strong>/)
    assert.match(await text('/bsp/kuota'), /terpakai\s*<strong>6<\/strong>/)

    const act = (module: string, key: string, outcome: string, values: Record<string, number>) =>
      records.act(scope.of(regency.code, TESTER), module, regency.code, async (tx, place) => {
        const base = (await records.base(tx, place, [key])).get(key)!
        const doc = { ...base, values: { ...base.values, ...values } }
        await records.write(tx, place, { type: 'edit', id: 'uji' }, [
          { key, version: 0, kind: 'repair', outcome, state: 'accepted', doc },
        ])
      })
    await act('bsp', 'BK01', 'well_off', {})
    await act('pbi', 'PK08', 'replaced', { alasan_keluar: 3 })
    const offered = async (path: string, gone: string) =>
      namesIn((await text(path)).replace(/<nav[\s\S]*?<\/nav>/g, '').split('<table')[1] ?? '').filter((family) => family !== gone)
    const without = [await offered('/bsp/penggantian/BK01', 'K01'), await offered('/pbi/penggantian/PK08', 'K08')] as const
    assert.deepEqual(without, [
      ['K07', 'K08', 'K09', 'K10'],
      ['K01', 'K02', 'K03', 'K09', 'K10'],
    ])
    const living = FAMILIES.filter((family) => family !== DEAD)
    const has = (of: readonly string[], family: string) => of.includes(family)
    assert.deepEqual(
      {
        families: living.length,
        one: living.filter((family) => has(bsp, family) || has(pbi, family)).length,
        both: living.filter((family) => has(bsp, family) && has(pbi, family)).length,
        none: without[0].filter((family) => has(without[1], family)).length,
      },
      { families: 10, one: 8, both: 3, none: 2 },
    )
  })
})
