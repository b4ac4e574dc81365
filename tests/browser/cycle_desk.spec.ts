import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { SYSTEM } from '#services/scope'
import { closePeriod } from '#verification/periods/index'
import { testRegister, toUploadedLetter } from '#tests/functional/finalisation/support'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { base, complaintsOf, excessOf, faultsOf, NARROW, smallTargetsOf, WIDE } from '#tests/support/page_faults'
import { hasFocus, tabTo } from './support/keyboard.js'

/** A regency whose signed letter waits. */
async function waiting() {
  const { place, regency } = await testRegister(3)
  const letter = await toUploadedLetter(place)
  return { place, regency, letter }
}

test.group('The desks of periods, letters and modules in the browser', () => {
  test('an officer examines a letter and accepts it; a request of the regency is answered and read', async ({
    browserContext,
    browser,
    assert,
  }) => {
    const { regency, letter } = await waiting()
    const officer = await ministryStaff()
    await browserContext.loginAs(officer)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    await page.goto(`${base()}/admin/pengesahan?provinsi=${regency.province}&kabupaten=${regency.code}`)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('link', { name: `Periksa ${regency.name}` }).click()
    await page.getByText('Segel utuh').waitFor()
    await page.getByRole('img', { name: /Hasil pindai bertanda tangan, halaman 1/ }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.setViewportSize(NARROW)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.setViewportSize(WIDE)
    await page.getByRole('button', { name: `Terima surat ${letter.number}` }).click()
    await page.getByText(`Surat ${regency.name} nomor ${letter.number} diterima`).waitFor()

    const regional = await browser.newContext()
    await regional.loginAs(await supervisorOf(regency.code))
    const own = await regional.newPage()
    await own.goto(`${base()}/bdt/surat-pengesahan`)
    await own.getByText('Minta pembukaan kembali').click()
    await own.getByLabel('Sampai tanggal').fill('31-12-2099')
    await own.getByLabel('Alasan permohonan').fill('Satu desa keliru')
    assert.deepEqual(await faultsOf(own), [])
    await own.getByRole('button', { name: 'Kirim permohonan' }).click()
    await own.getByText('Menunggu jawaban Pusdatin').waitFor()

    await page.goto(`${base()}/admin/periode/permohonan?provinsi=${regency.province}`)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('link', { name: `Buka ${regency.name}` }).click()
    await page.getByText('Satu desa keliru').waitFor()
    await page.locator('#tolak-answer').fill('Data sudah ditetapkan')
    await page.getByRole('button', { name: 'Tolak permohonan' }).click()
    await page.getByText(`Permohonan ${regency.name} ditolak`).waitFor()
    await own.goto(`${base()}/bdt/finalisasi`)
    await own.getByText('Data sudah ditetapkan').first().waitFor()
    await own.getByRole('button', { name: 'Sudah dibaca' }).click()
    await own.getByRole('button', { name: 'Sudah dibaca' }).waitFor({ state: 'detached' })
    await regional.close()

    assert.deepEqual(complaints, [])
  })

  test('a period is closed with its impact in sight, and a module is switched in the tree by keyboard', async ({
    browserContext,
    assert,
  }) => {
    const { place, regency } = await testRegister(2)
    await browserContext.loginAs(await ministryStaff())
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    await page.goto(`${base()}/admin/periode`)
    assert.deepEqual(await faultsOf(page), [])
    await page.setViewportSize(NARROW)
    await page.goto(`${base()}/admin/periode/${place.periodId}`)
    assert.deepEqual(await faultsOf(page), [])
    await page.setViewportSize(WIDE)
    await page.getByRole('button', { name: 'Tutup periode' }).click()
    await page.getByText('Import dan perubahan baru ditolak mulai sekarang.').waitFor()
    await page.keyboard.press('Escape')

    await page.goto(`${base()}/admin/modul`)
    assert.deepEqual(await faultsOf(page), [])
    const row = (code: string) => page.locator(`tr[data-code="${code}"]`)
    await row('00').locator('.tree-name').focus()
    const provinces = await page.locator('tbody tr').evaluateAll((rows) => rows.map((one) => one.getAttribute('data-code')))
    for (let step = 0; step < provinces.indexOf(regency.province); step++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowRight')
    await row(regency.code).waitFor()
    await row(regency.province).and(page.locator('[aria-expanded=true]')).waitFor()
    await page.keyboard.press('ArrowLeft')
    await row(regency.code).waitFor({ state: 'hidden' })
    await page.keyboard.press('ArrowRight')
    const title = registry.module('bdt').title
    await row(regency.code)
      .getByRole('link', { name: new RegExp(title) })
      .click()
    await page.getByLabel('Nonaktif', { exact: true }).check()
    await tabTo(page, page.getByRole('button', { name: 'Lihat dampaknya' }))
    await page.keyboard.press('Enter')
    await page.getByText('Modul hilang mulai').waitFor()
    await hasFocus(page.locator('#dampak'))
    assert.deepEqual(await faultsOf(page), [])
    await page.getByLabel(/^Alasan/).fill('Uji peramban')
    await page.getByRole('button', { name: 'Nonaktifkan untuk 1 kabupaten/kota' }).click()
    await page.getByText(`${title} nonaktif untuk ${regency.name}`).waitFor()
    await page.getByRole('link', { name: 'Urungkan: Mengikuti wilayah di atasnya' }).click()
    await page.getByLabel(/^Alasan/).fill('Uji selesai')
    await page.getByRole('button', { name: /^Ikuti wilayah di atasnya/ }).click()
    await page.getByText('mengikuti wilayah di atasnya.').first().waitFor()
    await page.setViewportSize(NARROW)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })

  test('a closed period fits on a narrow screen in both languages, while its regencies finalise', async ({
    browserContext,
    assert,
  }) => {
    const { place } = await testRegister(1)
    await closePeriod(registry.module('bdt'), SYSTEM, { period: place.periodId })
    await browserContext.loginAs(await supervisorOf(place.regency))
    const page = await browserContext.newPage()
    await page.setViewportSize(NARROW)
    for (const [language, told] of [
      ['ID Bahasa Indonesia', 'import ditutup; finalisasi sampai'],
      ['EN English', 'imports closed; finalise until'],
    ] as const) {
      await page.goto(`${base()}/bdt/perbaikan`)
      await page.getByRole('button', { name: language }).click()
      await page.locator('.period-strip', { hasText: told }).waitFor()
      assert.isAtMost(await excessOf(page), 0, language)
    }
  })
})
