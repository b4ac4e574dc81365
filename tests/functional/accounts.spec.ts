import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { ADDRESS_ATTEMPTS, ATTEMPTS, takeAttempt } from '#services/accounts/attempts'
import { changePassword } from '#services/accounts/change_password'
import { resetUser, unlockUser } from '#services/accounts/manage'
import { signIn as signInService } from '#services/accounts/sign_in'
import { wantedPage } from '#services/accounts/wanted_page'
import { clock } from '#services/clock'
import { scope } from '#services/scope'
import { PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { asConsole, forgetFailures, signIn } from './accounts_desk/signing_in.js'

/** Code of the refusal; null where there was none. */
async function codeOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: { code: string }) => error.code,
  )
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
    const noted = await scope.run(asConsole(user), ({ trx }) =>
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
      await scope.run(asConsole(user), (tx) => resetUser(tx, user.login))
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
    const locked = await scope.run(asConsole(user), ({ trx }) =>
      trx.from('activities').where({ user_id: user.id, action: 'account.locked' }),
    )
    assert.lengthOf(locked, 1)

    await scope.run(asConsole(user), (tx) => unlockUser(tx, user.login))
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
    const noted = await scope.run(asConsole(user), ({ trx }) =>
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

  test('a program is told in words and a code what is not there, not what lies behind', async ({ client, assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    for (const path of [
      ...['/tidak-ada', '/pekerjaan/01a213c0-e060-7648-9e59-3555c21cdf0c.json'],
      ...['/verifikasi/AAAA-BBBB', '/masuk/bantuan/AAAA-BBBB-CCCC'],
    ]) {
      const answer = await client.get(path).loginAs(user).header('accept', 'application/json')
      answer.assertStatus(404)
      const { trace, ...said } = answer.body().error
      assert.deepEqual(said, { code: 'E_NOT_FOUND', message: 'Halaman atau data ini tidak ada' }, path)
      assert.isString(trace)
    }
  })
})
