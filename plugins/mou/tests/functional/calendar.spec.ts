import { test } from '@japa/runner'
import { clock, inScope } from '#core/testing'
import { query, regions } from '#core/plugin'
import { formatDate } from '#core/domain'
import gate from '../../gate.js'
import night from '../../night.js'
import tasks from '../../tasks.js'
import { situationOf } from '../../services/situation.js'
import { cast, day, decide, sendRequest, stand } from './support.js'

const told = (regency: string, kind: string) =>
  inScope(regency, (tx) =>
    query<{ role: string; link: string; until: string }>(
      tx,
      `select role, link, data ->> 'until' as until from notifications where regency_code = ? and kind = ? order by role`,
      [regency, kind],
    ),
  )

/** The moment at which a day ends in a regency: at 15, 16 or 17 o'clock of UTC, by its zone. */
async function midnightAfter(regency: string, date: string): Promise<number> {
  for (const hour of [15, 16]) {
    const moment = Date.parse(`${date}T${hour}:00:00Z`)
    if ((await regions.today(regency, new Date(moment))) > date) return moment
  }
  return Date.parse(`${date}T17:00:00Z`)
}

test.group('The calendar of an agreement', (group) => {
  group.each.setup(() => {
    stand()
    return () => clock.restore()
  })

  test('60 days ahead the supervisor and the reviewers are reminded, once for each agreement', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    await decide(reviewer, await sendRequest(supervisor, code, { valid_until: day(100) }), 'approve')
    const run = () => inScope(code, (tx) => night.run(tx, code))
    stand(39)
    assert.equal(await run(), 0)
    stand(40)
    assert.equal(await run(), 1)
    assert.deepEqual(await told(code, 'mou.ending'), [{ role: 'supervisor_regency', link: '/mou', until: day(100) }])
    assert.deepEqual(await told(code, 'mou.desk_ending'), [
      { role: 'pfm_reviewer', link: `/mou?regency=${code}`, until: day(100) },
    ])
    stand(41)
    assert.equal(await run(), 0)
    const waiting = await inScope(code, (tx) => tasks({ tx, regency: code, can: () => true }))
    assert.match(waiting[0]?.label.id ?? '', /^MoU berakhir pada .*siapkan yang baru$/)
  })

  test('when its last day is over both are told once, and the night looks only where something is due', async ({
    client,
    assert,
  }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const due = () => inScope(code, (tx) => night.due(tx))
    const run = () => inScope(code, (tx) => night.run(tx, code))
    assert.deepEqual(await due(), [])
    await decide(reviewer, await sendRequest(supervisor, code, { valid_until: day(100) }), 'approve')
    assert.deepEqual(await due(), [])
    stand(50)
    assert.deepEqual(await due(), [code])
    assert.equal(await run(), 1)
    assert.deepEqual(await due(), [])
    stand(100)
    assert.equal(await run(), 0, 'the last day still counts')
    stand(101)
    assert.deepEqual(await due(), [code])
    assert.equal(await run(), 1)
    assert.deepEqual(await told(code, 'mou.ended'), [{ role: 'supervisor_regency', link: '/mou', until: day(100) }])
    assert.deepEqual(await told(code, 'mou.desk_ended'), [
      { role: 'pfm_reviewer', link: `/mou?regency=${code}`, until: day(100) },
    ])
    assert.equal(await run(), 0)
    assert.deepEqual(await due(), [])
    const page = (await client.get('/notifikasi').loginAs(supervisor)).text() ?? ''
    assert.include(page, `berakhir pada ${formatDate(day(100))}. Paket baru tidak dapat diterbitkan`)
    const desk = (await client.get('/notifikasi').loginAs(reviewer)).text() ?? ''
    assert.include(desk, `MoU berakhir pada ${formatDate(day(100))}. Wilayah ini tidak diberi data`)
    assert.notInclude(desk, 'Siapkan MoU yang baru')
  })

  test('the newest approved agreement replaces the earlier ones, also where it ends sooner', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const approve = async (until: string) =>
      decide(reviewer, await sendRequest(supervisor, code, { valid_until: until }), 'approve')
    const both = () => inScope(code, async (tx) => ({ answer: await gate(tx, code), state: (await situationOf(tx, code)).state }))
    await approve(day(400))
    await approve(day(30))
    assert.deepEqual(await both(), { answer: { allowed: true, until: day(30) }, state: 'approved' })
    stand(33)
    const { answer, state } = await both()
    assert.equal(state, 'expired')
    assert.isFalse(answer.allowed)
    if (!answer.allowed) assert.include(answer.reason.id, formatDate(day(30)))
  })

  test('the last day still counts, the day after does not, by the calendar of the regency', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const { validUntil } = await sendRequest(supervisor, code, { valid_until: day(30) })
    const round = await inScope(code, async (tx) => (await situationOf(tx, code)).rounds[0]!)
    await decide(reviewer, round, 'approve')
    const at = (moment: number) => {
      clock.freeze(new Date(moment))
      return inScope(code, async (tx) => ({ answer: await gate(tx, code), state: (await situationOf(tx, code)).state }))
    }
    const midnight = await midnightAfter(code, validUntil)
    assert.deepEqual(await at(midnight - 1), { answer: { allowed: true, until: validUntil }, state: 'approved' })
    const after = await at(midnight)
    assert.equal(after.state, 'expired')
    assert.isFalse(after.answer.allowed)
    if (!after.answer.allowed) assert.match(after.answer.reason.id, /Paket yang sudah terbit tetap dapat dikembalikan/)
  })

  test('a renewal under examination or returned does not end the agreement that runs', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    await decide(reviewer, await sendRequest(supervisor, code, { valid_until: day(50) }), 'approve')
    const next = await sendRequest(supervisor, code, { valid_until: day(400) })
    const answer = () => inScope(code, (tx) => gate(tx, code))
    assert.deepEqual(await answer(), { allowed: true, until: day(50) })
    await decide(reviewer, next, 'return', { agreement: { standard: ['facts_agreement'], text: '' } })
    assert.deepEqual(await answer(), { allowed: true, until: day(50) })
    await decide(reviewer, await sendRequest(supervisor, code, { valid_until: day(400) }), 'approve')
    assert.deepEqual(await answer(), { allowed: true, until: day(400) })
    assert.equal(await inScope(code, (tx) => night.run(tx, code)), 0, 'the older one is not reminded of')
  })
})
