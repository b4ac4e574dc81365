import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { createUser, resetUser } from '#services/accounts/manage'
import { clock } from '#services/clock'
import { CONSOLE, scope } from '#services/scope'
import { PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { asConsole, forgetFailures, signIn } from './accounts_desk/signing_in.js'

test.group('One-time passwords', (group) => {
  group.each.setup(async () => {
    await forgetFailures()
    return () => clock.restore()
  })

  test('a reset ends the sessions, forces a change and is over after 24 hours', async ({ client, assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    await signIn(client, user.login, PASSWORD)
    const { oneTime } = await scope.run(asConsole(user), (tx) => resetUser(tx, user.login))
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

    const again = await scope.run(asConsole(user), (tx) => resetUser(tx, user.login))
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
