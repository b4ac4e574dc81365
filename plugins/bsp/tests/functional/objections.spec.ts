import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { addDays, formatDate, MINISTRY_ZONE, todayIn, zoneOfProvince } from '#core/domain'
import { query, records, type Refused } from '#core/plugin'
import { aceHere, clock, inScope, ministryStaff, openRegister, supervisorOf } from '#core/testing'
import { candidatesFor } from '../../services/candidates.js'
import { placeFacts } from '../../services/explain.js'
import { takeFamily } from '../../services/substitutes.js'
import { vacancyCounts } from '../../services/vacancies.js'
import { accept, acting, decideOutcome, kpm, testList, textOf, type TestList } from './support.js'

interface Told {
  id: string
  receipt: string
  state: string
  restoration: string | null
  error?: { code: string; message: string }
}

const TODAY = todayIn(MINISTRY_ZONE, clock.now())
const REASON = 'Kepala keluarga masih sakit dan tidak bekerja'

const counts = (list: TestList) => inScope(list.regency.code, (tx) => vacancyCounts(tx, list.place))
const refusalOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => (error as Refused).code)
const workingOf = (list: TestList, key: string) =>
  inScope(list.regency.code, async (tx) => (await records.working(tx, list.place, [key])).get(key))

async function substituteFor(list: TestList, key: string): Promise<string> {
  const [village] = list.regency.villages as [string]
  const [first] = await inScope(list.regency.code, (tx) => candidatesFor(tx, list.place, village, TODAY))
  return (await acting(list, (tx, place) => takeFamily(tx, place, key, first!.family.key))).key
}

