import { test } from '@japa/runner'
import { inScope } from '#core/testing'
import gate from '../../gate.js'
import story from '../../demo.js'
import { cast, day, decide, newest, sendRequest } from './support.js'

test.group('The demonstration', () => {
  test('of a later day finds its agreements as far from their end as on the first', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    await decide(reviewer, await sendRequest(supervisor, code, { valid_until: day(50) }), 'approve')
    await inScope(code, (tx) => story.move(tx, 33))
    const moved = (await newest(code))!
    assert.equal(moved.validUntil, day(83))
    assert.equal(moved.facts.valid_until, day(83))
    assert.equal(moved.facts.signed_on, day(-3))
    assert.deepEqual(await inScope(code, (tx) => gate(tx, code)), { allowed: true, until: day(83) })
  })
})
