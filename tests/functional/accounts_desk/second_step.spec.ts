import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import env from '#start/env'
import type User from '#models/user'
import { ATTEMPTS } from '#services/accounts/attempts'
import { resetUser } from '#services/accounts/manage'
import { finishSignIn } from '#services/accounts/second_step/enter'
import { signIn } from '#services/accounts/sign_in'
import { clock } from '#services/clock'
import { CONSOLE, scope } from '#services/scope'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { codesIn, enrolled, enter, passBy, phoneOf } from './phone.js'
import { forgetFailures } from './signing_in.js'

const ADDRESS = '192.0.2.77'

async function actionsOf(user: User): Promise<string[]> {
  const rows = await inScope(user.regionCode, ({ trx }) =>
    trx.from('activities').where({ object_type: 'user', object_id: user.id }).orderBy('at').select('action'),
  )
  return rows.map(({ action }: { action: string }) => action)
}

test.group('The second step of signing in', (group) => {
  group.each.setup(async () => {
    await forgetFailures()
    clock.freeze(new Date('2027-03-01T02:00:05Z'))
    return () => {
      clock.restore()
      env.set('SIKS_SECOND_STEP', [])
    }
  })

  test('is put into use with the first code of the telephone; ten recovery codes are shown once', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const visitor = new Visitor()
    await enter(visitor, user.login)
    const elsewhere = new Visitor()
    await enter(elsewhere, user.login)
    assert.include((await visitor.get('/dua-langkah')).text, 'Google Authenticator')
    assert.equal((await visitor.post('/dua-langkah', { current: 'salah-sekali-1' })).location, '/dua-langkah')
    assert.include((await visitor.get('/dua-langkah')).text, 'Kata sandi sekarang salah.')
    assert.lengthOf(await db.connection().from('second_steps').where('user_id', user.id), 0)
    await visitor.post('/dua-langkah', { current: PASSWORD })
    const page = await visitor.get('/dua-langkah')
    const phone = phoneOf(page.text)
    assert.match(page.text, /src="data:image\/png;base64,/)
    await visitor.post('/dua-langkah/aktifkan', { code: phone(-90) })
    assert.include((await visitor.get('/dua-langkah')).text, 'Kode salah atau sudah lewat.')
    const answer = await visitor.post('/dua-langkah/aktifkan', { code: phone().replace(/(...)/, '$1 ') })
    const codes = codesIn(answer.text)
    assert.lengthOf(new Set(codes), 10)
    assert.equal(answer.headers.get('cache-control'), 'private, no-store')
    const after = (await visitor.get('/dua-langkah')).text
    assert.include(after, 'Aktif sejak 01-03-2027')
    assert.include(after, '10 kode pemulihan belum dipakai.')
    assert.isFalse(codes.some((code) => after.includes(code)))
    assert.match((await elsewhere.get('/beranda')).location ?? '', /^\/masuk/)
    const kept = await db.connection().from('second_steps').where('user_id', user.id).first()
    assert.isFalse(codes.some((code) => JSON.stringify(kept).includes(code)))
    assert.includeMembers(await actionsOf(user), ['account.second_step_on'])
  })

  test('the password alone opens nothing; the code does, once', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const { phone } = await enrolled(user)
    passBy(60)
    const visitor = new Visitor()
    assert.equal((await enter(visitor, user.login)).location, '/masuk/kode')
    assert.match((await visitor.get('/beranda')).location ?? '', /^\/masuk/)
    assert.include((await visitor.get('/masuk/kode')).text, 'autocomplete="one-time-code"')
    assert.equal((await visitor.post('/masuk/kode', { code: '000000' })).location, '/masuk/kode')
    assert.include((await visitor.get('/masuk/kode')).text, 'Kode salah atau sudah lewat.')
    assert.equal((await visitor.post('/masuk/kode', { code: phone() })).location, '/profil')
    assert.equal((await visitor.get('/beranda')).status, 200)

    const thief = new Visitor()
    await enter(thief, user.login)
    await thief.get('/masuk/kode')
    assert.equal((await thief.post('/masuk/kode', { code: phone() })).location, '/masuk/kode')
    assert.equal((await thief.post('/masuk/kode', { code: phone(-30) })).location, '/masuk/kode')
    assert.match((await thief.get('/beranda')).location ?? '', /^\/masuk/)
    passBy(30)
    assert.equal((await thief.post('/masuk/kode', { code: phone() })).location, '/profil')
  })

  test('a code is good for one of two who send it in the same moment', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const { phone, codes } = await enrolled(user)
    passBy(60)
    const { begun } = await signIn({ login: user.login, password: PASSWORD, address: ADDRESS })
    for (const code of [phone(), codes[0]!]) {
      const answers = await Promise.allSettled([1, 2, 3].map(() => finishSignIn(begun!, code, ADDRESS)))
      assert.lengthOf(
        answers.filter(({ status }) => status === 'fulfilled'),
        1,
      )
      await db.connection().from('users').where('id', user.id).update({ failed_attempts: 0 })
    }
  })

  test('the fifth wrong code locks the account, however often the right password is typed between', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const { phone } = await enrolled(user)
    passBy(60)
    const visitor = new Visitor()
    for (let guess = 1; guess <= ATTEMPTS; guess++) {
      assert.equal((await enter(visitor, user.login)).location, '/masuk/kode', `guess ${guess}`)
      await visitor.get('/masuk/kode')
      await visitor.post('/masuk/kode', { code: String(guess).repeat(6) })
    }
    await user.refresh()
    assert.isNotNull(user.lockedAt)
    assert.includeMembers(await actionsOf(user), ['account.locked'])
    await visitor.get('/masuk/kode')
    assert.notEqual((await visitor.post('/masuk/kode', { code: phone() })).location, '/profil')
  })

  test('a recovery code lets in once, in capitals and with blanks too, and says how many are left', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const { codes } = await enrolled(user)
    const visitor = new Visitor()
    await enter(visitor, user.login)
    await visitor.get('/masuk/kode')
    const typed = codes[3]!.toUpperCase().replaceAll('-', ' ')
    assert.equal((await visitor.post('/masuk/kode', { code: typed })).location, '/profil')
    assert.include((await visitor.get('/dua-langkah')).text, '9 kode pemulihan belum dipakai.')
    const again = new Visitor()
    await enter(again, user.login)
    await again.get('/masuk/kode')
    assert.equal((await again.post('/masuk/kode', { code: codes[3]! })).location, '/masuk/kode')
    const used = await inScope(user.regionCode, ({ trx }) =>
      trx.from('activities').where({ object_id: user.id, action: 'account.recovery_code_used' }),
    )
    assert.deepEqual(
      used.map(({ data }: { data: { left: number } }) => data.left),
      [9],
    )

    await visitor.get('/dua-langkah')
    const fresh = codesIn((await visitor.post('/dua-langkah/kode-baru', { current: PASSWORD })).text)
    assert.lengthOf(fresh, 10)
    await again.post('/masuk/kode', { code: codes[4]! })
    assert.match((await again.get('/beranda')).location ?? '', /^\/masuk/)
    assert.equal((await again.post('/masuk/kode', { code: fresh[0]! })).location, '/profil')
  })

  test('a secret of another application key fits no code, and an officer can remove it', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const { phone } = await enrolled(user)
    passBy(60)
    await db.connection().from('second_steps').where('user_id', user.id).update({ secret: 'of.another.key' })
    const { begun } = await signIn({ login: user.login, password: PASSWORD, address: ADDRESS })
    const refused = await finishSignIn(begun!, phone(), ADDRESS).catch((error: { code: string }) => error.code)
    assert.equal(refused, 'E_SECOND_STEP_CODE')
    await aceHere('user:second-step-remove', user.login, '--reason', 'Kunci aplikasi diganti.')
    assert.isDefined((await signIn({ login: user.login, password: PASSWORD, address: ADDRESS })).user)
  })

  test('a sign-in that waits for its code is over after ten minutes, and when the password is replaced', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const { phone } = await enrolled(user)
    passBy(60)
    const visitor = new Visitor()
    await enter(visitor, user.login)
    passBy(601)
    assert.equal((await visitor.get('/masuk/kode')).location, '/masuk')
    assert.include((await visitor.get('/masuk')).text, 'Lebih dari 10 menit')
    assert.equal((await visitor.post('/masuk/kode', { code: phone() })).location, '/masuk')

    await enter(visitor, user.login)
    await visitor.get('/masuk/kode')
    await scope.run(scope.of(user.regionCode, CONSOLE), (tx) => resetUser(tx, user.login))
    assert.equal((await visitor.post('/masuk/kode', { code: phone() })).location, '/masuk')
  })

  test('where the installation asks a role for it, nothing else opens before, and it cannot be turned off', async ({
    assert,
  }) => {
    env.set('SIKS_SECOND_STEP', ['pusdatin'])
    const officer = await ministryStaff()
    const visitor = new Visitor()
    await enter(visitor, officer.login)
    assert.equal((await visitor.get('/admin/pengguna')).location, '/dua-langkah')
    assert.include((await visitor.get('/dua-langkah')).text, 'Peran Anda wajib memakai verifikasi dua langkah')
    const { visitor: within } = await enrolled(officer)
    assert.equal((await within.get('/admin/pengguna')).status, 200)
    const page = await within.get('/dua-langkah')
    assert.notInclude(page.text, '/dua-langkah/matikan')
    await within.post('/dua-langkah/matikan', { current: PASSWORD })
    assert.include((await within.get('/dua-langkah')).text, 'wajib dan tidak dapat dimatikan')
    const user = await supervisorOf((await regencyForTest()).code)
    await enter(visitor, user.login)
    assert.equal((await visitor.get('/beranda')).status, 200)
  })
})
