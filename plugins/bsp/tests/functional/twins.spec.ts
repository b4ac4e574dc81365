import { test } from '@japa/runner'
import { persons, records, Refused, type RecordDoc } from '#core/plugin'
import { aceHere, inScope, openRegister, regencyForTest, supervisorOf } from '#core/testing'
import { standing } from '../../services/standing.js'
import { judgeTwins, type TwinVerdict } from '../../services/judge_twins.js'
import type { TwinKind } from '../../services/twin_pairs.js'
import { twinsOf } from '../../services/twins.js'
import { acting, giveQuota, kpm, type TestList } from './support.js'

/** Three families: the first two share a family card and an account, the first and the third a person. */
async function doubled(): Promise<TestList & { docs: RecordDoc[] }> {
  const regency = await regencyForTest()
  const [a, b] = regency.villages as [string, string]
  const docs = [kpm(a, 'A001', { no_kks: '6013000000009901' }), kpm(a, 'A002', { no_kks: '6013000000009901' }), kpm(b, 'B001')]
  const [first, second, third] = docs.map(({ groups }) => groups.members!)
  for (const member of second!) member.no_kk = first![0]!.no_kk!
  third![1]!.nik = first![1]!.nik!
  const bdt = await openRegister(regency.code, [], 'bdt')
  const place = await openRegister(regency.code, docs, 'bsp')
  await giveQuota(regency.code, 3)
  return { regency, place, bdt, docs, kpm: { [a]: ['A001', 'A002'], [b]: ['B001'] } }
}

const pageOf = (list: TestList, kind: TwinKind, after: readonly string[] | null = null, size = 10) =>
  inScope(list.regency.code, (tx) => twinsOf(tx, list.place, kind, { size, after }))

const pairs = async (list: TestList, kind: TwinKind) =>
  (await pageOf(list, kind)).lines.map(({ one, other, judged }) => [one.key, other.key, judged?.verdict ?? null])

const judge = (list: TestList, verdict: Partial<TwinVerdict>, by?: string) =>
  acting(
    list,
    (tx, place) =>
      judgeTwins(tx, place, {
        kind: 'family',
        one: 'A001',
        other: 'A002',
        verdict: 'clean',
        reason: 'Sudah diperiksa',
        version: 0,
        ...verdict,
      }),
    by,
  )

/** Writes a repair of one family, received. */
const touch = (list: TestList, key: string, values: RecordDoc['values'] = {}) =>
  acting(list, async (tx, place) => {
    const working = (await records.working(tx, place, [key])).get(key)
    const doc = structuredClone(working?.doc ?? (await records.base(tx, place, [key])).get(key)!)
    Object.assign(doc.values, values)
    await records.write(tx, place, { type: 'edit', id: 'uji' }, [
      { key, version: working?.version ?? 0, kind: 'repair', outcome: 'repaired', state: 'received', doc },
    ])
  })

/** Where BSP-R25 blocks: families that stand against finalising, and whom working copies name as holders of the same card. */
const told = (list: TestList) =>
  inScope(list.regency.code, async (tx) => {
    const { list: against } = await standing(tx, list.place, 10)
    const working = await records.working(tx, list.place, ['A001', 'A002'])
    const named = [...working].map(([key, { setProblems }]) => [
      key,
      setProblems.filter(({ rule, severity }) => rule === 'BSP-R25' && severity === 'block').map(({ params }) => params?.other),
    ])
    return {
      standing: against.filter(({ rule }) => rule === 'BSP-R25').map(({ record }) => record?.key),
      records: Object.fromEntries(named.filter(([, others]) => others!.length)),
    }
  })

