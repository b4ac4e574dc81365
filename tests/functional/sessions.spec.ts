import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CONSOLE, scope } from '#services/scope'
import { PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'

test.group('What belongs to another regency', () => {
  test('answers as if it did not exist, and the attempt stands in the audit trail', async ({ client, assert }) => {
    const [ours, theirs] = [await regencyForTest(), await regencyForTest()]
    const user = await supervisorOf(ours.code)
    const id = '01a213c0-e060-7648-9e59-3555c21cdf0c'
    await scope.run(scope.of(theirs.code, CONSOLE), ({ trx, now }) =>
      trx.table('jobs').insert({ id, regency_code: theirs.code, name: 'test.foreign', created_at: now }),
    )
    const foreign = await client.get(`/pekerjaan/${id}.json`).loginAs(user)
    const missing = await client.get('/pekerjaan/01a213c0-e060-7648-9e59-3555c21cdf0d.json').loginAs(user)
    foreign.assertStatus(404)
    missing.assertStatus(404)
    const stop = await client.post(`/pekerjaan/${id}/batal`).loginAs(user).withCsrfToken()
    stop.assertStatus(404)
    const noted = await scope.run(scope.of(ours.code, CONSOLE), ({ trx }) =>
      trx.from('activities').where({ user_id: user.id, action: 'access.refused' }).orderBy('id'),
    )
    assert.deepEqual(
      noted.map(({ object_id: object, data }) => [object, data.method, data.pattern, data.ids]),
      [
        [null, 'GET', '/pekerjaan/:id.json', [id]],
        [null, 'GET', '/pekerjaan/:id.json', ['01a213c0-e060-7648-9e59-3555c21cdf0d']],
        [null, 'POST', '/pekerjaan/:id/batal', [id]],
      ],
    )
    const own = await client.get(`/pekerjaan/${id}.json`).loginAs(await supervisorOf(theirs.code))
    own.assertStatus(200)
    own.assertBodyContains({ id, state: 'queued', done: 0 })
  })
})

test.group('Sessions', () => {
  test('live in the database under the person, are renewed at most once a minute and end with the sign-out', async ({
    assert,
  }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const rows = () => db.connection().from('sessions').where('user_id', user.id)
    const visitor = new Visitor()
    await visitor.get('/masuk')
    const entered = await visitor.post('/masuk', { login: user.login, password: PASSWORD })
    assert.equal(entered.location, '/beranda')
    const [first] = await rows()
    assert.notInclude(JSON.stringify(first), PASSWORD)

    await visitor.get('/kata-sandi')
    assert.deepEqual((await rows())[0].touched_at, first.touched_at)
    await rows().update({ touched_at: new Date(Date.now() - 90_000) })
    await visitor.get('/kata-sandi')
    assert.isAtLeast((await rows())[0].touched_at.getTime(), first.touched_at.getTime())

    assert.equal((await visitor.get('/masuk')).location, '/beranda')
    assert.equal((await visitor.post('/keluar', {})).location, '/masuk')
    assert.lengthOf(await rows(), 0)
    assert.include((await visitor.get('/kata-sandi')).location!, '/masuk')
  })

  test('get a new id at the sign-in, so that one planted before is worth nothing', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const visitor = new Visitor()
    await visitor.get('/masuk')
    const planted = visitor.cookie('siks_session')
    await visitor.post('/masuk', { login: user.login, password: PASSWORD })
    assert.notEqual(visitor.cookie('siks_session'), planted)
  })
})
