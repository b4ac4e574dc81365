import { test } from '@japa/runner'
import { lockUser } from '#services/accounts/change_user'
import { userPage } from '#services/accounts/user_list'
import { query } from '#services/scope'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { as } from './support.js'

const REASON = 'Sedang diperiksa inspektorat'

test.group('The list of users', () => {
  test('shows accounts by region and name, filtered by role, state and province, a page at a time both ways', async ({
    assert,
  }) => {
    const officer = await ministryStaff()
    const { code, province } = await regencyForTest()
    const made = [await supervisorOf(code), await supervisorOf(code), await supervisorOf(code)]
    await as(officer, (tx) => lockUser(tx, made[1]!.id, REASON))
    const page = (filters: object, more: object = {}) => as(officer, (tx) => userPage(tx, filters, { size: 2, ...more }))
    const first = await page({ region: code })
    assert.equal(first.total, 3)
    assert.deepEqual(
      first.rows.map(({ login, state }) => [login, state]),
      [
        [made[0]!.login, 'active'],
        [made[1]!.login, 'locked'],
      ],
    )
    assert.isNull(first.previous)
    const second = await page({ region: code }, { after: first.next })
    assert.deepEqual(
      second.rows.map(({ login }) => login),
      [made[2]!.login],
    )
    assert.isNull(second.next)
    const back = await page({ region: code }, { before: second.previous })
    assert.deepEqual(back.rows, first.rows)
    assert.isNull(back.previous)
    assert.equal((await page({ region: code, state: 'locked' })).total, 1)
    assert.isAtLeast((await page({ region: province, role: 'supervisor_regency' })).total, 3)
    assert.equal((await page({ region: code, role: 'auditor' })).total, 0)
    assert.equal((await page({ search: made[2]!.login })).total, 1)
    assert.equal((await page({ search: '%' })).total, 0)
  })

  test('are given as CSV with the filters of the list, without anything of a password, and the log says who took them', async ({
    client,
    assert,
  }) => {
    const officer = await ministryStaff()
    const { code, name } = await regencyForTest()
    const made = [await supervisorOf(code), await supervisorOf(code)]
    await as(officer, (tx) => lockUser(tx, made[1]!.id, REASON))
    const file = await client.get(`/admin/pengguna.csv?kabkota=${code}&status=locked`).loginAs(officer)
    const lines = file
      .text()
      .replace(/^\uFEFF/, '')
      .trim()
      .split('\r\n')
    assert.equal(
      lines[0],
      'Nama pengguna;Nama;Peran;Kode wilayah;Wilayah;No. telepon;Keadaan;Masuk terakhir;Verifikasi dua langkah',
    )
    assert.lengthOf(lines, 2)
    const cells = lines[1]!.split(';')
    assert.deepEqual(cells.slice(2, 5), ['Supervisor kabupaten/kota', code, name])
    assert.deepEqual([cells[0], cells[6]], [made[1]!.login, 'Terkunci'])
    assert.include(
      (await client.get(`/admin/pengguna?kabkota=${code}`).loginAs(officer)).text(),
      `/admin/pengguna.csv?kabkota=${code}`,
    )
    const [noted] = await as(officer, (tx) =>
      query<{ data: object }>(tx, `select data from activities where action = 'account.exported' and user_id = ?`, [officer.id]),
    )
    assert.deepEqual(noted?.data, { count: 1 })
    const stranger = await client.get('/admin/pengguna.csv').loginAs(made[0]!)
    stranger.assertStatus(404)
  })

  test('its pages do not exist for those without the right', async ({ client }) => {
    const { code, province } = await regencyForTest()
    const own = await supervisorOf(code)
    const others = [
      own,
      await provinceSupervisorOf(province),
      await ministryStaff('pfm_reviewer'),
      await ministryStaff('auditor'),
    ]
    for (const user of others) {
      for (const path of ['', '/baru', '/hak', '/impor', `/${own.id}`, `/${own.id}/ubah`, `/${own.id}/tampilan`]) {
        ;(await client.get(`/admin/pengguna${path}`).loginAs(user)).assertStatus(404)
      }
      ;(await client.post(`/admin/pengguna/${own.id}/kunci`).loginAs(user).withCsrfToken().form({ reason: REASON })).assertStatus(
        404,
      )
    }
    for (const path of ['', '/baru', '/hak', '/impor', `/${own.id}`, `/${own.id}/ubah`, `/${own.id}/tampilan`]) {
      ;(await client.get(`/admin/pengguna${path}`).loginAs(await ministryStaff())).assertStatus(200)
    }
    ;(await client.get('/admin/pengguna/tidak-ada').loginAs(await ministryStaff())).assertStatus(404)
  })
})
