import { test } from '@japa/runner'
import { clock, inScope, ministryStaff } from '#core/testing'
import { query } from '#core/plugin'
import { formatDate } from '#core/domain'
import { CHECKLIST } from '../../checklist.js'
import { decideRound, releaseRound, takeNext, takeRound } from '../../services/review.js'
import { as, cast, day, newest, note, sendRequest } from './support.js'

const HELD_MINUTES = 30
const everywhere = async (regencies: string[]) => new Set(regencies)
const all = CHECKLIST.map(({ id }) => id)

test.group('The desk of the reviewers', (group) => {
  group.each.teardown(() => clock.restore())

  test('what one has taken another can neither take nor decide for 30 minutes, and then he can', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const other = await ministryStaff('pfm_reviewer')
    const { id } = await sendRequest(supervisor, code)
    const approve = { take: 'approve', checklist: all, notes: {} } as const
    await assert.rejects(() => as(other, code, (tx) => decideRound(tx, id, approve)), /Ambil dahulu permohonan ini/)
    await as(reviewer, code, (tx) => takeRound(tx, id))
    const held = new RegExp(`sedang diperiksa ${reviewer.name}`)
    await assert.rejects(() => as(other, code, (tx) => takeRound(tx, id)), held)
    await assert.rejects(() => as(other, code, (tx) => decideRound(tx, id, approve)), held)
    assert.isNull(await as(other, code, (tx) => takeNext(tx, everywhere)))
    clock.shift(HELD_MINUTES * 60_000 + 1000)
    assert.equal((await as(other, code, (tx) => takeNext(tx, everywhere)))?.id, id)
    await assert.rejects(() => as(reviewer, code, (tx) => decideRound(tx, id, approve)), new RegExp(other.name))
    await as(other, code, (tx) => decideRound(tx, id, approve))
    await assert.rejects(() => as(other, code, (tx) => decideRound(tx, id, approve)), /sudah diputuskan/)
    assert.equal((await newest(code))?.decidedBy, other.name)
  })

  test('who gives it back frees it at once; what another holds he cannot free', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const other = await ministryStaff('pfm_reviewer')
    const { id } = await sendRequest(supervisor, code)
    await as(reviewer, code, (tx) => takeRound(tx, id))
    await as(other, code, (tx) => releaseRound(tx, id))
    assert.equal((await newest(code))?.takenByName, reviewer.name)
    await as(reviewer, code, (tx) => releaseRound(tx, id))
    const released = await inScope(code, (tx) =>
      query(tx, `select user_name as by, data from activities where regency_code = ? and action = 'mou.released'`, [code]),
    )
    assert.deepEqual(released, [{ by: reviewer.name, data: { round: 1 } }])
    assert.equal((await as(other, code, (tx) => takeRound(tx, id)))?.id, id)
  })

  test('who is at work when his half hour ends loses nothing, and his work prolongs it', async ({ client, assert }) => {
    const { regency, supervisor, reviewer } = await cast()
    const other = await ministryStaff('pfm_reviewer')
    const { id } = await sendRequest(supervisor, regency.code)
    const page = `/mou/meja/periksa/${id}`
    await as(reviewer, regency.code, (tx) => takeRound(tx, id))
    clock.shift(HELD_MINUTES * 60_000 + 60_000)
    const lapsed = (await client.get(page).loginAs(reviewer)).text() ?? ''
    assert.include(lapsed, 'Waktu 30 menit sudah lewat')
    assert.include(lapsed, 'value="approve"')
    const decision = {
      take: 'approve',
      check: all.slice(1),
      standard_request: ['unsigned_request'],
      note_agreement: 'Cap kabur.',
    }
    const send = () => client.post(`${page}/putuskan`).loginAs(reviewer).withCsrfToken().header('referer', page).form(decision)
    const refused = (await send()).text() ?? ''
    assert.include(refused, '1 butir daftar periksa belum dicentang')
    assert.include(refused, 'Cap kabur.</textarea>')
    assert.lengthOf(refused.match(/<input class="form-check-input"[^>]* checked/g) ?? [], all.length)
    assert.isNull(await as(other, regency.code, (tx) => takeNext(tx, everywhere)), 'it is his for another half hour')

    clock.shift(2 * HELD_MINUTES * 60_000 + 120_000)
    await as(other, regency.code, (tx) => takeRound(tx, id))
    const late = (await send()).text() ?? ''
    assert.include(late, `sedang diperiksa ${other.name}`)
    assert.include(late, 'Tulisan Anda yang belum tersimpan')
    assert.include(late, 'Surat belum ditandatangani atau belum dicap.')
    assert.include(late, 'Cap kabur.')
    assert.notInclude(late, 'value="approve"')
  })

  test('what has already ended cannot be approved', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const { id, validUntil } = await sendRequest(supervisor, code, { valid_until: day(1) })
    clock.shift(3 * 86_400_000)
    await as(reviewer, code, (tx) => takeRound(tx, id))
    const say = (take: 'approve' | 'return') =>
      as(reviewer, code, (tx) => decideRound(tx, id, { take, checklist: all, notes: note('Sudah berakhir.') }))
    await assert.rejects(() => say('approve'), new RegExp(`MoU ini sudah berakhir pada ${formatDate(validUntil)}`))
    assert.equal((await say('return'))?.state, 'returned')
  })

  test('an approval asks for the whole checklist, a return for a note, and unknown notes are dropped', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const { id } = await sendRequest(supervisor, code)
    await as(reviewer, code, (tx) => takeRound(tx, id))
    const say = (decision: Parameters<typeof decideRound>[2]) => as(reviewer, code, (tx) => decideRound(tx, id, decision))
    await assert.rejects(() => say({ take: 'approve', checklist: all.slice(1), notes: {} }), /1 butir daftar periksa/)
    await assert.rejects(() => say({ take: 'return', checklist: all, notes: {} }), /catatan pada paling sedikit satu dokumen/)
    const strange = { request: { standard: ['unsigned_agreement', 'karangan'], text: '  ' } }
    await assert.rejects(() => say({ take: 'return', checklist: [], notes: strange }), /catatan pada paling sedikit satu/)
    await say({ take: 'return', checklist: ['R1', 'karangan'], notes: note('  Cap  kabur. ') })
    const { checklist, notes } = (await newest(code))!
    assert.deepEqual(checklist, ['R1'])
    assert.deepEqual(notes.agreement, { standard: [], text: 'Cap kabur.' })
  })

  test('two who press at the same time get two requests, or one of them none', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const other = await ministryStaff('pfm_reviewer')
    await sendRequest(supervisor, code)
    const taken = await Promise.all([reviewer, other].map((person) => as(person, code, (tx) => takeNext(tx, everywhere))))
    assert.lengthOf(
      taken.filter((round) => round !== null),
      1,
    )
    const rows = await inScope(code, (tx) => query(tx, 'select taken_by from mou_rounds where regency_code = ?', [code]))
    assert.lengthOf(rows, 1)
  })

  test('two clicks of one reviewer take one request, and a later one takes the next', async ({ assert }) => {
    const [one, two] = [await cast(), await cast()]
    for (const { supervisor, regency } of [one, two]) await sendRequest(supervisor, regency.code)
    const reviewer = await ministryStaff('pfm_reviewer')
    const both = [one.regency.code, two.regency.code]
    const next = () => as(reviewer, both, (tx) => takeNext(tx, everywhere))
    const [first, again] = await Promise.all([next(), next()])
    assert.equal(first!.id, again!.id)
    clock.shift(5_000)
    const later = await next()
    assert.isNotNull(later)
    assert.notEqual(later!.id, first!.id)
  })

  test('the supervisor has no desk, and the reviewer no form', async ({ client, assert }) => {
    const { regency, supervisor, reviewer } = await cast()
    const { id } = await sendRequest(supervisor, regency.code)
    for (const path of ['/mou/meja', `/mou/meja/periksa/${id}`, '/mou/meja/wilayah', '/mou/meja/wilayah.xlsx']) {
      ;(await client.get(path).loginAs(supervisor)).assertStatus(404)
    }
    for (const act of ['ambil', 'lepas', 'putuskan', 'batalkan']) {
      const answer = await client.post(`/mou/meja/periksa/${id}/${act}`).loginAs(supervisor).withCsrfToken().redirects(0)
      answer.assertStatus(404)
    }
    const typed = client.post(`/mou/isian?regency=${regency.code}`).loginAs(reviewer).withCsrfToken().redirects(0)
    ;(await typed).assertStatus(403)
    const page = await client.get(`/mou?regency=${regency.code}`).loginAs(reviewer)
    assert.notInclude(page.text(), 'action="/mou/isian"')
  })
})
