import { test } from '@japa/runner'
import { inScope } from '#core/testing'
import { query } from '#core/plugin'
import gate from '../../gate.js'
import { draftOf } from '../../services/drafts.js'
import { decideRound, takeRound } from '../../services/review.js'
import { situationOf } from '../../services/situation.js'
import { revokeApproval, withdrawRound } from '../../services/take_back.js'
import { as, cast, day, decide, newest, sendRequest } from './support.js'

const REASON = 'Halaman terakhir tertinggal saat dipindai.'
const heard = (regency: string, kinds: string[]) =>
  inScope(regency, (tx) =>
    query<{ kind: string; role: string }>(
      tx,
      'select kind, role from notifications where regency_code = ? and kind = any (?) order by kind',
      [regency, kinds],
    ),
  )
const logged = (regency: string, action: string) =>
  inScope(regency, (tx) =>
    query(tx, 'select user_name as by, data from activities where regency_code = ? and action = ?', [regency, action]),
  )

test.group('What is taken back', () => {
  test('a supervisor takes a waiting request back with a reason, corrects it and sends it again', async ({ client, assert }) => {
    const { regency, supervisor, reviewer } = await cast()
    const { code } = regency
    const { id, facts, documents } = await sendRequest(supervisor, code)
    await as(reviewer, code, (tx) => takeRound(tx, id))
    const send = (reason: string) =>
      client.post(`/mou/tarik/${id}`).loginAs(supervisor).withCsrfToken().header('referer', '/mou').form({ reason })
    const refused = (await send('salah')).text() ?? ''
    assert.include(refused, 'Tulis alasannya, paling sedikit 10 karakter')
    assert.include(refused, 'salah</textarea>')
    assert.equal((await newest(code))?.state, 'waiting')

    const page = (await send(`  ${REASON}  `)).text() ?? ''
    assert.include(page, 'Permohonan putaran 1 ditarik kembali')
    assert.include(page, `Ditarik kembali oleh ${supervisor.name}`)
    assert.include(page, REASON)
    assert.containsSubset(await newest(code), { state: 'withdrawn', endReason: REASON, endedBy: supervisor.name, takenBy: null })
    const draft = await inScope(code, (tx) => draftOf(tx, code))
    assert.deepEqual([draft.facts, draft.documents], [facts, documents])
    assert.deepEqual(await logged(code, 'mou.withdrawn'), [{ by: supervisor.name, data: { round: 1 } }])
    assert.deepEqual(await heard(code, ['mou.withdrawn', 'mou.desk_withdrawn']), [
      { kind: 'mou.desk_withdrawn', role: 'pfm_reviewer' },
      { kind: 'mou.withdrawn', role: 'supervisor_regency' },
    ])
    const late = as(reviewer, code, (tx) => decideRound(tx, id, { take: 'return', checklist: [], notes: {} }))
    await assert.rejects(() => late, /sudah ditarik kembali oleh wilayahnya/)
    await assert.rejects(() => as(supervisor, code, (tx) => withdrawRound(tx, id, REASON)), /tidak lagi menunggu/)
    assert.containsSubset(await sendRequest(supervisor, code, { number: '99/NK' }), { round: 2, state: 'waiting' })
  })

  test('a request of another regency cannot be taken back', async ({ client, assert }) => {
    const [own, other] = [await cast(), await cast()]
    const { id } = await sendRequest(other.supervisor, other.regency.code)
    const asked = client.post(`/mou/tarik/${id}`).loginAs(own.supervisor).withCsrfToken().form({ reason: REASON }).redirects(0)
    ;(await asked).assertStatus(404)
    assert.equal((await newest(other.regency.code))?.state, 'waiting')
  })

  test('a wrong approval is taken away with a reason: no data from then on, not under the earlier agreement either', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor, reviewer } = await cast()
    const { code } = regency
    const first = await sendRequest(supervisor, code, { valid_until: day(300) })
    await decide(reviewer, first, 'approve')
    const second = await sendRequest(supervisor, code, { valid_until: day(600) })
    const revoke = (id: string) =>
      client.post(`/mou/meja/periksa/${id}/batalkan`).loginAs(reviewer).withCsrfToken().form({ reason: REASON })
    await assert.rejects(() => as(reviewer, code, (tx) => revokeApproval(tx, second.id, REASON)), /tidak sedang berlaku/)
    await decide(reviewer, second, 'approve')
    await assert.rejects(() => as(reviewer, code, (tx) => revokeApproval(tx, first.id, REASON)), /tidak sedang berlaku/)
    assert.deepEqual(await inScope(code, (tx) => gate(tx, code)), { allowed: true, until: day(600) })

    const page = (await revoke(second.id)).text() ?? ''
    assert.include(page, `Persetujuan ${regency.name} dibatalkan`)
    assert.containsSubset(await newest(code), { state: 'revoked', decidedBy: reviewer.name, endReason: REASON })
    const refused = await inScope(code, (tx) => gate(tx, code))
    assert.isFalse(refused.allowed)
    if (!refused.allowed) assert.include(refused.reason.id, 'perlu diperbaiki')
    assert.containsSubset(await inScope(code, (tx) => situationOf(tx, code)), { state: 'returned', until: null })
    assert.deepEqual(await logged(code, 'mou.revoked'), [{ by: reviewer.name, data: { round: 2 } }])
    assert.deepEqual(await heard(code, ['mou.revoked', 'mou.desk_revoked']), [
      { kind: 'mou.desk_revoked', role: 'pfm_reviewer' },
      { kind: 'mou.revoked', role: 'supervisor_regency' },
    ])
    const own = (await client.get('/mou').loginAs(supervisor)).text() ?? ''
    assert.include(own, `Persetujuan dibatalkan oleh ${reviewer.name}`)
    await decide(reviewer, await sendRequest(supervisor, code), 'approve')
    assert.deepEqual(await inScope(code, (tx) => gate(tx, code)), { allowed: true, until: day(400) })
  })
})
