import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { enrolled, enter } from './phone.js'
import { forgetFailures } from './signing_in.js'

test.group('The second step at the desk of users', (group) => {
  group.each.setup(async () => {
    await forgetFailures()
    clock.freeze(new Date('2027-03-01T02:00:05Z'))
    return () => clock.restore()
  })

  test('is turned off with the password; an officer removes it with a reason, and the person is told', async ({
    client,
    assert,
  }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    const { visitor } = await enrolled(user)
    await visitor.get('/dua-langkah')
    await visitor.post('/dua-langkah/matikan', { current: 'bukan-ini-123' })
    assert.lengthOf(await db.connection().from('second_steps').where('user_id', user.id), 1)
    await visitor.get('/dua-langkah')
    await visitor.post('/dua-langkah/matikan', { current: PASSWORD })
    assert.lengthOf(await db.connection().from('second_steps').where('user_id', user.id), 0)

    const other = await supervisorOf((await regencyForTest()).code)
    const { visitor: lost } = await enrolled(other)
    const officer = await ministryStaff()
    const act = (reason: string) =>
      client
        .post(`/admin/pengguna/${other.id}/dua-langkah`)
        .loginAs(officer)
        .withCsrfToken()
        .form({ act: 'second_step', reason })
        .redirects(0)
    await act('ya')
    const kept = () => db.connection().from('second_steps').where('user_id', other.id).select('secret', 'removed_reason').first()
    assert.isNull((await kept()).removed_reason)
    await act('Surat tugas 094/17/2027: ponsel hilang.')
    assert.deepEqual(await kept(), { secret: null, removed_reason: 'Surat tugas 094/17/2027: ponsel hilang.' })
    assert.match((await lost.get('/beranda')).location ?? '', /^\/masuk/)
    assert.equal((await enter(lost, other.login)).location, '/profil')
    assert.include((await lost.get('/notifikasi')).text, 'Verifikasi dua langkah akun Anda dihapus oleh')
    const page = (await client.get(`/admin/pengguna/${other.id}`).loginAs(officer)).text()
    assert.include(page, 'Tidak aktif')
    assert.match(page, /Dihapus oleh Petugas \d+ pada .*: Surat tugas 094\/17\/2027: ponsel hilang\./)
    await lost.get('/dua-langkah')
    await lost.post('/dua-langkah', { current: PASSWORD })
    assert.isNotNull((await kept()).secret)
    assert.notInclude(page, 'Hapus verifikasi dua langkah')
  })

  test('the list of users tells who has it and finds who has not, as page, CSV and command', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const [held, lacking] = [await supervisorOf(code), await supervisorOf(code)]
    await enrolled(held)
    const officer = await ministryStaff()
    const listed = async (steps: string) =>
      (await client.get(`/admin/pengguna?kabkota=${code}&langkah=${steps}`).loginAs(officer)).text()
    const [two, one] = [await listed('2'), await listed('1')]
    assert.deepEqual([two.includes(held.login), two.includes(lacking.login)], [true, false])
    assert.deepEqual([one.includes(held.login), one.includes(lacking.login)], [false, true])
    assert.include(two, '<small>verifikasi dua langkah</small>')
    const table = (await client.get(`/admin/pengguna.csv?kabkota=${code}`).loginAs(officer)).text().split('\n')
    const lineOf = (login: string) => table.find((line) => line.includes(login))!.trim()
    assert.isTrue(lineOf(held.login).endsWith('Aktif'))
    assert.isTrue(lineOf(lacking.login).endsWith('Tidak aktif'))
    const { json } = await aceHere('user:list', '--region', code, '--json')
    const users = json.users as { login: string; second_step: boolean }[]
    assert.deepEqual(
      users.map(({ login, second_step: step }) => [login, step]),
      [
        [held.login, true],
        [lacking.login, false],
      ],
    )
  })

  test('the command removes it too, and says where there is none', async ({ assert }) => {
    const user = await supervisorOf((await regencyForTest()).code)
    await enrolled(user)
    const remove = () => aceHere('user:second-step-remove', user.login, '--reason', 'Ponsel hilang, surat 12/2027.', '--json')
    assert.deepEqual((await remove()).json, { login: user.login, second_step: false })
    assert.containsSubset((await remove()).json, { error: { code: 'E_USER_STATE' } })
  })
})
