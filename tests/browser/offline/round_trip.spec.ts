import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { scope } from '#services/scope'
import { saveStream } from '#siks/node_files'
import { openPackage, packageHeader } from '#siks/package'
import { makeRecoveryRequest } from '#siks/recovery'
import { accepted } from '#verification/imports/files'
import { answerFor, requestFor } from '#verification/issues/recover'
import { makeBack } from '#verification/issues/returned'
import { issueSecrets } from '#verification/issues/issue'
import { decideUpdates } from '#verification/review/decide'
import { applyFile, importPaths, NOON, recordsOf, working, type Desk } from '#tests/functional/imports/support'
import { NARROW, WIDE } from '#tests/support/page_faults'
import { actorOf } from '#tests/functional/review/support'
import { bytesOfPackage, issued, openPackageOffice, passphraseOf } from '#tests/functional/packages/support'
import { computers } from './browser.js'
import { applicationAddress, exportFrom, openHousehold, openPackageIn, openStep, question } from './support.js'

/** An office with an issued package in a folder, as its operator gets it. */
async function openLoop() {
  const office = await openPackageOffice()
  clock.restore()
  clock.shift(NOON.getTime() - Date.now())
  const [issue] = await issued(office)
  const passphrase = await passphraseOf(office, issue!)
  const secrets = await office.act((tx) => issueSecrets(tx, issue!.id))
  const folder = mkdtempSync(join(tmpdir(), 'siks-loop-'))
  const path = join(folder, 'paket.siksdb')
  writeFileSync(path, await bytesOfPackage(office, issue!))
  const desk = {
    ...{ regency: office.regency, village: office.regency.villages[0]!, place: office.place, folder },
    own: scope.of(office.regency.code, actorOf(office.supervisor)),
  } as Desk
  return { office, issue: issue!, passphrase, path, folder, desk, exporting: { folder, keys: secrets } }
}

