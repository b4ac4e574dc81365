import i18nManager from '@adonisjs/i18n/services/main'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import User from '#models/user'
import { checkRequest, decideRequest, grantRequest, releaseRequest, takeRequest } from '#services/accounts/resets/answer'
import { resetPage } from '#services/accounts/resets/list'
import { requestById } from '#services/accounts/resets/requests'
import { enterRequest, publicState } from '#services/accounts/resets/submit'
import { resetTasks } from '#services/accounts/resets/tasks'
import { signIn } from '#services/accounts/sign_in'
import { clock } from '#services/clock'
import { noticesOf } from '#services/notifications'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { as, forgetTries, letterFor, OFFICE_PHONE, refusalOf, scannedLetter, scopeOf } from './support.js'
import { accept, checked, letterOf, requestOf } from './letters.js'

test.group('A letter at the desk', (group) => {
  group.each.setup(async () => {
    await forgetTries()
    return () => clock.restore()
  })

  test('is seen with its scan by those with the right alone', async ({ client, assert }) => {
    const { user, officer, id, receipt } = await letterOf()
    const strangers = [user, await ministryStaff('pfm_reviewer'), await ministryStaff('auditor')]
    const { scan } = await as(officer, (tx) => requestById(tx, id)).then((request) => request!)
    for (const path of ['', `/${id}`, `/${id}/surat`, `/${id}/halaman/1`, '/baru']) {
      for (const stranger of strangers) (await client.get(`/admin/permohonan-sandi${path}`).loginAs(stranger)).assertStatus(404)
      ;(await client.get(`/admin/permohonan-sandi${path}`).loginAs(officer)).assertStatus(200)
    }
    ;(await client.get(`/berkas/${scan.file}`).loginAs(user)).assertStatus(404)
    ;(await client.get(`/admin/permohonan-sandi/${id}/halaman/2`).loginAs(officer)).assertStatus(404)
    const i18n = i18nManager.locale('id')
    const [task] = await as(officer, (tx) => resetTasks({ tx, regency: null, can: () => true, i18n }))
    const waiting = await as(officer, (tx) => resetPage(tx, { view: 'open' }, { size: 1 }))
    assert.deepEqual([task!.count, task!.href], [waiting.total, '/admin/permohonan-sandi'])
    assert.isEmpty(await as(user, (tx) => resetTasks({ tx, regency: null, can: () => false, i18n })))
    assert.isTrue((await as(officer, (tx) => noticesOf(tx, officer))).some(({ params }) => params.receipt === receipt))
  })

  test('is taken by one of two officers at once, and the other hears by whom; after half an hour it is free', async ({
    assert,
  }) => {
    const { officer, id, receipt } = await letterOf()
    const second = await ministryStaff()
    const takes = await Promise.all([officer, second].map((one) => refusalOf(as(one, (tx) => takeRequest(tx, id)))))
    const [winner, loser] = takes[0] === null ? [officer, second] : [second, officer]
    const refused = takes.find((one) => one !== null)!
    assert.equal(refused.code, 'E_RESET_TAKEN')
    assert.include(refused.message, winner.name)
    assert.equal((await publicState(receipt))?.state, 'examined')
    const checks = as(loser, (tx) => checkRequest(tx, id, { kind: 'letter', result: 'match' }))
    assert.equal((await refusalOf(checks))?.code, 'E_RESET_TAKEN')
    await as(loser, (tx) => releaseRequest(tx, id))
    assert.equal((await as(officer, (tx) => requestById(tx, id)))?.takenBy, winner.id)
    clock.shift(31 * 60_000)
    await as(loser, (tx) => takeRequest(tx, id))
    assert.equal(
      (await refusalOf(as(winner, (tx) => checkRequest(tx, id, { kind: 'letter', result: 'match' }))))?.code,
      'E_RESET_TAKEN',
    )
  })

  test('is accepted only when every check speaks for it, and the call went to a number on file', async ({ assert }) => {
    const { officer, id } = await letterOf()
    await as(officer, (tx) => takeRequest(tx, id))
    const none = await refusalOf(accept(officer, id, ['reset']))
    assert.include(none!.message, 'nomor surat, pejabat, telepon balik')
    const called = (number: string) => as(officer, (tx) => checkRequest(tx, id, { kind: 'call', result: 'confirmed', number }))
    assert.equal((await refusalOf(called('0812 5550 0123')))?.code, 'E_RESET_NUMBER')
    await called(OFFICE_PHONE)
    await as(officer, (tx) => checkRequest(tx, id, { kind: 'letter', result: 'match' }))
    const differs = (note: string) => as(officer, (tx) => checkRequest(tx, id, { kind: 'official', result: 'differs', note }))
    assert.equal((await refusalOf(differs('')))?.code, 'E_RESET_CHECKS')
    await as(officer, (tx) => checkRequest(tx, id, { kind: 'official', result: 'mismatch' }))
    assert.include((await refusalOf(accept(officer, id, ['reset'])))!.message, 'pejabat tidak cocok')
    await differs('Pelaksana tugas sejak bulan lalu')
    assert.equal((await refusalOf(accept(officer, id, [])))?.code, 'E_RESET_CHECKS')
    const vague = as(officer, (tx) => decideRequest(tx, id, { take: 'accept', grants: ['reset'], reason: 'ok' }))
    assert.equal((await refusalOf(vague))?.code, 'E_USER_REASON')
    await accept(officer, id, ['reset'])
    assert.equal((await as(officer, (tx) => requestById(tx, id)))?.state, 'accepted')
    const late = await refusalOf(accept(officer, id, ['reset']))
    assert.equal(late?.code, 'E_RESET_DECIDED')
    assert.include(late!.message, officer.name)
  })

  test('unlocks and resets by two acts; the old sessions end, the person is told, and the password is given once', async ({
    client,
    assert,
  }) => {
    const { user, officer, id, receipt } = await letterOf()
    const visitor = new Visitor()
    await visitor.get('/masuk')
    await visitor.post('/masuk', { login: user.login, password: PASSWORD })
    await db.from('users').where('id', user.id).update({ locked_at: clock.now(), lock_reason: 'attempts', failed_attempts: 5 })
    await checked(officer, id)
    await accept(officer, id, ['unlock', 'reset'])
    assert.equal((await publicState(receipt))?.state, 'approved')
    assert.equal((await visitor.get('/profil')).status, 200)

    const page = await client.post(`/admin/permohonan-sandi/${id}/atur-ulang`).loginAs(officer).withCsrfToken()
    const oneTime = [...page.text().matchAll(/<code>([a-z0-9]{4})<\/code>/g)].map(([, text]) => text).join('-')
    assert.match(oneTime, /^[a-z0-9]{4}(-[a-z0-9]{4}){2}$/)
    assert.include(page.header('cache-control'), 'no-store')
    assert.equal((await visitor.get('/profil')).status, 302)
    await user.refresh()
    assert.isNotNull(user.lockedAt)
    assert.equal(
      (await refusalOf(signIn({ login: user.login, password: oneTime, address: '192.0.2.9' })))?.code,
      'E_ACCOUNT_LOCKED',
    )

    await as(officer, (tx) => grantRequest(tx, id, 'unlock'))
    assert.equal((await refusalOf(as(officer, (tx) => grantRequest(tx, id, 'unlock'))))?.code, 'E_RESET_GRANT')
    assert.equal((await publicState(receipt))?.state, 'done')
    assert.equal((await signIn({ login: user.login, password: oneTime, address: '192.0.2.9' })).user?.id, user.id)
    const kinds = (await as(user, (tx) => noticesOf(tx, user))).map(({ kind }) => kind)
    assert.includeMembers(kinds, ['account.reset', 'account.unlocked'])
    const shown = await client.get(`/admin/permohonan-sandi/${id}`).loginAs(officer)
    assert.notInclude(shown.text(), oneTime)
    assert.notInclude(shown.text(), `<code>${oneTime.slice(0, 4)}</code>`)
    const acts = await as(officer, ({ trx }) => trx.from('activities').where('object_id', id).select('action', 'data'))
    assert.notInclude(JSON.stringify(acts), oneTime)
    assert.includeMembers(
      acts.map(({ action }: { action: string }) => action),
      [
        'reset_request.taken',
        'reset_request.checked',
        'reset_request.accepted',
        'reset_request.unlocked',
        'reset_request.password_given',
      ],
    )
  })

  test('that asks to unlock what is not locked any more is closed and says so', async ({ client, assert }) => {
    const { user, officer, id, receipt } = await letterOf()
    await db.from('users').where('id', user.id).update({ failed_attempts: 4 })
    await checked(officer, id)
    await accept(officer, id, ['unlock'])
    const done = await client.post(`/admin/permohonan-sandi/${id}/buka-kunci`).loginAs(officer).withCsrfToken()
    assert.include(done.text(), 'tidak ada kunci yang dibuka')
    assert.notInclude(done.text(), 'Kunci dibuka oleh')
    assert.equal((await publicState(receipt))?.state, 'done')
    assert.notInclude(JSON.stringify(await as(user, (tx) => noticesOf(tx, user))), 'account.unlocked')
  })

  test('gives another password while the first is unused within a day, and none after', async ({ assert }) => {
    const { user, officer, id } = await letterOf()
    await checked(officer, id)
    await accept(officer, id, ['reset'])
    const first = await as(officer, (tx) => grantRequest(tx, id, 'reset'))
    const second = await as(officer, (tx) => grantRequest(tx, id, 'reset'))
    assert.notEqual(first.oneTime, second.oneTime)
    await refusalOf(signIn({ login: user.login, password: first.oneTime!, address: '192.0.2.9' })).then((refused) =>
      assert.equal(refused?.code, 'E_SIGN_IN'),
    )
    await db.from('users').where('id', user.id).update({ must_change_password: false, one_time_until: null })
    assert.equal((await refusalOf(as(officer, (tx) => grantRequest(tx, id, 'reset'))))?.code, 'E_RESET_GRANT')
  })

  test('keeps the password that was shown when its page is sent again, as a reload does', async ({ client, assert }) => {
    const { user, officer, id } = await letterOf()
    await checked(officer, id)
    await accept(officer, id, ['reset'])
    const page = `/admin/permohonan-sandi/${id}`
    const ask = (given: string) => client.post(`${page}/atur-ulang`).loginAs(officer).withCsrfToken().form({ given })
    assert.include((await ask('')).text(), 'passphrase')
    const kept = await User.findOrFail(user.id)
    const again = await ask('')
    assert.notInclude(again.text(), 'passphrase')
    assert.include(again.text(), 'tidak diganti')
    assert.equal((await User.findOrFail(user.id)).password, kept.password)
    const mark = /name="given" value="([^"]+)"/.exec((await client.get(page).loginAs(officer)).text())![1]!
    assert.include((await ask(mark)).text(), 'passphrase')
    assert.notEqual((await User.findOrFail(user.id)).password, kept.password)
  })

  test('for an unknown name, a closed account or the officer himself is never accepted', async ({ assert }) => {
    const officer = await ministryStaff()
    const scan = await scannedLetter()
    const enter = async (login: string) => {
      const receipt = await enterRequest(await scopeOf(officer), { typed: letterFor(login), scan, formId: '' })
      return (await requestOf(officer, receipt)).id
    }
    const unknown = await enter('tidak.ada.orangnya')
    await as(officer, (tx) => takeRequest(tx, unknown))
    assert.include((await refusalOf(accept(officer, unknown, ['reset'])))!.message, 'Tidak ada akun')
    await as(officer, (tx) =>
      decideRequest(tx, unknown, { take: 'reject', grants: [], reason: 'Tidak ada akun dengan nama ini.' }),
    )
    assert.equal((await refusalOf(as(officer, (tx) => takeRequest(tx, unknown))))?.code, 'E_RESET_DECIDED')
    const closed = await supervisorOf((await regencyForTest()).code)
    await User.query().where('id', closed.id).update({ disabled_at: clock.now() })
    const id = await enter(closed.login)
    await as(officer, (tx) => takeRequest(tx, id))
    assert.include((await refusalOf(accept(officer, id, ['reset'])))!.message, 'ditutup')
    const own = await enter(officer.login)
    assert.equal((await refusalOf(as(officer, (tx) => takeRequest(tx, own))))?.code, 'E_RESET_SELF')
  })
})