test.group('Objections to a removal from the food-aid list', () => {
  test('registered on the page it holds the vacancy; granted before finalising it restores the family; the number shows only the state', async ({
    client,
    assert,
  }) => {
    const list = await testList()
    const { code } = list.regency
    const user = await supervisorOf(code)
    await decideOutcome(list, 'A001', 'well_off')
    assert.deepEqual(await counts(list), { all: 1, open: 1, held: 0 })

    const family = await inScope(code, async (tx) => (await records.base(tx, list.place, ['A001'])).get('A001')!)
    const { nik } = family.groups.members![0]!
    for (const [typed, address] of [
      [`'${String(nik)}`, /^\/sanggah\/baru\?nomor=[\w-]+$/],
      ["istri  a'001", /^\/sanggah\/baru\?cari=/],
    ] as const) {
      const sent = await client.post('/sanggah/cari').form({ cari: typed }).loginAs(user).withCsrfToken().redirects(0)
      assert.match(sent.header('location')!, address)
      const found = await client.get(sent.header('location')!).loginAs(user)
      assert.include(found.text(), 'kunci=A001&')
      assert.notInclude(found.text(), String(nik))
    }
    const asked = await client.get('/sanggah/baru').qs({ cari: nik }).loginAs(user).redirects(0)
    assert.notInclude(asked.header('location'), String(nik))

    const today = todayIn(zoneOfProvince(list.regency.province), clock.now())
    const form = {
      ...{ form_id: uuid(), modul: 'bsp', kunci: 'A001', periode: list.place.periodId, about: 'removal', objector: 'person' },
      ...{
        objector_name: 'UJI PENYANGGAH',
        objector_role: 'anak',
        phone: '(0293) 555.0101',
        objected_on: formatDate(addDays(today, -6)),
        reason: REASON,
      },
    }
    const send = (more: object = {}) =>
      client
        .post('/sanggah')
        .form({ ...form, ...more })
        .loginAs(user)
        .withCsrfToken()
        .redirects(0)
    const faulty = await send({ objected_on: '31-02-2026', reason: 'x' })
    faulty.assertStatus(302)
    const [first, again] = [await send(), await send()]
    assert.equal(first.header('location'), again.header('location'), 'the form sent twice is one objection')
    const address = String(first.header('location'))
    const page = await client.get(address).loginAs(user)
    const receipt = `SGH-${code.replace('.', '')}-${today.slice(0, 4)}-0001`
    assert.include(page.text(), receipt)
    assert.deepEqual(await counts(list), { all: 1, open: 0, held: 1 })
    assert.equal(await refusalOf(substituteFor(list, 'A001')), 'E_BSP_VACANCY_HELD')
    const held = await inScope(code, (tx) => placeFacts(tx, list.place, 'A001'))
    assert.include(held[0]?.value.id, 'ditahan')

    const open = await client.get(`/verifikasi/${receipt.toLowerCase()}`)
    open.assertStatus(200)
    assert.include(open.text(), 'Sedang diperiksa')
    for (const secret of ['A001', 'UJI PENYANGGAH', REASON]) assert.notInclude(open.text(), secret)
    for (const other of [await supervisorOf((await testList({ kpm: [1, 0] })).regency.code), await ministryStaff('auditor')])
      (await client.get(address).loginAs(other)).assertStatus(404)

    const by = ['--regency', code, '--as', user.login, '--json']
    const second = await aceHere<Told>(
      ...(['objection:register', 'bsp', 'A001', '--name', 'KEDUA', '--date', TODAY, '--reason', REASON, ...by] as const),
    )
    assert.equal(second.json.error?.code, 'E_OBJECTION_OPEN')
    const decide = [
      'objection:decide',
      receipt,
      '--take',
      'grant',
      '--reason',
      'Kunjungan ulang membenarkan sanggah',
      ...by,
    ] as const
    const granted = await aceHere<Told>(...decide)
    assert.deepInclude(granted.json, { state: 'granted', restoration: 'done' })
    assert.equal((await workingOf(list, 'A001'))?.state, 'rejected')
    assert.deepEqual(await counts(list), { all: 0, open: 0, held: 0 })
    assert.equal((await aceHere<Told>(...decide)).json.error?.code, 'E_OBJECTION_CLOSED')
    assert.include((await client.get(`/verifikasi/${receipt}`)).text(), 'Dikabulkan')
    for (const paper of ['tanda-terima.pdf', 'jawaban.pdf'])
      assert.equal((await client.get(`${address}/${paper}`).loginAs(user)).header('content-type'), 'application/pdf')
    const answer = await textOf((await client.get(`${address}/jawaban.pdf`).loginAs(user)).body())
    assert.include(answer, 'Kepada Yth. UJI PENYANGGAH di tempat ')
    assert.include(answer, 'UJI PENYANGGAH, anak ')

    await decideOutcome(list, 'A002', 'not_found')
    const next = await aceHere<Told>(
      ...([
        'objection:register',
        'bsp',
        'A002',
        '--name',
        'DESA UJI',
        '--objector',
        'village',
        '--date',
        TODAY,
        '--reason',
        REASON,
        ...by,
      ] as const),
    )
    assert.equal(next.json.receipt, receipt.replace(/1$/, '2'), 'a refused one takes no number')
    assert.include((await client.get('/sanggah').loginAs(user)).text(), next.json.receipt)
    assert.include((await client.get('/beranda').loginAs(user)).text(), 'sanggah menunggu keputusan')
  })

  test('a substitute chosen before is not accepted while it is open; dismissed it is', async ({ assert }) => {
    const list = await testList()
    const by = ['--regency', list.regency.code, '--json']
    await decideOutcome(list, 'A001', 'moved_out')
    const substitute = await substituteFor(list, 'A001')
    const { json } = await aceHere<Told>(
      ...(['objection:register', 'bsp', 'A001', '--name', 'UJI PENYANGGAH', '--date', TODAY, '--reason', REASON, ...by] as const),
    )
    assert.equal(await refusalOf(accept(list, substitute)), 'E_BSP_VACANCY_HELD')
    await aceHere('objection:decide', json.receipt, '--take', 'dismiss', '--reason', 'Keluarga sudah pindah menurut desa', ...by)
    assert.equal(await accept(list, substitute), 1)
    assert.equal((await workingOf(list, 'A001'))?.state, 'accepted')
  })

  test('granted after finalising the family waits, and is proposed as it stood once the next period is open', async ({
    assert,
  }) => {
    const list = await testList()
    const { code, villages } = list.regency
    const by = ['--regency', code, '--json']
    await decideOutcome(list, 'A001', 'well_off')
    await inScope(code, (tx) =>
      query(tx, `update finalisations set state = 'accepted' where period_id = ? and regency_code = ?`, [
        list.place.periodId,
        code,
      ]),
    )
    const { json } = await aceHere<Told>(
      ...(['objection:register', 'bsp', 'A001', '--name', 'UJI PENYANGGAH', '--date', TODAY, '--reason', REASON, ...by] as const),
    )
    const granted = await aceHere<Told>(
      'objection:decide',
      json.receipt,
      '--take',
      'grant',
      '--reason',
      'Sanggah terbukti benar',
      ...by,
    )
    assert.deepInclude(granted.json, { state: 'granted', restoration: 'waiting' })
    assert.equal((await aceHere<Told>('objection:restore', json.receipt, ...by)).json.error?.code, 'E_OBJECTION_RESTORE')

    const next = await openRegister(code, [kpm(villages[0]!, 'C001')], 'bsp')
    assert.deepInclude((await aceHere<Told>('objection:restore', json.receipt, ...by)).json, { restoration: 'done' })
    const back = await inScope(code, async (tx) => (await records.working(tx, next, ['A001'])).get('A001'))
    assert.deepInclude(back, { kind: 'new', outcome: 'new', state: 'received' })
    assert.equal(back?.doc.values.nama_pengurus, 'ISTRI A001')
  })
})
