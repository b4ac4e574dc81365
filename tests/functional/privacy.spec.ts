import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type User from '#models/user'
import { ATTEMPTS, takeAttempt } from '#services/accounts/attempts'
import { SessionStore } from '#services/accounts/session_store'
import { signIn } from '#services/accounts/sign_in'
import { wantedPage } from '#services/accounts/wanted_page'
import { dataFolder } from '#services/database/addresses'
import { setPluginSwitch } from '#services/switches/set_switch'
import { CONSOLE, query, scope } from '#services/scope'
import { privateFolder } from '#services/work_folder'
import { decideUpdates } from '#verification/review/decide'
import { PASSWORD, supervisorOf } from '#tests/support/people'
import { eventually } from '#tests/support/patience'
import { inScope, regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, write } from '#tests/functional/review/support'

const NIK = '3371015507859901'
const rowsOf = (user: User) => db.connection().from('sessions').where('user_id', user.id)

async function enter(user: User): Promise<Visitor> {
  const visitor = new Visitor()
  await visitor.get('/masuk')
  await visitor.post('/masuk', { login: user.login, password: PASSWORD })
  return visitor
}

test.group('Sessions at rest', () => {
  test('what was typed into a form waits in the database encrypted, and comes back to its own session alone', async ({
    assert,
  }) => {
    const store = new SessionStore('8h')
    await store.write('uji-a', { auth_web: 'x', nik: NIK, nama: 'SITI UJI' })
    const [row] = await db.connection().from('sessions').where('id', 'uji-a')
    const plain = Buffer.from(row.data, 'base64').toString('latin1')
    for (const secret of [NIK, 'SITI UJI']) assert.notInclude(row.data + plain, secret)
    assert.deepEqual(await store.read('uji-a'), { auth_web: 'x', nik: NIK, nama: 'SITI UJI' })
    await db
      .connection()
      .table('sessions')
      .insert({ ...row, id: 'uji-b' })
    assert.isNull(await store.read('uji-b'))
  })

  test('a session that cannot be decrypted has ended', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const visitor = await enter(user)
    assert.equal((await visitor.get('/beranda')).status, 200)
    await rowsOf(user).update({ data: JSON.stringify({ message: { auth_web: user.id } }) })
    assert.equal((await visitor.get('/beranda')).location, '/masuk?ke=%2Fberanda')
  })
})

test.group('Ended sessions', () => {
  const ours = (id: string) => db.connection().from('sessions').where('id', id)
  /** A store as a request has it that has found its session. */
  const begin = async (id: string) => {
    await new SessionStore('8h').write(id, { auth_web: 'x' })
    const store = new SessionStore('8h')
    await store.read(id)
    return store
  }

  test('a request that outlasts its session does not bring it back, nor put a person into the one that took its id', async ({
    assert,
  }) => {
    const slow = await begin('uji-lama')
    await ours('uji-lama').delete()
    await slow.write('uji-lama', { auth_web: 'x', locale: 'id' })
    assert.lengthOf(await ours('uji-lama'), 0)
    await slow.write('uji-lama', { said: 'Anda sudah keluar.' })
    assert.isNull((await ours('uji-lama').first()).user_id, 'what is told to one who is signed out stays')
    await ours('uji-lama').delete()
    await new SessionStore('8h').write('uji-lama', { csrf: 'y' })
    await slow.write('uji-lama', { auth_web: 'x', locale: 'id' })
    assert.deepEqual(await new SessionStore('8h').read('uji-lama'), { csrf: 'y' })
  })

  test('one that has ended is not carried on under another id; one that has not is, and a sign-in begins one', async ({
    assert,
  }) => {
    const slow = await begin('uji-usai')
    await ours('uji-usai').delete()
    await slow.destroy('uji-usai')
    await slow.write('uji-usai-2', { auth_web: 'x' })
    assert.lengthOf(await ours('uji-usai-2'), 0)

    const quick = await begin('uji-tetap')
    await quick.destroy('uji-tetap')
    await quick.write('uji-tetap-2', { auth_web: 'x' })
    assert.deepEqual(await new SessionStore('8h').read('uji-tetap-2'), { auth_web: 'x' })

    await slow.write('uji-masuk', { auth_web: 'y' })
    assert.lengthOf(await ours('uji-masuk'), 1)
  })

  test('a change of a living session is kept', async ({ assert }) => {
    const store = await begin('uji-hidup')
    await store.write('uji-hidup', { auth_web: 'x', locale: 'en' })
    assert.deepEqual(await new SessionStore('8h').read('uji-hidup'), { auth_web: 'x', locale: 'en' })
  })
})

test.group('Addresses', () => {
  test('no page is kept between the browser and us for another reader, and none of who is signed in by the browser itself', async ({
    assert,
  }) => {
    const visitor = await enter(await supervisorOf((await regencyForTest()).code))
    const kept = async (path: string) => (await visitor.get(path)).headers.get('cache-control')
    for (const path of ['/', '/faq', '/verifikasi']) assert.equal(await kept(path), 'private, no-cache', path)
    for (const path of ['/beranda', '/bdt/perbaikan', '/sanggah', '/sanggah/tidak-ada', '/profil'])
      assert.equal(await kept(path), 'private, no-store', path)
    const asked = await new Visitor().get('/beranda')
    assert.deepEqual([asked.status, asked.headers.get('cache-control')], [302, 'private, no-cache'])
  })

  test('what was searched for is not carried into the address of the sign-in', async ({ assert }) => {
    const asked = await new Visitor().get(`/bdt/perbaikan?cari=${NIK}&halaman=2`)
    assert.equal(asked.location, `/masuk?ke=${encodeURIComponent('/bdt/perbaikan?halaman=2')}`)
    assert.equal(wantedPage(`/bdt/perbaikan?cari=${NIK}`), '/bdt/perbaikan')
  })

  test('no page tells its address to another site', async ({ assert }) => {
    assert.equal((await new Visitor().get('/masuk')).headers.get('referrer-policy'), 'same-origin')
  })
})

