import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { ADDRESS_ATTEMPTS, ATTEMPTS, takeAttempt } from '#services/accounts/attempts'
import { changePassword } from '#services/accounts/change_password'
import { createUser, resetUser, unlockUser } from '#services/accounts/manage'
import { signIn as signInService } from '#services/accounts/sign_in'
import { wantedPage } from '#services/accounts/wanted_page'
import { clock } from '#services/clock'
import { CONSOLE, scope, type Scope } from '#services/scope'
import { PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'

function signIn(client: ApiClient, login: string, password: string, wanted?: string) {
  const form = { login, password, ...(wanted !== undefined && { ke: wanted }) }
  return client.post('/masuk').withCsrfToken().form(form).redirects(0)
}

async function forgetFailures() {
  await db.connection().from('sign_in_failures').delete()
}

/** Code of the refusal; null where there was none. */
async function codeOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: { code: string }) => error.code,
  )
}

async function asConsole(user: User): Promise<Scope> {
  return scope.of(user.regionCode, CONSOLE)
}

test.group('Signing in', (group) => {
  group.each.setup(async () => {
    await forgetFailures()
    return () => clock.restore()
  })

  test('the right password opens the wanted page and starts a session of its own', async ({ client, assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const answer = await signIn(client, user.login.toUpperCase(), PASSWORD, '/profil?tab=1')
    answer.assertStatus(302)
    answer.assertHeader('location', '/profil?tab=1')
    const noted = await scope.run(await asConsole(user), ({ trx }) =>
      trx.from('activities').where({ user_id: user.id, action: 'account.signed_in' }),
    )
    assert.lengthOf(noted, 1)
  })

  test('a password that is replaced while it is looked at lets nobody in', async ({ assert, cleanup }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const verify = hash.verify.bind(hash)
    cleanup(() => {
      hash.verify = verify
    })
    hash.verify = async (...asked) => {
      const matches = await verify(...asked)
      await scope.run(await asConsole(user), (tx) => resetUser(tx, user.login))
      return matches
    }
    assert.equal(await codeOf(signInService({ login: user.login, password: PASSWORD, address: '127.0.0.1' })), 'E_SIGN_IN')
  })

  test('an address of another site is never followed', ({ assert }) => {
    for (const bad of [
      'https://evil.example',
      '//evil.example/x',
      '/\\evil.example',
      'javascript:alert(1)',
      '/\n/evil.example',
      '/..//evil.example',
      '/.//evil.example',
      '/bdt/..//evil.example',
      '/%2e%2e//evil.example',
      7,
    ]) {
      assert.equal(wantedPage(bad), '/beranda', String(bad))
    }
    assert.equal(wantedPage('/bdt/ruta/1?x=2'), '/bdt/ruta/1?x=2')
  })

  test('wrong name, wrong password and a locked account get the same answer; the owner of the right password learns more', async ({
    client,
    assert,
  }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const told = new Set<unknown>()
    const say = async (login: string, password: string) => {
      const answer = await signIn(client, login, password)
      answer.assertHeader('location', '/masuk')
      return answer.flashMessage('error')
    }
    told.add(await say('nobody.at.all', 'x'))
    for (let attempt = 1; attempt <= 6; attempt++) told.add(await say(user.login, `wrong ${attempt}`))
    assert.lengthOf([...told], 1)
    await user.refresh()
    assert.isNotNull(user.lockedAt)
    assert.include(await say(user.login, PASSWORD), 'terkunci')

    const failures = await db.connection().from('sign_in_failures').whereLike('address', '%127.0.0.1')
    assert.lengthOf(failures, 7)
    assert.notInclude(JSON.stringify(failures), user.login)
    const locked = await scope.run(await asConsole(user), ({ trx }) =>
      trx.from('activities').where({ user_id: user.id, action: 'account.locked' }),
    )
    assert.lengthOf(locked, 1)

    await scope.run(await asConsole(user), (tx) => unlockUser(tx, user.login))
    ;(await signIn(client, user.login, PASSWORD)).assertHeader('location', '/beranda')
  })

  test('a network address that fails thirty times has to wait', async ({ client, assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    await signIn(client, 'nobody', 'x')
    const [{ address }] = await db.connection().from('sign_in_failures').whereLike('address', '%127.0.0.1')
    await db
      .connection()
      .table('sign_in_failures')
      .multiInsert(Array.from({ length: 29 }, () => ({ login_hash: 'x', address, at: clock.now() })))
    const refused = await signIn(client, user.login, PASSWORD)
    assert.include(refused.flashMessage('error'), 'Tunggu 15 menit')
    clock.shift(16 * 60_000)
    ;(await signIn(client, user.login, PASSWORD)).assertHeader('location', '/beranda')
  })

  test('of twenty guesses at once five are looked at, and the account is locked once', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, n) => takeAttempt(user.login.toLowerCase(), `192.0.2.${n}`)))
    assert.lengthOf(
      guesses.filter(({ allowed }) => allowed),
      ATTEMPTS,
    )
    const locked = await Promise.all(guesses.map((guess) => guess.wrong()))
    assert.deepEqual(locked.flat(), [user.id])
    await user.refresh()
    assert.isNotNull(user.lockedAt)
    const unknown = await Promise.all(Array.from({ length: 20 }, (_, n) => takeAttempt('nobody.at.all', `192.0.2.${n + 50}`)))
    assert.isTrue(unknown.every(({ allowed }) => allowed))
  })

  test('twenty wrong sign-ins beside each other lock the account with one note, and the right password does not slip in among them', async ({
    assert,
  }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const wrong = Array.from({ length: ATTEMPTS }, (_, n) => takeAttempt(user.login, `192.0.2.${n}`))
    await Promise.all(wrong)
    const codes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        codeOf(signInService({ login: user.login, password: n === 7 ? PASSWORD : `salah ${n}`, address: `192.0.2.${n}` })),
      ),
    )
    assert.deepEqual([...new Set(codes)], ['E_SIGN_IN'])
    const noted = await scope.run(await asConsole(user), ({ trx }) =>
      trx.from('activities').where({ user_id: user.id, action: 'account.locked' }),
    )
    assert.lengthOf(noted, 1)
  })

  test('thirty guesses of one network address at once are looked at and no more', async ({ assert }) => {
    const codes = await Promise.all(Array.from({ length: 40 }, (_, n) => codeOf(takeAttempt(`nobody.${n}`, '198.51.100.7'))))
    assert.isAtMost(codes.filter((code) => code === null).length, ADDRESS_ATTEMPTS)
    assert.equal(await codeOf(takeAttempt('nobody.else', '198.51.100.8')), null)
  })

  test('a wrong present password counts like a wrong sign-in: the fifth locks the account and ends every session', async ({
    client,
    assert,
  }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const change = (current: string, next = 'Kata-Sandi-Baru-1') =>
      client.post('/kata-sandi').loginAs(user).withCsrfToken().form({ current, next, repeat: next }).redirects(0)
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      const answer = await change(`salah ${attempt}`)
      answer.assertHeader('location', '/kata-sandi')
      assert.property(answer.flashMessage('inputErrorsBag'), 'current')
    }
    const last = await change('salah lagi')
    last.assertHeader('location', '/masuk')
    assert.include(last.flashMessage('error'), 'terkunci')
    assert.lengthOf(await db.connection().from('sessions').where('user_id', user.id), 0)
    await user.refresh()
    assert.isNotNull(user.lockedAt)
    ;(await change(PASSWORD)).assertHeader('location', '/beranda')
  })

  test('two changes of password at once: one wins, the other is told that the present password is another', async ({
    assert,
  }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const own = scope.of(user.regionCode, { id: user.id, name: user.name, role: user.role })
    const change = (next: string) =>
      codeOf(changePassword(own, { userId: user.id, current: PASSWORD, next, session: '', address: '192.0.2.1' }))
    const codes = await Promise.all([change('Kata-Sandi-Baru-1'), change('Kata-Sandi-Baru-2')])
    assert.sameMembers(codes, [null, 'E_PASSWORD_CURRENT'])
  })

  test('without a session a page leads to the sign-in and keeps the address, data answers 401', async ({ client }) => {
    const page = await client.get('/kata-sandi?x=1').redirects(0)
    page.assertStatus(302)
    page.assertHeader('location', '/masuk?ke=%2Fkata-sandi%3Fx%3D1')
    const data = await client.get('/pekerjaan/01a213c0-e060-7648-9e59-3555c21cdf0c.json').header('accept', 'application/json')
    data.assertStatus(401)
  })
})

