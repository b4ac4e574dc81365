import { test } from '@japa/runner'
import { records } from '#core/plugin'
import { aceHere, inScope, supervisorOf } from '#core/testing'
import { pair, unpair } from '../../services/pairing.js'
import { looseSubstitutes, pairCounts, pairsOf } from '../../services/pairs.js'
import { balanceOf } from '../../services/quota.js'
import { standing } from '../../services/standing.js'
import { accept, acting, bring, decideOutcome, giveQuota, proposal, testList, type TestList } from './support.js'

const sheet = (list: TestList) =>
  inScope(list.regency.code, async (tx) => {
    const { quota, edition, out, in: into } = await balanceOf(tx, list.place)
    return { edition, out, in: into, used: quota.used, free: quota.free, excess: quota.excess }
  })
const blockers = (list: TestList) => inScope(list.regency.code, async (tx) => (await standing(tx, list.place, 50)).list)

test.group('Balance of the premium list (S15)', () => {
  test('out and in balance inside the quota; the batch that does not fit is refused whole, one that is put back never is', async ({
    assert,
  }) => {
    const list = await testList({ quota: 5 })
    const [a] = list.regency.villages as [string]
    const added = ['N1', 'N2', 'N3'].map((key) => proposal(a, key, { alasan_masuk: 7 }))
    await bring(list, 'new', added)
    await assert.rejects(() => accept(list, 'N1'), 'Kuota penuh (5/5). Tidak ada usulan masuk yang diterima.')
    await decideOutcome(list, 'A001', 'removed', { alasan_keluar: 1 })
    await decideOutcome(list, 'A002', 'removed', { alasan_keluar: 6 })
    assert.deepEqual(await sheet(list), { edition: 5, out: 2, in: 0, used: 3, free: 2, excess: 0 })
    await assert.rejects(
      () => accept(list, 'N1', 'N2', 'N3'),
      'Usulan masuk yang dipilih butuh 3, sisa 2. Tidak ada yang diterima.',
    )
    assert.deepEqual(
      await sheet(list),
      { edition: 5, out: 2, in: 0, used: 3, free: 2, excess: 0 },
      'a refused batch changes nothing',
    )
    assert.equal(await accept(list, 'N1', 'N2'), 2)
    assert.deepEqual(await sheet(list), { edition: 5, out: 2, in: 2, used: 5, free: 0, excess: 0 })
    assert.deepEqual(await blockers(list), [])
    await decideOutcome(list, 'A001', 'unchanged')
    assert.deepEqual(await sheet(list), { edition: 5, out: 1, in: 2, used: 6, free: 0, excess: 1 })
    const [whole] = await blockers(list)
    assert.deepEqual(whole!.message.params, { edition: 5, out: 1, in: 2, used: 6, limit: 5, excess: 1 })
  })

  test('a quota lowered below what is used is shown as excess with the villages and removes nobody; without one nobody comes in', async ({
    assert,
    client,
  }) => {
    const list = await testList({ quota: null })
    await bring(list, 'reactivated', [proposal(list.regency.villages[0]!, 'R1', { no_bpjs: '0007000099901', alasan_masuk: 2 })])
    await assert.rejects(() => accept(list, 'R1'), /belum dimuat oleh Kementerian/)
    await giveQuota(list.regency.code, 6)
    await accept(list, 'R1')
    await giveQuota(list.regency.code, 4)
    assert.deepEqual(await sheet(list), { edition: 5, out: 0, in: 1, used: 6, free: 0, excess: 2 })
    const [a, b] = list.regency.villages as [string, string]
    const shares = async () => (await blockers(list))[0]!.villages!.map(({ village, figures, href }) => [village, figures, href])
    const grew = [
      a,
      { edition: 3, out: 0, in: 1, used: 4, difference: 1 },
      `/pbi/usulan-masuk?kecamatan=${a.slice(0, 8)}&desa=${a}&status=accepted`,
    ]
    const stayed = [
      b,
      { edition: 2, out: 0, in: 0, used: 2, difference: 0 },
      `/pbi/daftar-peserta?kecamatan=${b.slice(0, 8)}&desa=${b}`,
    ]
    assert.deepEqual(await shares(), [grew, stayed], 'what came in does not account for the whole excess')
    await giveQuota(list.regency.code, 5)
    assert.deepEqual(await shares(), [grew])
    const user = await supervisorOf(list.regency.code)
    const page = await client.get('/pbi/finalisasi').loginAs(user)
    page.assertTextIncludes('data dasar 3, keluar 0, masuk 1, hasil 4 (selisih 1)')
    const refused = await aceHere('plugin:finalise', 'pbi', '--regency', list.regency.code, '--as', user.login, '--json')
    assert.containsSubset(refused.json, { problems: [{ id: 'kuota', villages: [{ village: a, figures: { in: 1, used: 4 } }] }] })
  })

  test('one place left and two supervisors: exactly one gets it, twenty times over', async ({ assert }) => {
    const list = await testList({ quota: 6 })
    const [a] = list.regency.villages as [string]
    const keys = Array.from({ length: 20 }, (_, round) => [`X${round}`, `Y${round}`] as const)
    await bring(
      list,
      'new',
      keys.flat().map((key) => proposal(a, key, { alasan_masuk: 7 })),
    )
    for (const both of keys) {
      const came = await Promise.allSettled(both.map((key) => accept(list, key)))
      assert.lengthOf(
        came.filter(({ status }) => status === 'fulfilled'),
        1,
      )
      const refused = came.find((one) => one.status === 'rejected') as PromiseRejectedResult
      assert.equal((refused.reason as Error).message, 'Kuota penuh (6/6). Tidak ada usulan masuk yang diterima.')
      assert.include(await sheet(list), { used: 6 })
      const winner = both[came.findIndex(({ status }) => status === 'fulfilled')]!
      await acting(list, (tx, place) => records.decide(tx, place, [winner], { take: 'withdraw', reason: 'Ronde uji berikutnya' }))
    }
  })
})

