import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { records } from '#kernel/offers/records'
import { query, scope, type Tx } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import type { Place } from '#verification/store/index'
import { confirmNews, dismissNews } from '#verification/news/answer'
import { pluginEnabled } from '#services/plugin_switches'
import { newsCount, newsOf, type NewsState } from '#verification/news/list'
import { aceHere } from '#tests/support/ace'
import { supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister, TESTER } from '#tests/support/register'

/** One couple in three registers. Persons are invented: their numbers end in 99xx. */
interface Couple {
  key: string
  man: string
  woman: string
}

let serial = 0
const numbers = (village: string) => {
  const stem = village.slice(0, 8).replaceAll('.', '')
  const end = `99${String(++serial).padStart(2, '0')}`
  return { man: `${stem}120478${end}`, woman: `${stem}450785${end}`, card: `${stem}010118${end}` }
}

function registers(village: string, key: string) {
  const { man, woman, card } = numbers(village)
  const person = (nik: string, position: string, more: Record<string, string | number>) => ({
    ...{ nik, no_kk: card, nama: `${position === '01' ? 'SUAMI' : 'ISTRI'} ${key}`, jns_kel: position === '01' ? 1 : 2 },
    ...{ tgl_lahir: position === '01' ? '1978-04-12' : '1985-07-05', hubkel: Number(position), ...more },
  })
  const both = (of: (nik: string, position: string) => RecordDoc['groups'][string][number]) => [of(man, '01'), of(woman, '02')]
  const household: RecordDoc = {
    key: `H${key}`,
    values: { idbdt: `H${key}`, village_code: village, nama_krt: `SUAMI ${key}`, alamat: 'JL UJI', percentile: 5, sta_pkh: 2 },
    groups: {
      families: [{ key: `H${key}F`, nuk: 1, nokk: card }],
      members: both(
        (nik, position) =>
          person(nik, position, {
            ...{
              key: `H${key}${position}`,
              idartbdt: `H${key}${position}`,
              family_key: `H${key}F`,
              nuk: 1,
              hub_krt: Number(position),
            },
            sta_keberadaan_art: 1,
          }) as never,
      ),
    },
  }
  const kpm: RecordDoc = {
    key: `K${key}`,
    values: {
      ...{
        id_kpm: `K${key}`,
        village_code: village,
        alamat: 'JL UJI',
        nama_pengurus: `ISTRI ${key}`,
        nama_kepala_keluarga: `SUAMI ${key}`,
      },
      ...{ jenis_bsp: 2, sta_rekening: 2, sta_pkh: 2, idbdt: `H${key}` },
    },
    groups: {
      members: both(
        (nik, position) =>
          person(nik, position, {
            ...{
              key: `K${key}${position}`,
              id_art: `H${key}${position}`,
              pengurus: position === '02' ? 1 : 2,
              sta_keberadaan: 1,
            },
            namagadis_ibukandung: 'IBU UJI',
          }) as never,
      ),
    },
  }
  const participant = (nik: string, position: string): RecordDoc => ({
    key: `P${key}${position}`,
    values: {
      ...{ id_pbi: `P${key}${position}`, village_code: village, alamat: 'JL UJI', segmen_bpjs: 1 },
      nama_peserta: `${position === '01' ? 'SUAMI' : 'ISTRI'} ${key}`,
    },
    groups: {
      persons: [person(nik, position, { key: `P${key}${position}P`, id_art: `H${key}${position}`, sta_keberadaan: 1 }) as never],
    },
  })
  return {
    couple: { key, man, woman } satisfies Couple,
    household,
    kpm,
    participants: [participant(man, '01'), participant(woman, '02')],
  }
}

interface Stage {
  regency: TestRegency
  bdt: Place
  bsp: Place
  pbi: Place
  households: Map<string, RecordDoc>
}

async function stage(keys: readonly string[]): Promise<Stage> {
  const regency = await regencyForTest()
  const made = keys.map((key) => registers(regency.villages[0]!, key))
  const open = (docs: readonly RecordDoc[], module: string) => openRegister(regency.code, docs, module)
  const households = new Map(made.map(({ household }) => [household.key, household]))
  return {
    ...{ regency, households, bdt: await open([...households.values()], 'bdt') },
    bsp: await open(
      made.map(({ kpm }) => kpm),
      'bsp',
    ),
    pbi: await open(
      made.flatMap(({ participants }) => participants),
      'pbi',
    ),
  }
}

function acting<T>({ regency }: Stage, module: string, work: (tx: Tx, place: Place) => Promise<T>, by = TESTER.name): Promise<T> {
  return records.act(scope.of(regency.code, { ...TESTER, name: by }), module, regency.code, work)
}

/** An operator's repair of a household, as a file brings it; it says nothing until it is accepted. */
function write(at: Stage, key: string, outcome: string, change: (doc: RecordDoc) => void = () => undefined): Promise<void> {
  const doc = structuredClone(at.households.get(key)!)
  change(doc)
  return acting(at, 'bdt', async (tx, place) => {
    const version = (await records.working(tx, place, [key])).get(key)?.version ?? 0
    await records.write(tx, place, { type: 'edit', id: 'uji' }, [
      { key, version, kind: 'repair', outcome, state: 'received', doc },
    ])
  })
}

const decide = (at: Stage, key: string, state: 'accepted' | 'received') =>
  acting(at, 'bdt', async (tx, place) => {
    const { doc, outcome, version } = (await records.working(tx, place, [key])).get(key)!
    await records.write(tx, place, { type: 'decision', id: 'uji' }, [{ key, version, kind: 'repair', outcome, state, doc }])
  })

const presence = (position: string, code: number) => (doc: RecordDoc) => {
  doc.groups.members!.find(({ key }) => key === `${doc.key}${position}`)!.sta_keberadaan_art = code
}

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
