import i18nManager from '@adonisjs/i18n/services/main'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import User from '#models/user'
import { checkRequest, decideRequest, grantRequest, releaseRequest, takeRequest } from '#services/accounts/resets/answer'
import { readResetFields } from '#services/accounts/resets/fields'
import { resetPage } from '#services/accounts/resets/list'
import { requestById } from '#services/accounts/resets/requests'
import { ADDRESS_REQUESTS, ADDRESS_TRIES, enterRequest, publicState, submitRequest } from '#services/accounts/resets/submit'
import { resetTasks } from '#services/accounts/resets/tasks'
import { signIn } from '#services/accounts/sign_in'
import { clock } from '#services/clock'
import { noticesOf } from '#services/notifications'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { as, forgetTries, letterFor, OFFICE_PHONE, openOfficeOf, refusalOf, scannedLetter, scopeOf } from './support.js'

const REASON = 'Surat sah dan dibenarkan lewat telepon.'

function formOf(fields: Record<string, string>, scan: Buffer | null): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (scan) form.set('scan', new Blob([new Uint8Array(scan)]), 'surat.pdf')
  return form
}

/** Sends the public form as a browser does. */
async function send(fields: Record<string, string>, scan: Buffer | null = null) {
  const visitor = new Visitor()
  await visitor.get('/masuk/bantuan')
  const answer = await visitor.post('/masuk/bantuan', formOf(fields, scan ?? (await scannedLetter())))
  return { visitor, answer, receipt: answer.location?.split('/').at(-1) ?? '' }
}

async function requestOf(officer: User, receipt: string) {
  const { rows } = await as(officer, (tx) => resetPage(tx, { view: 'all', search: receipt }, { size: 5 }))
  return rows[0]!
}

/** A letter for a supervisor of an office of his own, sent by the form. */
async function letterOf(more: Record<string, string> = {}) {
  const { code } = await regencyForTest()
  await openOfficeOf(code)
  const user = await supervisorOf(code)
  const receipt = await submitRequest(
    { typed: letterFor(user.login, more), scan: await scannedLetter(), formId: '' },
    '192.0.2.1',
  )
  const officer = await ministryStaff()
  return { user, officer, receipt, id: (await requestOf(officer, receipt)).id }
}

/** Takes a request and keeps checks that all speak for it. */
async function checked(officer: User, id: string) {
  await as(officer, (tx) => takeRequest(tx, id))
  await as(officer, (tx) => checkRequest(tx, id, { kind: 'letter', result: 'match' }))
  await as(officer, (tx) => checkRequest(tx, id, { kind: 'official', result: 'match' }))
  await as(officer, (tx) => checkRequest(tx, id, { kind: 'call', result: 'confirmed', number: OFFICE_PHONE }))
}

const accept = (officer: User, id: string, grants: string[]) =>
  as(officer, (tx) => decideRequest(tx, id, { take: 'accept', grants, reason: REASON }))