test.group('One-time passwords', (group) => {
  group.each.setup(async () => {
    await forgetFailures()
    return () => clock.restore()
  })

  test('a reset ends the sessions, forces a change and is over after 24 hours', async ({ client, assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    await signIn(client, user.login, PASSWORD)
    const { oneTime } = await scope.run(await asConsole(user), (tx) => resetUser(tx, user.login))
    assert.lengthOf(await db.connection().from('sessions').where('user_id', user.id), 0)
    for (const copied of [oneTime, oneTime.replaceAll('-', ' '), ` ${oneTime.replaceAll('-', '').toUpperCase()}`]) {
      ;(await signIn(client, user.login, copied)).assertHeader('location', '/kata-sandi')
    }
    ;(await signIn(client, user.login, oneTime.slice(1))).assertHeader('location', '/masuk')

    await user.refresh()
    const elsewhere = await client.get('/pekerjaan/01a213c0-e060-7648-9e59-3555c21cdf0c.json').loginAs(user).redirects(0)
    elsewhere.assertHeader('location', '/kata-sandi')
    const page = await client.get('/kata-sandi').loginAs(user)
    page.assertStatus(200)
    page.assertTextIncludes('hanya untuk sekali pakai')

    const change = (next: string, repeat = next) =>
      client
        .post('/kata-sandi')
        .loginAs(user)
        .withCsrfToken()
        .form({ current: oneTime.replaceAll('-', ' '), next, repeat })
        .redirects(0)
    assert.property((await change(oneTime.replaceAll('-', '').toUpperCase())).flashMessage('inputErrorsBag'), 'next')
    assert.property((await change('short')).flashMessage('inputErrorsBag'), 'next')
    assert.property((await change('Panjang-Sekali-1', 'lain')).flashMessage('inputErrorsBag'), 'repeat')
    assert.property((await change(`x${user.login}x`)).flashMessage('inputErrorsBag'), 'next')
    ;(await change('Panjang-Sekali-1')).assertHeader('location', '/beranda')
    await user.refresh()
    assert.isFalse(user.mustChangePassword)
    ;(await signIn(client, user.login, 'Panjang-Sekali-1')).assertHeader('location', '/beranda')
    ;(await signIn(client, user.login, 'panjang-sekali-1')).assertHeader('location', '/masuk')

    const again = await scope.run(await asConsole(user), (tx) => resetUser(tx, user.login))
    clock.shift(25 * 3_600_000)
    assert.include((await signIn(client, user.login, again.oneTime)).flashMessage('error'), '24 jam')
  })

  test('an account is made once, for a region that fits its role', async ({ assert }) => {
    const regency = await regencyForTest()
    const make = (wanted: { login: string; role: string; region: string; password?: string }) =>
      scope.run(scope.of([regency.code, regency.province, '00'], CONSOLE), (tx) => createUser(tx, wanted))
    const { user, oneTime } = await make({ login: 'Baru.Sekali', role: 'supervisor_regency', region: regency.code })
    assert.equal(user.login, 'baru.sekali')
    assert.match(oneTime!, /^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$/)
    const code = async (wanted: Parameters<typeof make>[0]) => {
      try {
        await make(wanted)
        return 'made'
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error
      }
    }
    assert.equal(await code({ login: 'baru.sekali', role: 'supervisor_regency', region: regency.code }), 'E_USER_EXISTS')
    assert.equal(await code({ login: '<img src=x>', role: 'pusdatin', region: '00' }), 'E_USER_LOGIN')
    assert.equal(await code({ login: 'salah.wilayah', role: 'supervisor_regency', region: regency.province }), 'E_USER_REGION')
    assert.equal(await code({ login: 'salah.peran', role: 'raja', region: '00' }), 'E_USER_ROLE')
    for (const password of ['aaaaaaaaaaaa', '0123456789', '1234567890', 'abcde54321']) {
      assert.equal(await code({ login: 'lemah', role: 'pusdatin', region: '00', password }), 'E_PASSWORD_WEAK', password)
    }
  })
})

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
