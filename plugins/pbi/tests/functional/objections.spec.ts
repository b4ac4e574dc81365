import { test } from '@japa/runner'
import { query, records, type Refused } from '#core/plugin'
import { aceHere, inScope, openRegister, supervisorOf } from '#core/testing'
import { tieFacts } from '../../services/explain.js'
import { pair } from '../../services/pairing.js'
import { pairCounts, pairsOf } from '../../services/pairs.js'
import { balanceOf } from '../../services/quota.js'
import { standing } from '../../services/standing.js'
import { accept, acting, bring, daysAgo, decideOutcome, participant, proposal, testList, type TestList } from './support.js'

interface Restored {
  restoration: string
  error?: { code: string }
}

const REASON = 'Peserta masih bekerja serabutan dan belum mempunyai penanggung'

const counts = (list: TestList) => inScope(list.regency.code, (tx) => pairCounts(tx, list.place))
const refusalOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => (error as Refused).code)

async function objection(list: TestList, key: string): Promise<string> {
  const by = ['--regency', list.regency.code, '--json']
  const given = ['--name', 'UJI PENYANGGAH', '--date', daysAgo(5), '--reason', REASON]
  return (await aceHere<{ receipt: string }>('objection:register', 'pbi', key, ...given, ...by)).json.receipt
}

function answer(list: TestList, receipt: string, take: 'grant' | 'dismiss') {
  const by = ['--regency', list.regency.code, '--json']
  return aceHere<{ state: string; restoration: string }>(
    'objection:decide',
    receipt,
    '--take',
    take,
    '--reason',
    'Diperiksa kembali oleh petugas dinas',
    ...by,
  )
}

test.group('Objections to a removal from the premium list', () => {
  test('an open objection holds the place of who is replaced, on every page; granted he is back, and nobody was lost or counted twice', async ({
    client,
    assert,
  }) => {
    const list = await testList()
    const { code, villages } = list.regency
    await bring(list, 'substitute', [proposal(villages[0]!, 'S1', {})])
    await decideOutcome(list, 'A001', 'replaced', { alasan_keluar: 3 })
    assert.deepEqual(await counts(list), { all: 1, open: 1, held: 0 })
    const receipt = await objection(list, 'A001')
    assert.deepEqual(await counts(list), { all: 1, open: 0, held: 1 })
    for (const [show, keys] of [
      ['open', []],
      ['held', ['A001']],
      ['all', ['A001']],
    ] as const) {
      const { rows } = await inScope(code, (tx) => pairsOf(tx, list.place, { show, size: 10, after: null }))
      assert.deepEqual(
        rows.map(({ key }) => key),
        keys,
        show,
      )
    }
    assert.equal(await refusalOf(acting(list, (tx, place) => pair(tx, place, 'A001', 'S1'))), 'E_PBI_PAIR_HELD')
    const user = await supervisorOf(code)
    const page = await client.get('/pbi/penggantian/A001').loginAs(user)
    assert.include(page.text(), 'Tempatnya ditahan sampai sanggahnya diputuskan')
    assert.notInclude(page.text(), 'Pilih</button>')
    const [fact] = await inScope(code, (tx) => tieFacts(tx, list.place, 'A001'))
    assert.equal(fact?.value.id, 'ditahan karena ada sanggah')
    const [blocker] = await inScope(code, async (tx) => (await standing(tx, list.place, 10)).list)
    assert.deepEqual(blocker?.message, { key: 'pbi.standing.held' })
    assert.equal(blocker?.href, '/pbi/penggantian/A001')
    assert.match(
      page.text(),
      new RegExp(`href="/sanggah/[0-9a-f-]{36}">\\s*Sanggah ${receipt}`),
      'the page leads to the objection',
    )

    await answer(list, receipt, 'grant')
    assert.deepEqual(await counts(list), { all: 0, open: 0, held: 0 })
    const back = await inScope(code, async (tx) => (await records.working(tx, list.place, ['A001'])).get('A001'))
    assert.equal(back?.state, 'rejected')
    assert.deepInclude(await inScope(code, (tx) => balanceOf(tx, list.place)), { edition: 5, out: 0, in: 0, held: 0 })
  })

  test('a place that came free is given to nobody while the objection is open, and to the next once it is dismissed', async ({
    assert,
  }) => {
    const list = await testList({ quota: 5 })
    await bring(list, 'new', [proposal(list.regency.villages[0]!, 'N1', { alasan_masuk: 7 })])
    await decideOutcome(list, 'A001', 'removed', { alasan_keluar: 3 })
    const receipt = await objection(list, 'A001')
    const { quota, held } = await inScope(list.regency.code, (tx) => balanceOf(tx, list.place))
    assert.deepEqual([quota.free, held], [1, 1])
    assert.equal(await refusalOf(accept(list, 'N1')), 'E_PBI_QUOTA_HELD')
    await answer(list, receipt, 'dismiss')
    assert.equal(await accept(list, 'N1'), 1)
  })

  test('granted after finalising he waits, and is proposed as he stood once the next period is open', async ({ assert }) => {
    const list = await testList()
    const { code, villages } = list.regency
    await decideOutcome(list, 'A001', 'removed', { alasan_keluar: 3 })
    await inScope(code, (tx) =>
      query(tx, `update finalisations set state = 'accepted' where period_id = ? and regency_code = ?`, [
        list.place.periodId,
        code,
      ]),
    )
    const receipt = await objection(list, 'A001')
    assert.deepInclude((await answer(list, receipt, 'grant')).json, { state: 'granted', restoration: 'waiting' })
    const restore = async () => (await aceHere<Restored>('objection:restore', receipt, '--regency', code, '--json')).json
    assert.equal((await restore()).error?.code, 'E_OBJECTION_RESTORE')

    const next = await openRegister(code, [participant(villages[0]!, 'C001')], 'pbi')
    assert.deepInclude(await restore(), { restoration: 'done' })
    const back = await inScope(code, async (tx) => (await records.working(tx, next, ['A001'])).get('A001'))
    assert.deepInclude(back, { kind: 'new', outcome: 'new', state: 'received' })
    const before = list.docs.get('A001')!
    assert.deepInclude(back!.doc.groups.persons![0], { nik: before.groups.persons![0]!.nik, nama: 'PESERTA A001' })
    assert.equal(back!.doc.values.no_bpjs, before.values.no_bpjs)
  })
})