test.group('A letter sent without an account', (group) => {
  group.each.setup(async () => {
    await forgetTries()
    return () => clock.restore()
  })

  test('is answered the same for an account that there is and one that there is not', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const [known, unknown] = [await send(letterFor(user.login)), await send(letterFor('tidak.ada.sama.sekali'))]
    for (const { answer, receipt } of [known, unknown]) {
      assert.equal(answer.status, 302)
      assert.match(receipt, /^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/)
    }
    const [one, two] = await Promise.all(
      [known, unknown].map(async ({ visitor, receipt }) => {
        const page = await visitor.get(`/masuk/bantuan/${receipt}`)
        assert.include(page.headers.get('cache-control')!, 'no-store')
        return page.text.replaceAll(receipt, 'NOMOR').replace(/name='_csrf' value='[^']+'|content="[^"]+"|\d\d\.\d\d WIB/g, '')
      }),
    )
    assert.equal(one, two)
    assert.notInclude(one!, user.login)
    assert.include(one!, 'Diterima, menunggu pemeriksaan')
    const officer = await ministryStaff()
    assert.equal((await requestOf(officer, known.receipt)).account?.id, user.id)
    const { account, region } = await requestOf(officer, unknown.receipt)
    assert.deepEqual([account, region], [null, '00'])
    assert.equal((await new Visitor().get('/masuk/bantuan/AAAA-BBBB-CCCC')).status, 404)
  })

  test('tells each fault by its field, and judges the scan by its content', async ({ client, assert }) => {
    const faults = async (fields: Record<string, string>, scan: Buffer | null) => {
      const sent = client.post('/masuk/bantuan').withCsrfToken().fields(fields).redirects(0)
      if (scan) sent.file('scan', scan, { filename: 'surat.pdf' })
      const bag = (await sent).flashMessage('inputErrorsBag') as Record<string, string[]>
      return Object.fromEntries(Object.entries(bag).map(([name, [first]]) => [name, first!]))
    }
    const empty = await faults({ login: '' }, null)
    assert.sameMembers(Object.keys(empty), [
      ...['login', 'wish', 'sender', 'senderPhone', 'letterNumber', 'letterDate', 'officialName', 'officialPosition', 'scan'],
    ])
    assert.equal(new Set(Object.values(empty)).size, 9)
    const scan = await scannedLetter()
    const dated = async (letterDate: string) => (await faults(letterFor('uji', { letterDate }), scan)).letterDate
    assert.notEqual(await dated('31-02-2026'), undefined)
    assert.include(await dated('2019-01-01'), '90 hari')
    assert.include((await faults(letterFor('uji'), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).scan, 'Unggah')
    await forgetTries()
    assert.include((await faults(letterFor('uji'), scan.subarray(0, 900))).scan, 'PDF')
    assert.include((await faults(letterFor('uji', { senderPhone: 'rumah' }), scan)).senderPhone, 'angka')
  })

  test('a letter is dated by the calendar of its office, which may be a day ahead of the ministry’s', ({ assert }) => {
    const faultOn = (letterDate: string, now: string) =>
      readResetFields(letterFor('uji', { letterDate }), new Date(now)).problems.letterDate?.id
    const halfPastTenInJakarta = '2026-11-25T15:30:00Z'
    assert.isUndefined(faultOn('26-11-2026', halfPastTenInJakarta))
    assert.include(faultOn('27-11-2026', halfPastTenInJakarta), '26-11-2026')
    assert.include(faultOn('26-11-2026', '2026-11-25T14:59:59Z'), '25-11-2026')
    assert.isUndefined(faultOn('27-08-2026', halfPastTenInJakarta))
    assert.include(faultOn('26-08-2026', halfPastTenInJakarta), '90 hari')
  })

  test('sent twice is one request; the sixth within an hour of one network waits, and so does who sends faulty ones without end', async ({
    assert,
  }) => {
    const officer = await ministryStaff()
    const fields = letterFor('tidak.ada')
    const scan = await scannedLetter()
    const submission = { typed: fields, scan, formId: fields.formId }
    const receipts = await Promise.all([submitRequest(submission, '192.0.2.7'), submitRequest(submission, '192.0.2.7')])
    assert.equal(receipts[0], receipts[1])
    assert.equal((await as(officer, (tx) => resetPage(tx, { view: 'all', search: receipts[0]! }, { size: 5 }))).total, 1)
    for (let sent = 2; sent < ADDRESS_REQUESTS; sent++)
      await submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.7')
    const refused = await refusalOf(submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.7'))
    assert.equal(refused?.code, 'E_RESET_RATE')
    await submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.8')
    const faulty = () => submitRequest({ typed: {}, scan: null, formId: '' }, '192.0.2.9')
    for (let sent = 0; sent < ADDRESS_TRIES; sent++) assert.equal((await refusalOf(faulty()))?.code, 'E_RESET_FIELDS')
    assert.equal((await refusalOf(faulty()))?.code, 'E_RESET_RATE')
    clock.shift(61 * 60_000)
    await submitRequest({ typed: letterFor('tidak.ada'), scan, formId: '' }, '192.0.2.7')
  })
})

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
    assert.equal((await signIn({ login: user.login, password: oneTime, address: '192.0.2.9' })).id, user.id)
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