test.group('Doubles on the list', () => {
  test('each kind finds its pairs and no others', async ({ assert }) => {
    const list = await doubled()
    assert.deepEqual(await pairs(list, 'family'), [['A001', 'A002', null]])
    assert.deepEqual(await pairs(list, 'person'), [['A001', 'B001', null]])
    assert.deepEqual(await pairs(list, 'card'), [['A001', 'A002', null]])
  })

  test('a verdict stands beside the pair with its reason, and can be changed', async ({ assert }) => {
    const list = await doubled()
    await judge(list, { verdict: 'unclean' })
    assert.deepEqual(await pairs(list, 'family'), [['A001', 'A002', 'unclean']])
    await judge(list, { verdict: 'clean', one: 'A002', other: 'A001', version: 1 })
    assert.deepEqual(await pairs(list, 'family'), [['A001', 'A002', 'clean']])
  })

  test('of two who judge at once one decides, and the other is told what was decided, by whom and why', async ({ assert }) => {
    const list = await doubled()
    const both = await Promise.allSettled([
      judge(list, { verdict: 'clean', reason: 'Dua keluarga berbeda' }, 'Bu Ani'),
      judge(list, { verdict: 'inactive', kept: 'A001', reason: 'Satu keluarga saja' }, 'Pak Budi'),
    ])
    const late = both.find((one) => one.status === 'rejected') as PromiseRejectedResult
    assert.lengthOf(
      both.filter(({ status }) => status === 'fulfilled'),
      1,
    )
    assert.equal((late.reason as Refused).code, 'E_BSP_TWINS_JUDGED')
    assert.match(
      (late.reason as Refused).message,
      /diputuskan (clean oleh Bu Ani pada .+: "Dua keluarga berbeda"|non aktif oleh Pak Budi pada .+: "Satu keluarga saja")/,
    )
  })

  test('the page says which verdict it shows, and one sent from an older page is told what was decided since', async ({
    client,
    assert,
  }) => {
    const list = await doubled()
    const user = await supervisorOf(list.regency.code)
    const form = { kind: 'family', one: 'A001', other: 'A002', verdict: 'clean', reason: 'Dua keluarga berbeda', version: '0' }
    const send = () =>
      client.post('/bsp/data-ganda').header('referer', '/bsp/data-ganda').form(form).loginAs(user).withCsrfToken()
    ;(await send()).assertTextIncludes('Pasangan dinyatakan clean')
    ;(await send()).assertTextIncludes('Pasangan ini sudah diputuskan clean oleh')
    const page = await client.get('/bsp/data-ganda').loginAs(user)
    page.assertTextIncludes('1 pasangan, semuanya sudah diputuskan.')
    const pair = await client.get('/bsp/data-ganda/pasangan').qs({ jenis: 'family', satu: 'A001', lain: 'A002' }).loginAs(user)
    assert.match(pair.text(), /name="version" value="1"/)
    pair.assertTextIncludes('Dua keluarga berbeda')
  })

  test('a pair stands side by side: numbers, village, decision and the persons opposite each other', async ({
    client,
    assert,
  }) => {
    const list = await doubled()
    const user = await supervisorOf(list.regency.code)
    const page = await client.get('/bsp/data-ganda/pasangan').qs({ jenis: 'family', satu: 'A001', lain: 'A002' }).loginAs(user)
    page.assertStatus(200)
    const rows = [...page.text().matchAll(/<tr class="diff-(same|changed)">([\s\S]*?)<\/tr>/g)].map(([, change, row]) => {
      const [label, ...cells] = row!
        .replace(/<[^>]+>/g, ' ')
        .split(/\s{2,}/)
        .map((cell) => cell.trim())
        .filter((cell) => cell !== '' && cell !== 'berbeda')
      return [label, [change, ...cells]]
    })
    const [one, other] = list.docs.map(({ groups }) => groups.members!.find(({ pengurus }) => pengurus === 1)!)
    assert.containsSubset(Object.fromEntries(rows), {
      'ID KPM': ['changed', 'A001', 'A002'],
      'Hasil verval': ['same', 'Belum diverifikasi', 'Belum diverifikasi'],
      'Nomor KKS (II.2)': ['same', '6013000000009901', '6013000000009901'],
      'Nama (IV.1)': ['changed', 'ISTRI A001', 'ISTRI A002'],
      'NIK (IV.2)': ['changed', one!.nik, other!.nik],
      'Nomor KK (IV.3)': ['same', one!.no_kk, one!.no_kk],
    })
    page.assertTextIncludes('SUAMI A001')
    const none = await client.get('/bsp/data-ganda/pasangan').qs({ jenis: 'card', satu: 'A001', lain: 'B001' }).loginAs(user)
    none.assertStatus(404)
  })

  test('who is looked up by the number of a card is found in each family that holds it', async ({ assert }) => {
    const list = await doubled()
    const { hits } = await inScope(list.regency.code, (tx) => persons.byNumber(tx, list.regency.code, '6013 0000 0000 9901'))
    assert.deepEqual(
      hits.map(({ by, name }) => [by, name]).toSorted(),
      ['ISTRI A001', 'ISTRI A002', 'SUAMI A001', 'SUAMI A002'].map((name) => ['card', name]),
    )
  })

  test('many pairs come in pages, those nobody judged first, and all of them are the total', async ({ assert }) => {
    const regency = await regencyForTest()
    const docs = Array.from({ length: 4 }, (_, index) =>
      kpm(regency.villages[0]!, `A00${index + 1}`, { no_kks: '6013000000009902' }),
    )
    const list = { regency, place: await openRegister(regency.code, docs, 'bsp') } as TestList
    await judge(list, { kind: 'card' })
    const seen: string[] = []
    let after: string[] | null = null
    do {
      const { lines, total, unjudged, next } = await pageOf(list, 'card', after, 4)
      assert.deepEqual([total, unjudged], [6, 5])
      seen.push(...lines.map(({ one, other }) => `${one.key} ${other.key}`))
      after = next
    } while (after)
    assert.deepEqual(seen, ['A001 A003', 'A001 A004', 'A002 A003', 'A002 A004', 'A003 A004', 'A001 A002'])
  })

  test('a placeholder in the place of a number makes no doubles', async ({ assert }) => {
    const regency = await regencyForTest()
    const docs = ['A001', 'A002'].map((key) => kpm(regency.villages[0]!, key))
    for (const { groups } of docs) groups.members![0]!.nik = `${String(groups.members![0]!.nik).slice(0, 6)}0101800000`
    for (const { groups } of docs) groups.members![1]!.nik = '0'.repeat(16)
    const list = { regency, place: await openRegister(regency.code, docs, 'bsp') } as TestList
    assert.deepInclude(await pageOf(list, 'person'), { total: 0, lines: [], next: null })
  })

  test('inactive takes the other one off the list as a duplicate that names the one kept', async ({ assert }) => {
    const list = await doubled()
    await judge(list, { verdict: 'inactive', kept: 'A001' })
    const record = await inScope(list.regency.code, async (tx) => (await records.working(tx, list.place, ['A002'])).get('A002')!)
    assert.include(record, { outcome: 'duplicate', state: 'received', blocking: 0 })
    assert.equal(record.doc.values.kpm_kembaran, 'A001')
    assert.deepEqual(await pairs(list, 'family'), [], 'what leaves the list is no double')
  })

  test('a verdict needs a reason, one who stays, and a pair that is there', async ({ assert }) => {
    const list = await doubled()
    const codeOf = async (verdict: Partial<TwinVerdict>) => {
      try {
        await judge(list, verdict)
      } catch (error) {
        return error instanceof Refused ? error.code : String(error)
      }
      return null
    }
    assert.equal(await codeOf({ reason: '' }), 'E_BSP_REASON')
    assert.equal(await codeOf({ verdict: 'inactive', kept: 'B001' }), 'E_BSP_TWINS_KEPT')
    assert.equal(await codeOf({ other: 'B001' }), 'E_BSP_TWINS_UNKNOWN')
  })

  test('an account that two families share is a problem of each one touched, with its own words', async ({ client, assert }) => {
    const regency = await regencyForTest()
    const docs = ['A001', 'A002'].map((key) => kpm(regency.villages[0]!, key, { no_rekening: '7700009901' }))
    await openRegister(regency.code, [], 'bdt')
    const list = { regency, place: await openRegister(regency.code, docs, 'bsp') } as TestList
    await giveQuota(regency.code, 2)
    assert.deepEqual(await told(list), { standing: [], records: {} }, 'what nobody touched is inherited')
    await touch(list, 'A001')
    assert.deepEqual(await told(list), { standing: [], records: { A001: ['A002'] } })
    const user = await supervisorOf(regency.code)
    const page = await client.get('/bsp/kpm/A001').qs({ tab: 'masalah' }).loginAs(user)
    page.assertTextIncludes('Nomor rekening KPM ini juga tercatat pada KPM A002.')
    assert.notInclude(page.text(), '7700009901')
    await touch(list, 'A001', { no_rekening: '7700009902' })
    assert.deepEqual(await told(list), { standing: [], records: {} })
  })

  test('a card that two families share is a problem of each one touched, also beside one account, and told once', async ({
    client,
    assert,
  }) => {
    const list = await doubled()
    assert.deepEqual(await told(list), { standing: [], records: {} }, 'what nobody touched is inherited')
    await touch(list, 'A001', { no_rekening: '7700009901' })
    assert.deepEqual(await told(list), { standing: [], records: { A001: ['A002'] } })
    await touch(list, 'A002', { no_rekening: '7700009901' })
    assert.deepEqual(await told(list), { standing: [], records: { A001: ['A002', 'A002'], A002: ['A001', 'A001'] } })
    const user = await supervisorOf(list.regency.code)
    const page = await client.get('/bsp/kpm/A002').qs({ tab: 'masalah' }).loginAs(user)
    page.assertTextIncludes('Nomor KKS KPM ini juga tercatat pada KPM A001.')
    const { json } = await aceHere<{ problems: unknown[] }>(
      ...(['plugin:finalise', 'bsp', '--regency', list.regency.code, '--as', user.login, '--json'] as const),
    )
    assert.lengthOf(
      json.problems.filter((problem) => JSON.stringify(problem).includes('BSP-R25')),
      2,
    )
    await touch(list, 'A002', { no_kks: '6013000000009903' })
    const account = { standing: [], records: { A001: ['A002'], A002: ['A001'] } }
    assert.deepEqual(await told(list), account, 'another card, still the same account')
    await touch(list, 'A002', { no_rekening: '6013000000009901' })
    assert.deepEqual(await told(list), { standing: ['A001'], records: {} }, 'the card of one as the account of the other')
    assert.deepEqual(await pairs(list, 'card'), [['A001', 'A002', null]])
  })

  test('three families that name each other in a circle, or one that names nobody, stand against finalising', async ({
    assert,
  }) => {
    const regency = await regencyForTest()
    const village = regency.villages[0]!
    const keys = ['A001', 'A002', 'A003', 'A004', 'A005']
    await openRegister(regency.code, [], 'bdt')
    await openRegister(
      regency.code,
      keys.map((key) => kpm(village, key)),
      'bsp',
    )
    await giveQuota(regency.code, keys.length)
    const user = await supervisorOf(regency.code)
    const names = (key: string, other: string) =>
      acting({ regency }, async (tx, place) => {
        const doc = structuredClone((await records.base(tx, place, [key])).get(key)!)
        doc.values.kpm_kembaran = other
        const version = (await records.working(tx, place, [key])).get(key)?.version ?? 0
        await records.write(tx, place, { type: 'edit', id: 'uji' }, [
          { key, version, kind: 'repair', outcome: 'duplicate', state: 'accepted', doc },
        ])
      })
    const against = async () => {
      const { json } = await aceHere<{ problems?: { id: string; message: string }[] }>(
        ...(['plugin:finalise', 'bsp', '--regency', regency.code, '--as', user.login, '--json'] as const),
      )
      return json.problems?.map(({ id, message }) => `${id} ${message.match(/A00.*?(?= saling|, tetapi)/)}`) ?? []
    }
    for (const [key, other] of [
      ['A001', 'A002'],
      ['A002', 'A003'],
      ['A003', 'A001'],
      ['A004', 'A009'],
    ] as const) {
      await names(key, other)
    }
    assert.deepEqual(await against(), ['ganda:A001 A002, A003', 'ganda:A004 A009'])
    await names('A004', 'A005')
    await names('A003', 'A005')
    assert.deepEqual(await against(), [])
  })
})
