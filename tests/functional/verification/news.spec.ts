import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { records } from '#kernel/offers/records'
import { query } from '#services/scope'
import { confirmNews, dismissNews } from '#verification/news/answer'
import { pluginEnabled } from '#services/plugin_switches'
import { newsCount, newsOf, type NewsState } from '#verification/news/list'
import { personsGone } from '#plugins/bdt/api'
import { aceHere } from '#tests/support/ace'
import { supervisorOf } from '#tests/support/people'
import { inScope } from '#tests/support/places'
import { acting, decide, numbers, presence, stage, write, type Stage } from './news_support.js'

const told = (at: Stage, module: 'bsp' | 'pbi', state: NewsState = 'open') =>
  inScope(at.regency.code, async (tx) => {
    const found = await newsOf(tx, at[module], state)
    return found.map(({ record, kind }) => `${record} ${kind}`).sort()
  })

const itemOf = (at: Stage, module: 'bsp' | 'pbi', record: string) =>
  inScope(at.regency.code, async (tx) => (await newsOf(tx, at[module], 'open')).find((item) => item.record === record)!)

const workingOf = (at: Stage, module: 'bsp' | 'pbi', key: string) =>
  inScope(at.regency.code, async (tx) => (await records.working(tx, at[module], [key])).get(key))

