import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import User from '#models/user'
import { resetPage } from '#services/accounts/resets/list'
import { dueGrants } from '#services/accounts/resets/requests'
import { resetLetters } from '#services/demo/story/reset_letters'
import { makeAccounts, makeProfile } from '#services/demo/story/people'
import { GUNUNGKIDUL, todayOfStory } from '#services/demo/story/work'
import { as, forgetTries } from './support.js'

test.group('The letters of the demonstration', () => {
  test('leave one answered three weeks ago and one that waits since yesterday for an officer', async ({ assert }) => {
    await forgetTries()
    await makeAccounts()
    await makeProfile(GUNUNGKIDUL)
    const [module] = registry.modules()
    const sizes = { magelang: 0, gunungkidul: 0, others: 0 }
    await resetLetters({ module: module!, today: todayOfStory(), sizes, tell: () => undefined })
    const officer = await User.findByOrFail('login', 'pusdatin')
    const find = (search: string) => as(officer, (tx) => resetPage(tx, { view: 'all', search }, { size: 5 }))
    const [answered] = (await find('supervisor.3403')).rows
    assert.equal(answered!.state, 'done')
    assert.isEmpty(dueGrants(answered!))
    const [waiting] = (await find('supervisor.3374')).rows
    assert.deepEqual([waiting!.state, waiting!.scan.pages], ['waiting', 1])
    assert.isNotNull(waiting!.account!.lockedAt)
    assert.isAbove(waiting!.receivedAt.getTime(), answered!.receivedAt.getTime() + 19 * 86_400_000)
  })
})
