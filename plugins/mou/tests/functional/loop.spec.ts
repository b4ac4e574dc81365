import { test } from '@japa/runner'
import { inScope } from '#core/testing'
import { query } from '#core/plugin'
import gate from '../../gate.js'
import tasks from '../../tasks.js'
import { noteText } from '../../checklist.js'
import { as, cast, decide, newest, note, sendRequest } from './support.js'

const answer = (regency: string) => inScope(regency, (tx) => gate(tx, regency))
const heard = (regency: string) =>
  inScope(regency, (tx) =>
    query<{ kind: string; role: string }>(
      tx,
      'select kind, role from notifications where regency_code = ? order by created_at, id',
      [regency],
    ),
  )
const supervisorTasks = (regency: string) => inScope(regency, (tx) => tasks({ tx, regency, can: (right) => right === 'submit' }))

test.group('From request to approval', () => {
  test('a regency without an approved MoU gets no data; returned once and then approved, it does', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    assert.containsSubset(await answer(code), { allowed: false, href: '/mou' })
    assert.equal((await supervisorTasks(code))[0]?.label.id, 'Surat Permohonan Data dan MoU belum diunggah')

    const first = await sendRequest(supervisor, code)
    assert.containsSubset(first, { round: 1, state: 'waiting', submittedBy: supervisor.name })
    assert.containsSubset(await answer(code), { allowed: false })
    assert.deepEqual(await supervisorTasks(code), [])

    await decide(reviewer, first, 'return', note('Tanda tangan tidak terbaca.'))
    const returned = (await newest(code))!
    assert.equal(returned.state, 'returned')
    assert.equal(
      noteText(returned.notes.request, 'id'),
      'Surat belum ditandatangani atau belum dicap. Tanda tangan tidak terbaca.',
    )
    assert.equal(noteText(returned.notes.agreement, 'id'), 'Tanda tangan tidak terbaca.')
    assert.equal((await supervisorTasks(code))[0]?.tone, 'bad')

    const second = await sendRequest(supervisor, code, { number: '13/NK/DINSOS' })
    assert.equal(second.round, 2)
    await decide(reviewer, second, 'approve')
    const approved = await newest(code)
    assert.containsSubset(approved, { round: 2, state: 'approved', decidedBy: reviewer.name })
    assert.deepEqual(await answer(code), { allowed: true, until: second.validUntil })
    assert.deepEqual(await heard(code), [
      { kind: 'mou.waiting', role: 'pfm_reviewer' },
      { kind: 'mou.sent', role: 'supervisor_regency' },
      { kind: 'mou.returned', role: 'supervisor_regency' },
      { kind: 'mou.desk_returned', role: 'pfm_reviewer' },
      { kind: 'mou.waiting', role: 'pfm_reviewer' },
      { kind: 'mou.sent', role: 'supervisor_regency' },
      { kind: 'mou.approved', role: 'supervisor_regency' },
      { kind: 'mou.desk_approved', role: 'pfm_reviewer' },
    ])
  })

  test('what is written into the audit trail names no person of the papers', async ({ assert }) => {
    const { regency, supervisor, reviewer } = await cast()
    await decide(reviewer, await sendRequest(supervisor, regency.code), 'approve')
    const rows = await as(supervisor, regency.code, (tx) =>
      query<{ action: string; data: Record<string, unknown> }>(
        tx,
        `select action, data from activities where regency_code = ? and action like 'mou.%' order by at, id`,
        [regency.code],
      ),
    )
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['mou.request_uploaded', 'mou.agreement_uploaded', 'mou.sent', 'mou.taken', 'mou.approved'],
    )
    assert.notMatch(JSON.stringify(rows.map(({ data }) => data)), /Contoh|NK\/DINSOS|Pemerintah/)
  })

  test('every notice stands as a sentence with its region on the page of who is told, in both languages', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor, reviewer } = await cast()
    await decide(reviewer, await sendRequest(supervisor, regency.code), 'return', note('Cap kabur.'))
    const own = (await client.get('/notifikasi').loginAs(supervisor)).text() ?? ''
    assert.include(own, 'putaran 1 terkirim dan menunggu pemeriksaan DitJen PFM')
    assert.include(own, 'putaran 1 perlu diperbaiki')
    const theirs = (await client.get('/notifikasi').loginAs(reviewer)).text() ?? ''
    assert.include(theirs, `${regency.name}: Surat Permohonan Data dan MoU putaran 1 menunggu pemeriksaan.`)
    const english = (await client.get('/notifikasi').loginAs(supervisor).withSession({ locale: 'en' })).text() ?? ''
    assert.include(english, 'Request letter or MoU of round 1 must be put right.')
  })
})
