import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { runAndWait } from '#services/jobs/run_and_wait'
import { finalisationOf } from '#verification/finalise/index'
import { becomes } from '#tests/support/patience'
import { supervisorOf } from '#tests/support/people'
import { giveProfile, inPlace, testRegister, update, write } from '#tests/functional/finalisation/support'
import { base, complaintsOf, faultsOf, NARROW, smallTargetsOf, WIDE } from '#tests/support/page_faults'
import { hasFocus } from './support/keyboard.js'

test.group('Finalisation in the browser', (group) => {
  let folder = ''
  group.setup(() => void (folder = mkdtempSync(join(tmpdir(), 'siks-browser-'))))
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  test('a supervisor finalises, issues the letter, uploads its scan, takes the results, and a changed byte is told', async ({
    browserContext,
    assert,
  }) => {
    const { place, docs } = await testRegister(6)
    await giveProfile(place.regency)
    await write(place, [update(docs[0]!), update(docs[1]!, { state: 'returned' })])
    await browserContext.loginAs(await supervisorOf(place.regency))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    await page.goto(`${base()}/bdt/finalisasi`)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Finalisasi periode ini' }).press('Enter')
    const act = page.getByRole('button', { name: 'Finalisasi 6 rumah tangga' })
    await becomes(() => act.isDisabled(), true)
    await hasFocus(page.locator('dialog[open] input[name=confirmation]'))
    await page.keyboard.type('finalisasi')
    await page.keyboard.press('Enter')
    // A worker beside the pages may be done before the page is there.
    await page.getByText('Finalisasi sedang berjalan').or(page.getByText('Difinalisasi pada')).first().waitFor()
    const { jobId } = await inPlace(place, (tx) => finalisationOf(tx, place))
    assert.equal((await runAndWait(jobId!)).state, 'done')
    await page.getByText('Difinalisasi pada').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.goto(`${base()}/bdt/surat-pengesahan`)
    await page.getByRole('button', { name: 'Terbitkan surat' }).click()
    await page.locator('#issue').getByRole('button', { name: 'Terbitkan surat' }).click()
    await page.getByText(/Surat nomor 470\/001\/\d{4} diterbitkan/).waitFor()
    const [letter] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh surat' }).first().click(),
    ])
    assert.match(letter.suggestedFilename(), /^470-001-\d{4}\.pdf$/)
    const pdf = join(folder, 'surat.pdf')
    await letter.saveAs(pdf)
    await page.getByLabel('Hasil pindai').setInputFiles(pdf)
    await page.getByRole('button', { name: 'Unggah' }).click()
    await page.getByText('kode QR cocok').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.goto(`${base()}/bdt/hasil`)
    assert.deepEqual(await faultsOf(page), [])
    await page.setViewportSize(NARROW)
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.setViewportSize(WIDE)
    const [result] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /\.siksresult$/ }).click()])
    const good = join(folder, result.suggestedFilename())
    await result.saveAs(good)
    const changed = readFileSync(good)
    changed[changed.length >> 1]! ^= 1
    const bad = join(folder, 'diubah.siksresult')
    writeFileSync(bad, changed)

    await page.goto(`${base()}/bdt/surat-pengesahan`)
    await page.getByRole('link', { name: 'Lihat halaman pemeriksaan' }).click()
    await page.getByText('Surat ini berlaku').waitFor()
    await page.getByLabel('Berkas yang diperiksa').setInputFiles([pdf, good, bad])
    const answer = (name: string) => page.locator('.verifier-answers li', { hasText: name })
    await answer('surat.pdf').getByText('cocok: Surat').waitFor()
    await answer(result.suggestedFilename()).getByText('cocok: Hasil SIKS').waitFor()
    await answer('diubah.siksresult').getByText('berubah atau tidak dikenal').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