test.group('The audit trail holds no text of people', () => {
  test('a decision, a refused address and a switch leave codes and ids', async ({ client, assert }) => {
    const office = await openOffice(([a]) => [household('K01', a!, 1)])
    const [a] = office.regency.villages
    await write(office, received(changed(household('K01', a!, 1), { alamat: 'JL UJI' })))
    const reason = `Ibu Siti Uji, ${NIK}, pindah`
    await office.act((tx) => decideUpdates(tx, office.place, ['K01'], { take: 'return', reason }))
    await client.get(`/bdt/ruta/${NIK}`).loginAs(office.supervisor)
    await scope.run(scope.of(office.regency.code, CONSOLE), (tx) =>
      setPluginSwitch(tx, { plugin: 'bdt', region: office.regency.code, state: 'on', reason }),
    )
    const trail = await inScope(office.regency.code, (tx) =>
      query<{ action: string }>(tx, 'select action, object_id, data from activities where regency_code = ?', [
        office.regency.code,
      ]),
    )
    assert.includeMembers(
      trail.map(({ action }) => action),
      ['update.return', 'access.refused', 'plugin.switched_on'],
    )
    assert.notInclude(JSON.stringify(trail), NIK)
    assert.notInclude(JSON.stringify(trail), 'Siti Uji')
  })
})

test.group('Published facts', () => {
  test('are read by everybody and written for one regency only within its scope', async ({ assert }) => {
    const [ours, theirs] = [await regencyForTest(), await regencyForTest()]
    const row = {
      ...{ number: '460/1', letter_date: '2026-11-25', module_title: 'Uji', period_name: 'Uji', decree: 'Uji' },
      ...{ regency_code: ours.code, regency_name: ours.name, totals: '{}', seal_root: 'x', hashes: '[]', state: 'in_force' },
    }
    const insert = (code: string, as: string) =>
      inScope(as, ({ trx, now }) => trx.table('published_facts').insert({ ...row, code, updated_at: now }))
    const code = `UJI-${ours.code}`
    await assert.rejects(() => insert(code, theirs.code), /row-level security/)
    await insert(code, ours.code)
    const spoil = (as: string) =>
      inScope(as, ({ trx }) => trx.from('published_facts').where('code', code).update({ state: 'void' }))
    await spoil(theirs.code)
    const state = () => inScope(theirs.code, ({ trx }) => trx.from('published_facts').where('code', code).first())
    assert.equal((await state()).state, 'in_force')
    await spoil(ours.code)
    assert.equal((await state()).state, 'void')
  })
})

test.group('A password sent twice', () => {
  test('the fifth guess, right and sent twice, locks nothing', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const name = user.login.toLowerCase()
    for (let n = 1; n < ATTEMPTS; n++) await (await takeAttempt(name, '203.0.113.1')).wrong()
    const [first, again] = [await takeAttempt(name, '203.0.113.1'), await takeAttempt(name, '203.0.113.1')]
    assert.deepEqual([first.allowed, again.allowed], [true, false])
    assert.deepEqual(await again.wrong(), [])
    await first.right()
    await user.refresh()
    assert.isNull(user.lockedAt)
    assert.equal((await signIn({ login: user.login, password: PASSWORD, address: '203.0.113.1' })).user?.id, user.id)
  })
})

test.group('Files of a form', () => {
  test('lie in the work folder while the form is answered, and nowhere afterwards', async ({ assert }) => {
    const visitor = await enter(await supervisorOf((await regencyForTest()).code))
    await visitor.get('/import')
    const temporary = await readdir(tmpdir())
    const [form, secret] = [new FormData(), `rahasia ${randomUUID()}`]
    for (const field of ['files', 'a[b][c]']) form.append(field, new Blob([secret]), 'a.siks')
    const answer = await visitor.post('/import', form)
    assert.isBelow(answer.status, 500)
    const work = join(dataFolder(), 'work')
    const left = async () => {
      // The folder is shared with other runs, whose forms come and go.
      const names = (await readdir(work)).filter((name) => name.startsWith('form-'))
      const contents = await Promise.all(names.map((name) => readFile(join(work, name), 'utf8').catch(() => '')))
      return contents.filter((content) => content.includes(secret)).length
    }
    await eventually('the end of the files of the form', left, (count) => count === 0)
    const strange = (await readdir(tmpdir())).filter((name) => /^[0-9a-f-]{36}$/.test(name) && !temporary.includes(name))
    assert.deepEqual(strange, [])
  })
})

test.group('Folders of the data', () => {
  const rights = async (name: string) => (await stat(join(dataFolder(), name))).mode & 0o777

  test('that hold results in clear are open to this application alone as soon as it runs', async ({ assert }) => {
    assert.equal(await rights('files'), 0o700)
  })

  test('are closed where an older version has made them for all', async ({ assert }) => {
    for (const name of ['files', 'uploads', 'work']) {
      await mkdir(join(dataFolder(), name), { recursive: true })
      await chmod(join(dataFolder(), name), 0o755)
      privateFolder(name)
      assert.equal(await rights(name), 0o700, name)
    }
  })
})
