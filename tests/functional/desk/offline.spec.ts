import { test } from '@japa/runner'
import type User from '#models/user'
import { setOfflineMinimum, withdrawOffline } from '#services/offline/acts'
import { builtHere } from '#services/offline/built'
import { packagesOut, packagesWith, useOfVersions } from '#services/offline/use'
import { minimumVersion, offlineVersions } from '#services/offline/versions'
import { query } from '#services/scope'
import { fileNow, household, importPaths, openDesk, take, writeExport } from '#tests/functional/imports/support'
import { textOf } from '#tests/functional/review/support'
import { issued, openPackageOffice } from '#tests/functional/packages/support'
import { ministryStaff, provinceSupervisorOf } from '#tests/support/people'
import { aceHere } from '#tests/support/ace'
import { fakeVersion, onlyInstalled } from '#tests/support/offline_version'
import { as } from './support.js'

const REASON = 'Salah menghitung usia'

test.group('The desk of the offline application', (group) => {
  group.each.setup(() => onlyInstalled('3.1.0'))

  test('publishes what came with the server, once, with a note that supervisors read where they download it', async ({
    client,
    assert,
  }) => {
    const [staff, built] = [await ministryStaff(), (await builtHere())!]
    const send = (note: string, more: Record<string, string> = {}) =>
      client
        .post('/admin/aplikasi')
        .loginAs(staff)
        .withCsrfToken()
        .header('referer', '/admin/aplikasi/terbitkan')
        .form({ note, ...more })
    const empty = await send(' ')
    assert.include(empty.text(), 'Tuliskan catatan rilis.')
    assert.isEmpty(await offlineVersions())
    assert.include((await send('Baris satu.\nBaris dua.', { minimum: '1' })).text(), `Versi ${built.version} diterbitkan`)
    await send('Pencarian diperbaiki.')
    const [one, ...others] = await offlineVersions()
    assert.isEmpty(others)
    assert.deepInclude(one, { version: built.version, sha256: built.sha256, note: 'Pencarian diperbaiki.', minimum: true })
    assert.equal(one!.publishedBy, staff.name)
    const page = textOf((await client.get(`/admin/aplikasi/${built.version}`).loginAs(staff)).text())
    for (const text of [built.sha256, 'Menerbitkan aplikasi offline', 'Mengubah catatan rilis', 'Baris dua.']) {
      assert.include(page, text)
    }
    const office = await openPackageOffice()
    const seen = textOf((await client.get('/paket').loginAs(office.supervisor)).text())
    assert.include(seen, 'Pencarian diperbaiki.')
    assert.include(seen, `Catatan rilis versi ${built.version}`)
  })

  test('counts what was taken and what came back with each version, and whom a withdrawal concerns', async ({ assert }) => {
    for (const version of ['1.0.0', '1.1.0']) await fakeVersion(version)
    const desk = await openDesk((village) => [1, 2].map((n) => household(`H${n}`, village, n)))
    const staff = await ministryStaff()
    const reach = (...versions: string[]) => as(staff, (tx) => packagesWith(tx, versions))
    const use = async (version: string) => (await as(staff, useOfVersions)).get(version)
    const before = {
      out: await as(staff, packagesOut),
      own: await reach('1.0.0'),
      old: await use('1.0.0'),
      next: await use('1.1.0'),
    }
    const record = { doc: household('H1', desk.village, 1, { alamat: 'RT 09' }) }
    await take(desk, { records: [record], manifest: { app: 'siks-offline/1.0.0' } })
    assert.equal((await as(staff, packagesOut)).packages, before.out.packages + 1, 'it came back, so it is out')
    assert.deepEqual(await reach('1.0.0'), {
      packages: before.own.packages + 1,
      regencies: before.own.regencies + 1,
    })
    await as(staff, (tx) => withdrawOffline(tx, '1.0.0', REASON))
    const again = await writeExport(desk, {
      ...{ sequence: 2, records: [record], manifest: { app: 'siks-offline/1.0.0' } },
    })
    const [file] = await importPaths(desk, again)
    assert.equal((await fileNow(desk, file!)).reasonCode, 'E_IMPORT_APP_WITHDRAWN')
    const old = await use('1.0.0')
    assert.deepEqual([old!.files, old!.refused], [(before.old?.files ?? 0) + 1, (before.old?.refused ?? 0) + 1])
    const moved = { ...record, doc: household('H1', desk.village, 1, { alamat: 'RT 10' }), rev: 3 }
    await take(desk, { sequence: 3, records: [moved], manifest: { app: 'siks-offline/1.1.0' } })
    assert.deepEqual(await reach('1.0.0'), before.own, 'the computer has gone on to the next version')
    assert.equal((await use('1.1.0'))!.files, (before.next?.files ?? 0) + 1)
  })

  test('counts packages that were handed out, until they are revoked', async ({ client, assert }) => {
    const staff = await ministryStaff()
    const out = async () => (await as(staff, packagesOut)).packages
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const before = await out()
    await client.get(`/paket/${issue!.id}/unduh`).loginAs(office.supervisor)
    assert.equal(await out(), before + 1)
    await office.act((tx) => query(tx, 'update issues set revoked_at = ? where id = ?', [tx.now, issue!.id]))
    assert.equal(await out(), before)
  })

  test('sets a minimum and withdraws with a reason, says what supervisors will read, and keeps who did it', async ({
    client,
    assert,
  }) => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await fakeVersion(version)
    const staff = await ministryStaff()
    const page = async (path: string, user: User = staff) =>
      textOf((await client.get(`/admin/aplikasi${path}`).loginAs(user)).text())
    const act = (path: string, form: Record<string, string>) =>
      client.post(`/admin/aplikasi${path}`).loginAs(staff).withCsrfToken().header('referer', '/admin/aplikasi/1.2.0').form(form)
    assert.include(
      await page('/1.1.0'),
      'Berkas dibuat dengan aplikasi offline versi 1.0.0, yang tidak diterima lagi. Unduh versi 1.2.0',
    )
    await act('/1.1.0/terendah', { ke: '1' })
    assert.equal(await minimumVersion(), '1.1.0')
    assert.include(await page('/1.2.0'), 'Daerah kemudian ditawari versi 1.1.0.')
    assert.include(await page('/1.2.0'), 'ditarik dengan alasan: (alasan yang Anda tulis)')
    const vain = await act('/1.2.0/tarik', { act: 'tarik-versi', reason: '...' })
    assert.include(vain.text(), 'Tuliskan alasan penarikan')
    await act('/1.2.0/tarik', { act: 'tarik-versi', reason: REASON })
    const twice = await act('/1.2.0/tarik', { act: 'tarik-versi', reason: 'Alasan lain' })
    assert.include(textOf(twice.text()), `Versi 1.2.0 sudah ditarik: ${REASON}.`)
    assert.include(await page('/1.2.0'), `Menarik aplikasi offline versi 1.2.0 oleh ${staff.name}`)
    assert.include(await page('/1.1.0'), 'Tidak ada versi lain yang berlaku')
    await act('/1.1.0/terendah', { ke: '0' })
    assert.isNull(await minimumVersion())
    const list = await page('')
    for (const text of [REASON, 'Menjadikan 1.1.0 versi terendah', 'Melepas 1.1.0 sebagai versi terendah'])
      assert.include(list, text)
    ;(await client.get('/admin/aplikasi/9.9.9').loginAs(staff)).assertStatus(404)
    const english = await client.get('/admin/aplikasi/1.1.0').loginAs(staff).withSession({ locale: 'en' })
    assert.include(textOf(english.text()), 'A supervisor who imports such a file reads: The file was made with version')
  })

  test('is for Pusdatin alone, on its pages and by command', async ({ client, assert }) => {
    await fakeVersion('1.0.0')
    const office = await openPackageOffice()
    const others = [
      ...[await ministryStaff('pfm_reviewer'), await ministryStaff('auditor')],
      ...[office.supervisor, await provinceSupervisorOf(office.regency.province)],
    ]
    for (const user of others) {
      for (const path of ['', '/terbitkan', '/1.0.0']) {
        ;(await client.get(`/admin/aplikasi${path}`).loginAs(user)).assertStatus(404)
      }
      for (const path of ['', '/1.0.0/terendah', '/1.0.0/tarik']) {
        const form = { ke: '1', note: 'Uji coba', reason: REASON }
        ;(await client.post(`/admin/aplikasi${path}`).loginAs(user).withCsrfToken().form(form)).assertStatus(404)
      }
      const refused = await aceHere<{ error: { code: string } }>(
        ...(['offline:withdraw', '1.0.0', '--reason', REASON, '--as', user.login, '--json'] as const),
      )
      assert.equal(refused.json.error.code, 'E_OFFLINE_RIGHT')
    }
    const [one] = await offlineVersions()
    assert.deepInclude(one, { minimum: false, withdrawnAt: null })
    const staff = await ministryStaff()
    await as(staff, (tx) => setOfflineMinimum(tx, '1.0.0', true))
    await aceHere('offline:withdraw', '1.0.0', '--reason', REASON, '--as', staff.login)
    assert.equal((await offlineVersions())[0]!.withdrawnBy, staff.name)
  })
})
