import db from '@adonisjs/lucid/services/db'
import type { ApiResponse } from '@japa/api-client'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import User from '#models/user'
import { changeUser, closeUser, lockUser, reopenUser, versionOf } from '#services/accounts/change_user'
import { createUser, inviteAgain, unlockUser } from '#services/accounts/manage'
import { deviceName, sessionsOf } from '#services/accounts/sessions'
import { renderAccountList, renderSheets } from '#services/accounts/sheet_pdf'
import { clock } from '#services/clock'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { as, refusalOf } from './support.js'

const REASON = 'Sedang diperiksa inspektorat'

async function enter(user: User, agent = 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0'): Promise<Visitor> {
  const visitor = new Visitor()
  await visitor.get('/masuk')
  await visitor.post('/masuk', { login: user.login, password: PASSWORD }, { 'user-agent': agent })
  return visitor
}

/** The first fault of each field, as the form shows it. */
function faultsOf(answer: ApiResponse): Record<string, string> {
  const bag = answer.flashMessage('inputErrorsBag') as Record<string, string[]>
  return Object.fromEntries(Object.entries(bag).map(([name, [first]]) => [name, first!]))
}

test.group('An account', (group) => {
  group.each.teardown(() => clock.restore())

  test('is made with a one-time password that is shown once and printed for half an hour, and each fault stands by its field', async ({
    client,
    assert,
  }) => {
    const officer = await ministryStaff()
    const { code } = await regencyForTest()
    const post = (form: object) => client.post('/admin/pengguna').loginAs(officer).withCsrfToken().form(form).redirects(0)
    const bad = await post({ login: 'A b', name: '', role: '', region: code, phone: 'abc', email: 'x', nip: '12' })
    bad.assertStatus(302)
    assert.sameMembers(Object.keys(faultsOf(bad)), ['login', 'role', 'phone', 'email', 'nip'])
    const misplaced = await post({ login: 'uji.tempat', role: 'supervisor_province', region: code })
    assert.include(faultsOf(misplaced).region, 'kode provinsi')
    const login = `uji.${code.replace('.', '')}`
    const made = await post({ login, name: 'Sari Uji', role: 'supervisor_regency', region: code, phone: '0293 555 0101' })
    made.assertStatus(200)
    assert.include(made.header('cache-control'), 'no-store')
    const groups = [...made.text().matchAll(/<code>([a-z0-9]{4})<\/code>/g)].map(([, text]) => text)
    assert.lengthOf(groups, 3)
    const again = await post({ login, role: 'supervisor_regency', region: code })
    assert.include(faultsOf(again).login, 'sudah dipakai')
    const page = await client.get(`/admin/pengguna/${(await User.findByOrFail('login', login)).id}`).loginAs(officer)
    // Four of these signs may stand in any id; as a password they stand like this.
    assert.notInclude(page.text(), '<code>')
    assert.notInclude(page.text(), groups.join('-'))

    const proof = /name="proof" value="([^"]+)"/.exec(made.text())![1]!
    const print = (user: User) => client.post('/admin/lembar-akun').loginAs(user).withCsrfToken().form({ proof }).redirects(0)
    const sheet = await print(officer)
    sheet.assertHeader('content-type', 'application/pdf')
    assert.include(sheet.header('cache-control'), 'no-store')
    ;(await print(await ministryStaff())).assertStatus(302)
    await as(officer, (tx) => inviteAgain(tx, login))
    ;(await print(officer)).assertStatus(302)
  })

  test('is locked at once on every page, and only an officer can open it', async ({ assert }) => {
    const officer = await ministryStaff()
    const user = await supervisorOf((await regencyForTest()).code)
    const visitor = await enter(user)
    assert.equal((await visitor.get('/profil')).status, 200)
    const [session] = await as(officer, (tx) => sessionsOf(tx, user.id))
    assert.equal(session!.device, 'Firefox 128, Windows')
    assert.match(session!.address!, /127\.0\.0\.1$/)
    assert.notEqual(session!.handle, (await db.from('sessions').where('user_id', user.id).first()).id)

    assert.equal((await refusalOf(as(officer, (tx) => lockUser(tx, user.id, 'ya'))))?.code, 'E_USER_REASON')
    await as(officer, (tx) => lockUser(tx, user.id, REASON))
    assert.equal((await visitor.get('/profil')).location, '/masuk?ke=%2Fprofil')
    assert.equal((await (await enter(user)).get('/profil')).location, '/masuk?ke=%2Fprofil')
    await as(officer, (tx) => unlockUser(tx, user.login))
    assert.equal((await (await enter(user)).get('/profil')).status, 200)
  })

  test('locked by the guesses of a stranger leaves its owner at his work', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const visitor = await enter(user)
    await db.from('users').where('id', user.id).update({ locked_at: clock.now(), lock_reason: 'attempts' })
    assert.equal((await visitor.get('/profil')).status, 200)
    await db.from('users').where('id', user.id).update({ lock_reason: REASON })
    assert.equal((await visitor.get('/profil')).status, 302)
  })

  test('is closed and opened again with its history', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const user = await supervisorOf((await regencyForTest()).code)
    await as(officer, (tx) => closeUser(tx, user.id, 'Pindah tugas ke dinas lain'))
    assert.equal((await refusalOf(as(officer, (tx) => closeUser(tx, user.id, REASON))))?.code, 'E_USER_STATE')
    assert.equal((await (await enter(user)).get('/profil')).status, 302)
    const shown = async () => (await client.get(`/admin/pengguna/${user.id}`).loginAs(officer)).text()
    assert.include(await shown(), 'Pindah tugas ke dinas lain')
    await as(officer, (tx) => reopenUser(tx, user.id))
    const page = await shown()
    assert.include(page, `Menutup akun ${user.login}`)
    assert.notInclude(page, 'Pindah tugas ke dinas lain')
    assert.include(page, `Membuka kembali akun ${user.login}`)
  })

  test('changed by two officers from the same page keeps the first change, and the second hears of whom and when', async ({
    assert,
  }) => {
    const [one, two] = [await ministryStaff(), await ministryStaff()]
    const here = await regencyForTest()
    const user = await supervisorOf(here.code)
    const visitor = await enter(user)
    const version = versionOf(user)
    await as(one, (tx) => changeUser(tx, user.id, { phone: '0293 555 0199' }, version))
    assert.equal((await visitor.get('/profil')).status, 200)
    await enter(user)
    const refused = await refusalOf(as(two, (tx) => changeUser(tx, user.id, { phone: '0293 555 0198' }, version)))
    assert.equal(refused?.code, 'E_USER_STALE')
    assert.include(refused!.message, one.name)
    await user.refresh()
    assert.equal(user.phone, '0293 555 0199')
    const bad = await refusalOf(as(two, (tx) => changeUser(tx, user.id, { role: 'supervisor_province' }, null)))
    assert.deepEqual(Object.keys(bad!.problems!), ['region'])
    await as(two, (tx) => changeUser(tx, user.id, { role: 'supervisor_province', region: here.province }, null))
    assert.equal((await visitor.get('/profil')).status, 302)
  })

  test('keeps the one-time password that was shown when its page is sent again', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const { user } = await as(officer, (tx) =>
      createUser(tx, { login: `ulang.${uuid().slice(-12)}`, role: 'auditor', region: '00' }),
    )
    const page = `/admin/pengguna/${user.id}`
    const ask = (given: string) => client.post(`${page}/undang`).loginAs(officer).withCsrfToken().form({ given })
    const mark = async () => /name="given" value="([^"]+)"/.exec((await client.get(page).loginAs(officer)).text())![1]!
    const seen = await mark()
    clock.shift(1000)
    assert.include((await ask(seen)).text(), 'passphrase')
    const kept = (await User.findOrFail(user.id)).password
    const again = (await ask(seen)).text()
    assert.notInclude(again, 'passphrase')
    assert.include(again, 'tidak diganti')
    assert.equal((await User.findOrFail(user.id)).password, kept)
    assert.include((await ask(await mark())).text(), 'passphrase')
  })

  test('of an officer himself: the session that looks is marked, and stays when all others are ended', async ({ assert }) => {
    const officer = await ministryStaff()
    const [desk, elsewhere] = [await enter(officer), await enter(officer)]
    const path = `/admin/pengguna/${officer.id}`
    const page = (await desk.get(path)).text
    assert.include(page, 'Sesi Anda sekarang')
    assert.include(page, 'Akhiri 1 sesi lain')
    assert.include(page, 'keluar seketika', 'a question is asked first')
    await desk.post(`${path}/sesi`, {})
    assert.equal((await elsewhere.get('/beranda')).status, 302)
    const after = await desk.get(path)
    assert.equal(after.status, 200)
    assert.notInclude(after.text, 'sesi lain')
  })

  test('loses one session or all of them', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const user = await supervisorOf((await regencyForTest()).code)
    const [desk, phone] = [
      await enter(user),
      await enter(user, 'Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36'),
    ]
    const listed = await as(officer, (tx) => sessionsOf(tx, user.id))
    assert.sameMembers(
      listed.map(({ device }) => device),
      ['Firefox 128, Windows', 'Chrome 126, Android'],
    )
    const end = (form: object) => client.post(`/admin/pengguna/${user.id}/sesi`).loginAs(officer).withCsrfToken().form(form)
    await end({ sesi: listed.find(({ device }) => device.includes('Android'))!.handle })
    assert.equal((await phone.get('/profil')).status, 302)
    assert.equal((await desk.get('/profil')).status, 200)
    await end({})
    assert.equal((await desk.get('/profil')).status, 302)
    assert.equal(deviceName('curl/8.5\u0000'), 'curl/8.5')
  })
})

