import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { clock } from '#services/clock'
import { recordRead } from '#services/reads'
import { CONSOLE, scope } from '#services/scope'
import { DAILY_BUDGET, registerSecrets } from '#services/secrets'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

/** One invented person; the resolver looks only into the regency it is told. */
const NIK = '3371014101909901'

function personOf(regency: string) {
  const objectType = `test.person.${regency}`
  registerSecrets(objectType, async (_tx, { id, field }) => (id === 'p1' && field === 'nik' ? { regency, value: NIK } : null))
  return objectType
}

function ask(client: ApiClient, user: User, body: object) {
  return client.post('/rahasia/buka').loginAs(user).withCsrfToken().header('accept', 'application/json').json(body)
}

function readsOf(regency: string, user: User) {
  return scope.run(scope.of(regency, CONSOLE), ({ trx }) => trx.from('reads').where('user_id', user.id).orderBy('id'))
}

test.group('Opening a secret', (group) => {
  group.each.teardown(() => clock.restore())

  test('needs a purpose, is written down and ends after five minutes', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const [user, type] = [await supervisorOf(code), personOf(code)]
    clock.freeze(new Date('2026-11-25T05:00:00Z'))
    const reference = { object_type: type, object_id: 'p1', field: 'nik' }
    const without = await ask(client, user, reference)
    without.assertStatus(422)
    without.assertBodyContains({ error: { code: 'E_REVEAL_PURPOSE' } })
    const idle = await ask(client, user, { ...reference, purpose: 'just looking' })
    idle.assertStatus(422)
    assert.lengthOf(await readsOf(code, user), 0)

    const opened = await ask(client, user, { ...reference, purpose: 'complaint' })
    opened.assertStatus(200)
    assert.deepEqual(opened.body(), { value: NIK, until: '2026-11-25T05:05:00.000Z' })
    opened.assertHeader('cache-control', 'no-store')
    const [read] = await readsOf(code, user)
    assert.containsSubset(read, { purpose: 'complaint', action: 'reveal', object_type: type, object_id: 'p1', fields: ['nik'] })
    assert.notInclude(JSON.stringify(read), NIK)
  })

  test('what belongs to another regency, is no secret or does not exist answers 404', async ({ client, assert }) => {
    const [ours, theirs] = [await regencyForTest(), await regencyForTest()]
    const user = await supervisorOf(ours.code)
    const [foreign, own] = [personOf(theirs.code), personOf(ours.code)]
    const asked = [
      { object_type: foreign, object_id: 'p1', field: 'nik' },
      { object_type: own, object_id: 'p2', field: 'nik' },
      { object_type: own, object_id: 'p1', field: 'nama' },
      { object_type: 'nothing', object_id: 'p1', field: 'nik' },
    ]
    for (const reference of asked) (await ask(client, user, { ...reference, purpose: 'audit' })).assertStatus(404)
    assert.lengthOf(await readsOf(ours.code, user), 0)
    const staff = await ministryStaff('auditor')
    ;(await ask(client, staff, { object_type: own, object_id: 'p1', field: 'nik', purpose: 'audit' })).assertStatus(404)
  })

  test('has a daily budget that also holds for requests at the same moment and starts again at midnight of the regency', async ({
    client,
    assert,
  }) => {
    const { code } = await regencyForTest()
    const [user, type] = [await supervisorOf(code), personOf(code)]
    clock.freeze(new Date('2026-11-25T12:00:00Z'))
    const own = scope.of(code, { id: user.id, name: user.name, role: user.role })
    for (let opened = 0; opened < DAILY_BUDGET - 2; opened++) {
      await scope.run(own, (tx) =>
        recordRead(tx, { regency: code, action: 'reveal', purpose: 'audit', object: { type, id: 'p1' }, fields: ['nik'] }),
      )
    }
    await scope.run(own, (tx) => recordRead(tx, { regency: code, action: 'open', purpose: 'verval', object: { type, id: 'p1' } }))
    const body = { object_type: type, object_id: 'p1', field: 'nik', purpose: 'audit' }
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(client, user, body)))
    assert.deepEqual(answers.map((answer) => answer.status()).sort(), [200, 200, 429, 429, 429, 429])
    assert.lengthOf(
      (await readsOf(code, user)).filter(({ action }) => action === 'reveal'),
      DAILY_BUDGET,
    )
    clock.freeze(new Date('2026-11-25T17:00:01Z'))
    ;(await ask(client, user, body)).assertStatus(200)
  })

  test('a read stays written when the work that read is rolled back', async ({ assert }) => {
    const { code } = await regencyForTest()
    const user = await supervisorOf(code)
    const own = scope.of(code, { id: user.id, name: user.name, role: user.role })
    await assert.rejects(() =>
      scope.run(own, async (tx) => {
        await recordRead(tx, { regency: code, action: 'export', purpose: 'verval', object: { type: 'bdt.list' } })
        throw new Error('no')
      }),
    )
    assert.lengthOf(await readsOf(code, user), 1)
  })
})
