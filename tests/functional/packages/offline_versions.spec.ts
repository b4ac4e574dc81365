import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { offerOffline } from '#services/demo/story/practice'
import { publishOffline } from '#services/offline/acts'
import { NOTE_LENGTH, type OfflineError } from '#services/offline/errors'
import { appRefusal, compareVersions, minimumVersion } from '#services/offline/versions'
import { NATIONAL, scope, SYSTEM } from '#services/scope'
import { fileNow, household, importPaths, openDesk, writeExport, type Desk } from '#tests/functional/imports/support'
import { openOffice, textOf } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import { allowData, endAccess } from '#tests/support/data_access'
import { fakeFile } from '#tests/support/offline_version'
import { openPackageOffice, someHouseholds } from './support.js'

const publish = async (version: string, ...more: string[]) =>
  aceHere('offline:publish', await fakeFile(version), '--note', `Rilis ${version}`, '--json', ...more)

async function importedWith(desk: Desk, app: string) {
  const [file] = await importPaths(
    desk,
    await writeExport(desk, { records: [{ doc: household('H1', desk.village, 1) }], manifest: { app } }),
  )
  const { state, reasonCode, reasonParams } = await fileNow(desk, file!)
  return { state, code: reasonCode, params: reasonParams }
}

test.group('Versions of the offline application', (group) => {
  group.each.setup(async () => {
    const forget = () => db.connection('owner').from('offline_versions').delete()
    await forget()
    return async () => {
      clock.restore()
      await forget()
    }
  })

  test('are published, listed newest first, and the newest valid one is offered with its hash', async ({ client, assert }) => {
    for (const version of ['1.2.0', '1.10.0', '1.9.3']) assert.equal((await publish(version)).code, 0)
    type Listed = { minimum: string | null; versions: { version: string; valid: boolean }[] }
    const { json } = await aceHere<Listed>('offline:list', '--json')
    assert.deepEqual(
      json.versions.map(({ version }) => version),
      ['1.10.0', '1.9.3', '1.2.0'],
    )
    assert.isNull(json.minimum)
    const office = await openPackageOffice()
    const page = textOf((await client.get('/paket').loginAs(office.supervisor)).text())
    assert.include(page, 'Unduh versi 1.10.0')
    const file = await client.get('/paket/aplikasi').loginAs(office.supervisor)
    file.assertStatus(200)
    file.assertHeader(
      'content-disposition',
      `attachment; filename="siks-offline-1.10.0.html"; filename*=UTF-8''siks-offline-1.10.0.html`,
    )
    const content = Buffer.from(file.body() as Buffer)
    assert.include(page, createHash('sha256').update(content).digest('hex'))
  })

  test('the same file again changes its note; another file under a version, a foreign file and an empty note are refused', async ({
    assert,
  }) => {
    assert.equal((await publish('2.0.0')).code, 0)
    assert.equal((await publish('2.0.0', '--minimum')).code, 0)
    assert.equal(await minimumVersion(), '2.0.0')
    assert.equal((await publish('2.0.0')).code, 0)
    assert.equal(await minimumVersion(), '2.0.0', 'it stays the minimum unless that is taken back')
    assert.equal((await publish('2.0.0', '--no-minimum')).code, 0)
    assert.isNull(await minimumVersion())
    const refused = async (path: string, note = 'x') =>
      (await aceHere<{ error: { code: string } }>('offline:publish', path, '--note', note, '--json')).json.error.code
    assert.equal(await refused(await fakeFile('2.0.0', 'lain')), 'E_OFFLINE_KNOWN')
    assert.equal(await refused(await fakeFile('dua')), 'E_OFFLINE_FILE')
    assert.equal(await refused(await fakeFile('2.1.0'), ' '), 'E_OFFLINE_REASON')
    for (const note of [' ', 'x'.repeat(NOTE_LENGTH + 1)]) {
      const publishing = scope.run(scope.of(NATIONAL, SYSTEM), (tx) => publishOffline(tx, { path: '', note }))
      const fault = await publishing.then(
        () => null,
        (error: OfflineError) => Object.keys(error.problems ?? {}),
      )
      assert.deepEqual(fault, ['note'], 'a form tells it at the field')
    }
  })

  test('a file made with one below the minimum or withdrawn is refused with what to do; others pass', async ({ assert }) => {
    await publish('1.0.0')
    await publish('1.4.0', '--minimum')
    await publish('1.5.0')
    await aceHere('offline:withdraw', '1.5.0', '--reason', 'Salah menghitung usia')
    const desk = await openDesk((village) => [household('H1', village, 1)])
    assert.deepInclude(await importedWith(desk, 'siks-offline/1.0.0'), { state: 'refused', code: 'E_IMPORT_APP_OLD' })
    const withdrawn = await importedWith(desk, 'siks-offline/1.5.0')
    assert.deepInclude(withdrawn, { state: 'refused', code: 'E_IMPORT_APP_WITHDRAWN' })
    assert.deepInclude(withdrawn.params, { found: '1.5.0', newest: '1.4.0', reason: 'Salah menghitung usia' })
    for (const [at, app] of ['siks-offline/1.4.0', 'siks-offline/1.6.0', 'siks-simulator/1.0.0'].entries()) {
      const records = [{ doc: household('H1', desk.village, 1) }]
      const path = await writeExport(desk, { records, manifest: { app, device: `PC-${at}` } })
      const [file] = await importPaths(desk, path)
      assert.equal((await fileNow(desk, file!)).state, 'checked', app)
    }
  })

  test('withdrawn, a version is no longer offered; the page says why', async ({ client, assert }) => {
    await publish('1.0.0')
    await publish('1.1.0')
    await aceHere('offline:withdraw', '1.1.0', '--reason', 'Gagal membuka paket')
    assert.isNull(await appRefusal('siks-offline/1.0.0'))
    const office = await openPackageOffice()
    const page = textOf((await client.get('/paket').loginAs(office.supervisor)).text())
    assert.include(page, 'Unduh versi 1.0.0')
    assert.include(page, 'Ditarik: Gagal membuka paket')
    const unknown = await aceHere<{ error: { code: string } }>('offline:withdraw', '9.9.9', '--reason', 'Salah cetak', '--json')
    assert.equal(unknown.json.error.code, 'E_OFFLINE_UNKNOWN')
    for (const vain of ['x', '.....', 'Uji']) {
      const refused = await aceHere<{ error: { code: string } }>('offline:withdraw', '1.0.0', '--reason', vain, '--json')
      assert.equal(refused.json.error.code, 'E_OFFLINE_REASON', vain)
    }
    const back = (await publish('1.1.0')) as unknown as { code: number; json: { error: { code: string } } }
    assert.deepEqual([back.code, back.json.error.code], [1, 'E_OFFLINE_WITHDRAWN'])
  })

  test('a minimum does not fall by being withdrawn: what is older stays refused until the mark is taken off', async ({
    client,
    assert,
  }) => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(version)
    await aceHere('offline:minimum', '1.1.0')
    assert.deepInclude(await appRefusal('siks-offline/1.0.0'), { code: 'old', newest: '1.2.0' })
    await aceHere('offline:withdraw', '1.1.0', '--reason', 'Gagal membuka paket')
    assert.equal(await minimumVersion(), '1.1.0')
    assert.deepInclude(await appRefusal('siks-offline/1.0.0'), { code: 'old', newest: '1.2.0' })
    assert.isNull(await appRefusal('siks-offline/1.2.0'))

    await aceHere('offline:withdraw', '1.2.0', '--reason', 'Salah menghitung usia')
    const desk = await openDesk((village) => [household('H1', village, 1)])
    assert.deepInclude(await importedWith(desk, 'siks-offline/1.0.0'), { state: 'refused', code: 'E_IMPORT_APP_OLD_NONE' })
    const office = await openPackageOffice()
    const page = textOf((await client.get('/paket').loginAs(office.supervisor)).text())
    assert.include(page, 'Tidak ada versi aplikasi offline yang berlaku')
    assert.notInclude(page, 'Unduh versi')

    await aceHere('offline:minimum', '1.1.0', '--release')
    assert.isNull(await appRefusal('siks-offline/1.0.0'))
  })

  test('an older version, a withdrawn one and an unknown one cannot be made the minimum', async ({ assert }) => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish(version)
    await aceHere('offline:minimum', '1.1.0')
    await aceHere('offline:withdraw', '1.2.0', '--reason', 'Salah menghitung usia')
    const refused = async (...line: string[]) =>
      (await aceHere<{ error: { code: string } }>(line[0]!, ...line.slice(1), '--json')).json.error.code
    assert.equal(await refused('offline:minimum', '1.0.0'), 'E_OFFLINE_MINIMUM')
    assert.equal(await refused('offline:publish', await fakeFile('1.0.0'), '--note', 'x', '--minimum'), 'E_OFFLINE_MINIMUM')
    assert.equal(await refused('offline:minimum', '1.2.0'), 'E_OFFLINE_WITHDRAWN')
    assert.equal(await refused('offline:minimum', '7.0.0'), 'E_OFFLINE_UNKNOWN')
    assert.equal(await refused('offline:withdraw', '1.2.0', '--reason', 'Sekali lagi'), 'E_OFFLINE_WITHDRAWN')
    assert.equal(await minimumVersion(), '1.1.0')
  })

  test('while every one is withdrawn, page and refusal tell to wait and to keep the work file', async ({ client, assert }) => {
    await publish('1.0.0')
    await aceHere('offline:withdraw', '1.0.0', '--reason', 'Gagal membuka paket')
    const desk = await openDesk((village) => [household('H1', village, 1)])
    const refused = await importedWith(desk, 'siks-offline/1.0.0')
    assert.deepInclude(refused, { state: 'refused', code: 'E_IMPORT_APP_NONE' })
    assert.deepInclude(refused.params, { found: '1.0.0', reason: 'Gagal membuka paket' })
    const office = await openPackageOffice()
    const page = textOf((await client.get('/paket').loginAs(office.supervisor)).text())
    assert.include(page, 'Tidak ada versi aplikasi offline yang berlaku')
    assert.include(page, 'Ditarik: Gagal membuka paket')
  })

  test('withdrawn in the demonstration, a version stays so when that is started again', async ({ assert }) => {
    const path = await fakeFile('1.0.0')
    await offerOffline(path)
    assert.isNull(await appRefusal('siks-offline/1.0.0'))
    await aceHere('offline:withdraw', '1.0.0', '--reason', 'Gagal membuka paket')
    await offerOffline(path)
    assert.deepInclude(await appRefusal('siks-offline/1.0.0'), { code: 'withdrawn', reason: 'Gagal membuka paket' })
  })

  test('are offered to a regency only while it may be given data', async ({ client, assert }) => {
    await publish('1.0.0')
    const office = await openOffice(someHouseholds)
    const page = async () => (await client.get('/paket').loginAs(office.supervisor)).text()
    const take = () => client.get('/paket/aplikasi').loginAs(office.supervisor)
    assert.notInclude(await page(), 'href="/paket/aplikasi"')
    assert.include(await page(), 'Versi 1.0.0 dapat diunduh setelah data boleh diberikan')
    ;(await take()).assertStatus(422)
    await allowData(office.regency.code)
    assert.include(await page(), 'href="/paket/aplikasi"')
    ;(await take()).assertStatus(200)
    await endAccess(office.regency.code)
    ;(await take()).assertStatus(422)
  })

  test('are compared by their numbers', ({ assert }) => {
    assert.isBelow(compareVersions('1.9.9', '1.10.0'), 0)
    assert.isAbove(compareVersions('2.0.0', '1.99.99'), 0)
    assert.equal(compareVersions('1.2.3', '1.2.3'), 0)
  })
})
