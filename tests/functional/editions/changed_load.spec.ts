import { test } from '@japa/runner'
import { findLoad } from '#services/loads/loads'
import { ministryStaff } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { atDesk, bring, csv, run } from './desk_support.js'

const OPTIONS = { code_system: 'kemendagri' }

test.group('A load that two officers have before them', () => {
  test('is taken as the one saw it who takes it: after another checked it anew nothing happens, and he is told', async ({
    client,
    assert,
  }) => {
    const { code } = await regencyForTest()
    const load = await bring('bsp.quota', { 'kuota.csv': csv(['kode_kab', 'kuota'], [code, 5]) })
    await run(load, OPTIONS)
    const [one, other] = [await ministryStaff(), await ministryStaff()]
    const versions = async () => {
      const html = (await client.get(`/admin/data/${load.id}`).loginAs(one)).text()
      return [...html.matchAll(/name="version" value="(\d+)"/g)].map(([, version]) => version!)
    }
    const post = (by: typeof one, act: string, version: string) =>
      client.post(`/admin/data/${load.id}/${act}`).form({ version }).loginAs(by).withCsrfToken().redirects(0)
    const seen = await versions()
    assert.isAtLeast(seen.length, 2)
    assert.lengthOf(new Set(seen), 1)
    await run(load, OPTIONS)
    for (const act of ['muat', 'batal']) {
      const refused = await post(one, act, seen[0]!)
      assert.include(String(refused.flashMessage('error')), 'sudah diubah petugas lain')
    }
    assert.equal((await atDesk((tx) => findLoad(tx, load.id))).state, 'checked')
    const [now] = await versions()
    const answers = await Promise.all([post(one, 'muat', now!), post(other, 'muat', now!)])
    const told = answers.flatMap((answer) => answer.flashMessage('error') ?? [])
    assert.lengthOf(told, 1)
    assert.include(String(told[0]), 'sedang dimuat')
    assert.equal((await atDesk((tx) => findLoad(tx, load.id))).state, 'applying')
  })
})