test.group('The sheet of an account', () => {
  test('is one leaf with a page outside and a page inside, and a list of many is one table', async ({ assert }) => {
    const account = {
      name: 'Sari Uji',
      office: 'Supervisor provinsi, Bali',
      oneTime: 'abcd-efgh-jkmn',
      until: '27-11-2026 11.17 WIB',
    }
    const accounts = Array.from({ length: 40 }, (_, at) => ({ ...account, login: `uji.${at}` }))
    const print = { accounts, printedBy: 'Petugas Uji', createdAt: new Date(0) }
    assert.equal((await renderSheets({ ...print, accounts: accounts.slice(0, 3) })).pages, 6)
    assert.isBelow((await renderAccountList(print)).pages, 5)
  })
})

test.group('The last who can manage users', () => {
  test('is not locked, closed or demoted, not even by two at once, and nobody does it to himself', async ({ assert }) => {
    const [one, two] = [await ministryStaff(), await ministryStaff()]
    const { code, province } = await regencyForTest()
    const others = db.from('users').where('role', 'pusdatin').whereNotIn('id', [one.id, two.id]).whereNull('disabled_at')
    const ids = (await others.clone().select('id')).map(({ id }: { id: string }) => id)
    await db.from('users').whereIn('id', ids).update({ disabled_at: clock.now() })
    try {
      for (const act of [
        () => as(one, (tx) => lockUser(tx, one.id, REASON)),
        () => as(one, (tx) => closeUser(tx, one.id, REASON)),
        () => as(one, (tx) => changeUser(tx, one.id, { role: 'supervisor_regency', region: code }, null)),
      ]) {
        assert.equal((await refusalOf(act()))?.code, 'E_USER_SELF')
      }
      const crossed = await Promise.all([
        refusalOf(as(one, (tx) => lockUser(tx, two.id, REASON))),
        refusalOf(as(two, (tx) => closeUser(tx, one.id, REASON))),
      ])
      assert.deepEqual(
        crossed.map((refused) => refused?.code ?? null).sort((a, b) => (a ?? '').localeCompare(b ?? '')),
        [null, 'E_USER_LAST'],
      )
      const left = crossed[0] === null ? one : two
      const gone = left === one ? two : one
      const demoted = as(gone, (tx) => changeUser(tx, left.id, { role: 'supervisor_province', region: province }, null))
      assert.equal((await refusalOf(demoted))?.code, 'E_USER_LAST')
      // An invited officer who has not come in by his time cannot give the right back either.
      const invited = await as(left, (tx) => createUser(tx, { login: 'pusdatin.undangan', role: 'pusdatin', region: '00' }))
      await db
        .from('users')
        .where('id', invited.user.id)
        .update({ one_time_until: new Date(0) })
      assert.equal((await refusalOf(as(gone, (tx) => lockUser(tx, left.id, REASON))))?.code, 'E_USER_LAST')
      await as(gone, (tx) => changeUser(tx, left.id, { phone: '021 555 0111' }, null))
    } finally {
      await db.from('users').whereIn('id', ids).update({ disabled_at: null })
    }
  })
})