test.group('From the office to the village and back', (group) => {
  group.each.teardown(() => clock.restore())

  test('what was typed arrives, what was returned is answered, and nothing clashes with itself', async ({ assert, cleanup }) => {
    const { office, issue, passphrase, path, folder, desk, exporting } = await openLoop()
    const { page, complaints } = await (await computers(cleanup))()
    await openPackageIn(page, path, passphrase)
    await openHousehold(page, 'P1')
    await question(page, 'households', '', 'alamat').fill('JALAN KETIKAN 1')
    await openStep(page, 'III')
    await question(page, 'households', '', 'luas_lantai').fill('48,5')
    await page.keyboard.press('F9')
    await page.getByRole('button', { name: 'Musdes cepat' }).click()
    await page.locator('[data-row$="/P2"]').focus()
    await page.keyboard.press('4')
    await page.getByRole('button', { name: 'Usulan baru' }).click()
    await question(page, 'households', '', 'alamat').fill('JALAN USULAN 3')
    await openStep(page, 'IV.1')
    const person = page.locator('[data-q^="members/"][data-q$="/nama"]')
    await person.fill('UJI PENDATANG')
    await page.keyboard.press('F9')
    await page.locator('[data-notice]').waitFor()
    const one = await exportFrom(page, exporting)

    const [file] = await importPaths(desk, one.path)
    assert.include(file!, { read: 3, rejected: 0, conflicts: 0 })
    assert.equal(accepted(file!), 3)
    await applyFile(desk, file!)
    for (const { key, values, groups, outcome } of one.records) {
      const stored = await working(desk, key)
      assert.deepEqual({ values: stored!.doc.values, groups: stored!.doc.groups }, { values, groups })
      assert.equal(stored!.outcome, outcome)
    }
    const typed = (await working(desk, 'P1'))!.doc.values
    assert.deepEqual([typed.alamat, typed.luas_lantai], ['JALAN KETIKAN 1', 48.5])

    await office.act((tx) => decideUpdates(tx, desk.place, ['P1'], { take: 'return', reason: 'Alamat belum lengkap' }))
    const back = join(folder, 'balik.siksback')
    await office.act(async (tx) => saveStream((await makeBack(tx, issue, '127.0.0.1')).content, back))
    await page.getByRole('button', { name: 'Dikembalikan', exact: true }).click()
    await page.locator('[data-back]').setInputFiles(back)
    await page.getByText('1 rumah tangga pada berkas balik').waitFor()
    await page.setViewportSize(NARROW)
    const [state, row] = await Promise.all(['.row-state .badge', '.row'].map((part) => page.locator(part).boundingBox()))
    assert.isBelow(state!.height, 30, 'the state stands on one line')
    assert.isAbove((await page.locator('.row-name').boundingBox())!.width, row!.width / 2)
    await page.setViewportSize(WIDE)
    await page.locator('[data-row$="/P1"]').click()
    await page.locator('[data-note]', { hasText: 'Alamat belum lengkap' }).waitFor()
    await openStep(page, 'I')
    await question(page, 'households', '', 'alamat').fill('JALAN KETIKAN 1 NOMOR 7')
    await page.keyboard.press('F9')
    await page.getByText('Sudah diperbaiki').waitFor()
    const two = await exportFrom(page, exporting)
    assert.deepEqual([two.manifest.sequence, two.records.length], [2, 3])
    const [again] = await importPaths(desk, two.path)
    assert.include(again!, { read: 3, changed: 1, same: 2, fresh: 0, rejected: 0, conflicts: 0 })
    await applyFile(desk, again!)
    assert.equal((await working(desk, 'P1'))!.doc.values.alamat, 'JALAN KETIKAN 1 NOMOR 7')
    assert.equal((await working(desk, 'P1'))!.state, 'received')
    assert.lengthOf(await recordsOf(desk, again!), 3)
    assert.deepEqual(complaints, [])
  })

  test('a forgotten passphrase is replaced by a new one when the office answers, also to an earlier request, and can be forgotten again', async ({
    assert,
    cleanup,
  }) => {
    const { office, issue, passphrase, path, folder } = await openLoop()
    const { page } = await (await computers(cleanup))()
    await page.goto(applicationAddress())
    const makeRequest = () => page.getByRole('button', { name: 'Buat permintaan' }).click()
    await page.getByRole('button', { name: 'Lupa frasa sandi' }).click()
    await makeRequest()
    await page.locator('[data-error]', { hasText: 'Pilih dahulu paket' }).waitFor()
    await page.locator('input[type=file]').first().setInputFiles(path)
    await page.getByLabel('Nama Anda').fill('SITI OPERATOR')
    const [download] = await Promise.all([page.waitForEvent('download'), makeRequest()])
    await Promise.all([page.waitForEvent('download'), makeRequest()])
    const asked = join(folder, download.suggestedFilename())
    await download.saveAs(asked)
    await page.locator('.lost .code', { hasText: /^[0-9A-F]{4}-[0-9A-F]{4}$/ }).waitFor()
    const answer = join(folder, 'jawaban.siksanswer')
    await office.act(async (tx) => saveStream((await answerFor(tx, issue, readFileSync(asked))).content, answer))
    await page.reload()
    await page.locator('input[type=file]').first().setInputFiles([path, answer])
    await page.locator('[data-notice]', { hasText: 'Jawaban diterima' }).waitFor()
    const fresh = await page.locator('[data-fresh]', { hasText: /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/ }).innerText()
    assert.notEqual(fresh, passphrase)
    const setting = page.getByRole('button', { name: 'Pasang frasa sandi baru dan buka' }).click()
    const [saved] = await Promise.all([page.waitForEvent('download'), setting])
    await page.locator('.progress-card').waitFor()
    const renewed = join(folder, 'baru.siksdb')
    await saved.saveAs(renewed)
    const manifestOf = async (at: string, key: string) =>
      (await openPackage(new Blob([readFileSync(at)]).stream(), { passphrase: key })).manifest
    assert.deepEqual(await manifestOf(renewed, fresh), await manifestOf(path, passphrase))
    await assert.rejects(() => manifestOf(renewed, passphrase), /[Ff]rasa sandi/)
    const { recovery } = await packageHeader(new Blob([readFileSync(renewed)]).stream())
    const { bytes } = await makeRecoveryRequest({
      ...{ issue: issue.id, recovery, device: 'uji', operator: 'SITI OPERATOR', created_at: new Date().toISOString() },
    })
    assert.equal((await office.act((tx) => requestFor(tx, issue, bytes))).recovery, recovery)
    assert.notInclude(await page.evaluate(() => JSON.stringify({ ...localStorage })), 'AGE-SECRET-KEY')
  })
})