test.group('Replacements of the premium list', () => {
  test('a substitute comes in for exactly one participant, who must have been accepted to go out', async ({ assert }) => {
    const list = await testList()
    const [a, b] = list.regency.villages as [string, string]
    await bring(list, 'substitute', [
      proposal(a, 'S1', {}),
      proposal(b, 'S2', {}),
      proposal(b, 'S3', { peserta_diganti: 'A001' }),
    ])
    await assert.rejects(() => accept(list, 'S1'), /1 pengganti belum dipasangkan/)
    await decideOutcome(list, 'A001', 'replaced', { alasan_keluar: 3 }, 'received')
    await assert.rejects(() => accept(list, 'S3'), /belum diterima sebagai Usul ganti/)
    const counted = () => inScope(list.regency.code, (tx) => pairCounts(tx, list.place))
    assert.deepEqual(await counted(), { all: 1, open: 0, held: 0 }, 'the file named whom it replaces')
    await accept(list, 'A001')
    await accept(list, 'S3')
    assert.deepEqual(await blockers(list), [])

    await decideOutcome(list, 'A002', 'replaced', { alasan_keluar: 1 })
    const [waiting] = await blockers(list)
    assert.equal(waiting!.message.key, 'pbi.standing.replaced')
    assert.equal(waiting!.href, '/pbi/penggantian/A002', 'where a substitute is chosen for this one')
    const both = await Promise.allSettled(
      ['Bu Ani', 'Pak Budi'].map((by, at) => acting(list, (tx, place) => pair(tx, place, 'A002', `S${at + 1}`), by)),
    )
    assert.lengthOf(
      both.filter(({ status }) => status === 'fulfilled'),
      1,
    )
    const late = both.find((one) => one.status === 'rejected') as PromiseRejectedResult
    assert.match(
      (late.reason as Error).message,
      /^Peserta ini sudah dipasangkan oleh (Bu Ani|Pak Budi) pada .+\. Pilih peserta lain\.$/,
    )
    const shown = await inScope(list.regency.code, (tx) => pairsOf(tx, list.place, { show: 'paired', size: 10, after: null }))
    assert.deepEqual(
      shown.rows.map(({ key, substitute }) => [key, substitute?.state]),
      [
        ['A001', 'accepted'],
        ['A002', 'received'],
      ],
    )
    const chosen = shown.rows[1]!.substitute!.key
    await accept(list, chosen)
    assert.deepEqual(await sheet(list), { edition: 5, out: 2, in: 2, used: 5, free: 0, excess: 0 })
    await acting(list, (tx, place) => unpair(tx, place, 'A002', 'Salah memilih orang'))
    assert.deepEqual(await counted(), { all: 2, open: 1, held: 0 })
    const loose = await inScope(list.regency.code, (tx) => looseSubstitutes(tx, list.place))
    assert.sameMembers(
      loose.map(({ key }) => key),
      ['S1', 'S2'],
    )
  })

  test('accepting all that is clean in a village leaves a substitute for later until somebody goes out', async ({ assert }) => {
    const list = await testList()
    const { login } = await supervisorOf(list.regency.code)
    const village = list.regency.villages[0]!
    await bring(list, 'substitute', [proposal(village, 'S1', { peserta_diganti: 'A001' }), proposal(village, 'S2', {})])
    await decideOutcome(list, 'A001', 'replaced', { alasan_keluar: 3 }, 'received')
    const clean = () => aceHere('update:accept', '--clean', '--module', 'pbi', '--village', village, '--as', login, '--json')
    assert.containsSubset((await clean()).json, { accepted: 1 })
    assert.deepEqual(await sheet(list), { edition: 5, out: 1, in: 0, used: 4, free: 1, excess: 0 })
    assert.containsSubset((await clean()).json, { accepted: 1 })
    assert.deepEqual(await sheet(list), { edition: 5, out: 1, in: 1, used: 5, free: 0, excess: 0 })
    assert.containsSubset((await clean()).json, { accepted: 0 }, 'S2 names nobody')
  })

  test('two who name the same participant: one is accepted, the other is told, and putting the participant back stands against finalising', async ({
    assert,
  }) => {
    const list = await testList({ quota: 9 })
    const [a] = list.regency.villages as [string]
    await bring(list, 'substitute', [
      proposal(a, 'S1', { peserta_diganti: 'A001' }),
      proposal(a, 'S2', { peserta_diganti: 'A001' }),
    ])
    await decideOutcome(list, 'A001', 'replaced', { alasan_keluar: 4 })
    await accept(list, 'S1')
    await assert.rejects(() => accept(list, 'S2'), /sudah mempunyai pengganti lain yang diterima/)
    await decideOutcome(list, 'A001', 'unchanged')
    const messages = (await blockers(list)).map(({ message }) => message)
    assert.lengthOf(messages, 1)
    assert.equal(messages[0]!.key, 'pbi.standing.substitute')
  })
})