test.group('News between modules', () => {
  test('an accepted death reaches both lists as a proposal, changes nothing by itself, and is taken back with the decision', async ({
    assert,
  }) => {
    const at = await stage(['1', '2'])
    await write(at, 'H1', 'repaired', presence('02', 2))
    assert.deepEqual(await told(at, 'bsp'), [], 'what is only received says nothing')
    await decide(at, 'H1', 'accepted')
    assert.deepEqual(await told(at, 'bsp'), ['K1 holder_died'])
    assert.deepEqual(await told(at, 'pbi'), ['P102 died'])
    assert.notExists(await workingOf(at, 'bsp', 'K1'))
    assert.notExists(await workingOf(at, 'pbi', 'P102'))
    await decide(at, 'H1', 'received')
    assert.deepEqual([await told(at, 'bsp'), await told(at, 'pbi')], [[], []])
    assert.deepEqual(await told(at, 'bsp', 'withdrawn'), ['K1 holder_died'])
    await decide(at, 'H1', 'accepted')
    assert.deepEqual(await told(at, 'bsp'), ['K1 holder_died'], 'accepted again it is told again')
  })

  test('a person whose NIK was corrected on a list only is still known by the identifier of the register', async ({ assert }) => {
    const at = await stage(['1'])
    await acting(at, 'bsp', async (tx, place) => {
      const doc = structuredClone((await records.base(tx, place, ['K1'])).get('K1')!)
      doc.groups.members!.find(({ key }) => key === 'K102')!.nik = numbers(at.regency.villages[0]!).woman
      await records.write(tx, place, { type: 'edit', id: 'uji' }, [
        { key: 'K1', version: 0, kind: 'repair', outcome: 'repaired', state: 'accepted', doc },
      ])
    })
    await write(at, 'H1', 'repaired', presence('02', 2))
    await decide(at, 'H1', 'accepted')
    assert.deepEqual(await told(at, 'bsp'), ['K1 holder_died'])
  })

  test('who is gone from the register is known by either number, and is not gone while one of them stands in a household', async ({
    assert,
  }) => {
    const at = await stage(['1', '2'])
    const [man, woman] = at.households.get('H1')!.groups.members! as unknown as { nik: string; idartbdt: string }[]
    await write(at, 'H1', 'repaired', presence('02', 2))
    const gone = (persons: { nik: string | null; id: string | null }[]) =>
      inScope(at.regency.code, (tx) => personsGone(tx, at.regency.code, persons))
    const other = numbers(at.regency.villages[0]!).woman
    const dead = [
      { nik: woman!.nik, id: null },
      { nik: null, id: woman!.idartbdt },
      { nik: other, id: woman!.idartbdt },
    ]
    const alive = [
      { nik: man!.nik, id: woman!.idartbdt },
      { nik: man!.nik, id: null },
      { nik: other, id: null },
      { nik: null, id: null },
    ]
    assert.deepEqual(await gone([...dead, ...alive]), dead)
  })

  test('confirmed with an heir the card passes on and waits to be accepted; of two who answer the second is told', async ({
    assert,
  }) => {
    const at = await stage(['1'])
    await write(at, 'H1', 'repaired', presence('02', 2))
    await decide(at, 'H1', 'accepted')
    const item = await itemOf(at, 'bsp', 'K1')
    await assert.rejects(
      () => acting(at, 'bsp', (tx, place) => confirmNews(tx, place, item.id, 'K999')),
      /Pilih salah satu pilihan/,
    )
    const both = await Promise.allSettled(
      ['Bu Ani', 'Pak Budi'].map((by) => acting(at, 'bsp', (tx, place) => confirmNews(tx, place, item.id, 'K101'), by)),
    )
    assert.lengthOf(
      both.filter(({ status }) => status === 'fulfilled'),
      1,
    )
    const late = both.find((one) => one.status === 'rejected') as PromiseRejectedResult
    assert.match((late.reason as Error).message, /sudah ditanggapi oleh (Bu Ani|Pak Budi) pada/)
    const changed = (await workingOf(at, 'bsp', 'K1'))!
    assert.deepInclude(changed, { outcome: 'heir', state: 'received', blocking: 0 })
    assert.equal(changed.doc.values.nama_pengurus, 'SUAMI 1')
    assert.deepEqual(
      changed.doc.groups.members!.map(({ pengurus, sta_keberadaan: there }) => [pengurus, there]),
      [
        [1, 1],
        [2, 2],
      ],
    )
    const premium = await itemOf(at, 'pbi', 'P102')
    await acting(at, 'pbi', (tx, place) => confirmNews(tx, place, premium.id, ''))
    const left = (await workingOf(at, 'pbi', 'P102'))!
    assert.deepInclude(left, { outcome: 'removed', state: 'received', blocking: 0 })
    assert.equal(left.doc.values.alasan_keluar, 1)
  })

  test('a move takes the whole family off, a merge proposes a duplicate, and news set aside keep their reason and are not told again', async ({
    assert,
  }) => {
    const at = await stage(['1', '2', '3', '4'])
    await write(at, 'H1', 'moved_out')
    await write(at, 'H2', 'duplicate', (doc) => (doc.values.data_idbdt_double_dengan = 'H3'))
    await write(at, 'H4', 'duplicate', (doc) => (doc.values.data_idbdt_double_dengan = 'H9'))
    for (const key of ['H1', 'H2', 'H4']) await decide(at, key, 'accepted')
    assert.deepEqual(
      await told(at, 'bsp'),
      ['K1 family_moved', 'K2 family_merged'],
      'merged into one without a card, K4 keeps its own',
    )
    assert.deepEqual(await told(at, 'pbi'), ['P101 moved', 'P102 moved'], 'a merged household makes nobody leave')
    const item = await itemOf(at, 'bsp', 'K1')
    await acting(at, 'bsp', (tx, place) => confirmNews(tx, place, item.id, ''))
    assert.deepInclude(await workingOf(at, 'bsp', 'K1'), { outcome: 'moved_out', state: 'received' })
    const merged = await itemOf(at, 'bsp', 'K2')
    assert.deepEqual(merged.params, { name: 'ISTRI 2', into: 'K3' })
    await acting(at, 'bsp', (tx, place) => dismissNews(tx, place, merged.id, 'Dua keluarga yang berbeda'))
    await decide(at, 'H2', 'received')
    await decide(at, 'H2', 'accepted')
    assert.deepEqual(await told(at, 'bsp'), [])
    assert.deepEqual(await told(at, 'bsp', 'dismissed'), ['K2 family_merged'])
  })

  test('PKH that a household or a person of it was found to receive takes the family off the list, once it is accepted, and is no matter of the premium', async ({
    assert,
    client,
  }) => {
    const at = await stage(['1', '2', '3'])
    await write(at, 'H1', 'repaired', (doc) => (doc.values.sta_pkh = 1))
    await write(at, 'H2', 'repaired', (doc) => (doc.groups.members![0]!.ada_pkh = 1))
    await write(at, 'H3', 'repaired')
    assert.deepEqual(await told(at, 'bsp'), [], 'what is only received says nothing')
    for (const key of ['H1', 'H2', 'H3']) await decide(at, key, 'accepted')
    assert.deepEqual([await told(at, 'bsp'), await told(at, 'pbi')], [['K1 family_pkh', 'K2 family_pkh'], []])
    const user = await supervisorOf(at.regency.code)
    ;(await client.get('/bsp/kabar').loginAs(user)).assertTextIncludes('kini menerima PKH')
    const record = await client.get('/bsp/kpm/K1').loginAs(user)
    record.assertTextIncludes('1 kabar dari modul lain belum ditanggapi')
    assert.notInclude((await client.get('/bsp/kpm/K3').loginAs(user)).text(), 'belum ditanggapi')
    const { id } = await itemOf(at, 'bsp', 'K1')
    await acting(at, 'bsp', (tx, place) => confirmNews(tx, place, id, ''))
    const left = (await workingOf(at, 'bsp', 'K1'))!
    assert.deepInclude(left, { outcome: 'pkh', state: 'received', blocking: 0 })
    assert.equal(left.doc.values.sta_pkh, 1)
    await decide(at, 'H2', 'received')
    assert.deepEqual(await told(at, 'bsp'), [])
  })

  test('the page asks for a choice and a reason, counts on Beranda, and hides from other regencies', async ({
    client,
    assert,
  }) => {
    const at = await stage(['1'])
    await write(at, 'H1', 'repaired', presence('02', 2))
    await decide(at, 'H1', 'accepted')
    const user = await supervisorOf(at.regency.code)
    const page = await client.get('/bsp/kabar').loginAs(user)
    page.assertStatus(200)
    page.assertTextIncludes('Menurut BDT pengurus ISTRI 1 meninggal')
    page.assertTextIncludes('SUAMI 1')
    ;(await client.get('/beranda').loginAs(user)).assertTextIncludes('href="/bsp/kabar"')
    ;(await client.get('/bsp/finalisasi').loginAs(user)).assertTextIncludes('kabar dari modul lain belum ditanggapi')
    const { id } = await itemOf(at, 'bsp', 'K1')
    const post = (act: string, form: Record<string, string>) =>
      client.post(`/bsp/kabar/${id}/${act}`).header('referer', '/bsp/kabar').form(form).withCsrfToken()
    ;(await post('abaikan', { reason: 'x' }).loginAs(user)).assertTextIncludes('Tulis alasannya')
    const stranger = await supervisorOf((await stage(['9'])).regency.code)
    ;(await post('terapkan', { choice: 'K101' }).loginAs(stranger)).assertStatus(404)
    ;(await post('terapkan', { choice: 'K101' }).loginAs(user)).assertTextIncludes('Usulan diterapkan pada data ini')
    assert.equal(await inScope(at.regency.code, (tx) => newsCount(tx, 'bsp', at.regency.code, 'open')), 0)
  })

  test('of who is only proposed the page says that the proposal is withdrawn, and confirming does that', async ({
    client,
    assert,
  }) => {
    const at = await stage(['1'])
    await acting(at, 'bsp', async (tx, place) => {
      const { key: _, ...listed } = (await records.base(tx, place, ['K1'])).get('K1')!
      const doc = { ...structuredClone(listed), key: 'N1' }
      delete doc.values.id_kpm
      for (const member of doc.groups.members!) member.key = `N${member.key}`
      await records.write(tx, place, { type: 'edit', id: 'uji' }, [
        { key: 'N1', version: 0, kind: 'new', outcome: 'new', state: 'received', doc },
      ])
    })
    await write(at, 'H1', 'moved_out')
    await decide(at, 'H1', 'accepted')
    const page = await client.get('/bsp/kabar').loginAs(await supervisorOf(at.regency.code))
    page.assertTextIncludes('Usulan: keluarkan dengan hasil Pindah ke luar.')
    page.assertTextIncludes('Usulan: tarik pengganti ini, sehingga lowongannya terbuka lagi.')
    const { id } = await itemOf(at, 'bsp', 'N1')
    await acting(at, 'bsp', (tx, place) => confirmNews(tx, place, id, ''))
    assert.deepInclude(await workingOf(at, 'bsp', 'N1'), { kind: 'new', state: 'withdrawn' })
  })

  test('many news come in pages; number, rows of all pages and the task on Beranda are one figure', async ({
    client,
    assert,
  }) => {
    const at = await stage(['1'])
    const user = await supervisorOf(at.regency.code)
    await inScope(at.regency.code, (tx) =>
      query(
        tx,
        `insert into module_news (regency_code, id, module, event, source_key, record_key, subject_key, kind, params, told_at)
         select ?, gen_random_uuid(), 'bsp', 'bdt.departures', 'H' || n, 'K1', 'K1', 'family_moved', '{"name":"UJI"}', ? from generate_series(1, 120) n`,
        [at.regency.code, tx.now],
      ),
    )
    const seen = new Set<string>()
    let next: string | undefined = '/bsp/kabar'
    const sizes: number[] = []
    while (next) {
      const page = await client.get(next).loginAs(user)
      assert.match(page.text(), /page-total">\s*120\b/)
      const shown = [...page.text().matchAll(/kabar\/([0-9a-f-]{36})\/abaikan/g)].map(([, id]) => id!)
      sizes.push(shown.length)
      shown.forEach((id) => seen.add(id))
      next = /rel="next" href="([^"]+)"/.exec(page.text())?.[1]
    }
    assert.deepEqual([sizes, seen.size], [[50, 50, 20], 120])
    assert.include((await client.get('/beranda').loginAs(user)).text(), '<a href="/bsp/kabar"><strong>120</strong>')
  })

  test('switched off, a list is told nothing and the other hears the same as ever; all its rows stay as they were', async ({
    assert,
  }) => {
    const [beside, without] = [await stage(['1']), await stage(['1'])]
    const off = ['plugin:switch', 'pbi', '--region', without.regency.code, '--off', '--reason', 'Uji saklar', '--json'] as const
    const content = () =>
      inScope(without.regency.code, (tx) =>
        query(
          tx,
          'select key, outcome, state, version, persons from bsp_current where period_id = ? and regency_code = ? order by key',
          [...[without.bsp.periodId, without.regency.code]],
        ),
      )
    const before = await content()
    assert.equal((await aceHere(...off)).code, 0)
    while (await pluginEnabled('pbi', without.regency.code)) await wait(50)
    assert.deepEqual(await content(), before)
    for (const at of [beside, without]) {
      await write(at, 'H1', 'repaired', presence('02', 2))
      await decide(at, 'H1', 'accepted')
    }
    assert.deepEqual(await told(without, 'bsp'), await told(beside, 'bsp'))
    assert.deepEqual([await told(without, 'pbi'), await told(beside, 'pbi')], [[], ['P102 died']])
    const { id } = await itemOf(without, 'bsp', 'K1')
    await acting(without, 'bsp', (tx, place) => confirmNews(tx, place, id, 'K101'))
    assert.deepInclude(await workingOf(without, 'bsp', 'K1'), { outcome: 'heir', state: 'received' })
  })
})
