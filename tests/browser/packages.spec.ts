import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { NOON } from '#tests/functional/imports/support'
import { openPackageOffice, readPackage, someHouseholds, NORTH } from '#tests/functional/packages/support'
import { openOffice } from '#tests/functional/review/support'
import { allowData } from '#tests/support/data_access'
import { base, complaintsOf, faultsOf, smallTargetsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'

test.group('Packages in the browser', (group) => {
  group.each.teardown(() => clock.restore())

  test('a supervisor issues a village, sees the passphrase once, prints its sheet and takes the package, with the keyboard alone', async ({
    browserContext,
    assert,
  }) => {
    const office = await openPackageOffice()
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    await browserContext.loginAs(office.supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    await page.goto(`${base()}/paket`)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.getByRole('link', { name: 'Terbitkan paket' }).press('Enter')
    await page.waitForURL(/\/paket\/baru$/)
    const total = page.getByRole('status').filter({ hasText: 'desa/kelurahan' })
    await total.getByText('Belum ada desa/kelurahan yang dipilih.').waitFor()
    await page.getByLabel('Kecamatan', { exact: true }).selectOption(office.regency.district)
    await page.getByRole('button', { name: 'Tampilkan desa/kelurahan' }).press('Enter')
    await page.waitForURL(/kecamatan=/)
    const villages = page.getByRole('group', { name: 'Desa/kelurahan' }).locator('input[name="desa[]"]')
    await villages.first().waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    const all = page.getByRole('checkbox', { name: /^Pilih semua/ })
    const ticked = () => page.locator('input[name="desa[]"]:checked').count()
    await becomes(ticked, 0)
    await all.press('Space')
    await total.getByText(`Dipilih: ${await villages.count()} desa/kelurahan`).waitFor()
    await villages.first().press('Space')
    await total.getByText(`Dipilih: ${(await villages.count()) - 1} desa/kelurahan`).waitFor()
    await becomes(() => all.evaluate((box: HTMLInputElement) => box.indeterminate), true)
    await all.press('Space')
    await total.getByText(`Dipilih: ${await villages.count()} desa/kelurahan`).waitFor()
    await all.press('Space')
    await total.getByText('Belum ada desa/kelurahan yang dipilih.').waitFor()
    await villages.first().press('Space')
    await total.getByText('Dipilih: 1 desa/kelurahan, 3 rumah tangga').waitFor()
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).press('Enter')

    await page.waitForURL(/\/paket\/[0-9a-f-]{36}$/)
    const download = page.getByRole('link', { name: 'Unduh paket' })
    await download.waitFor()
    await page.getByText('3 rumah tangga, 9 jiwa').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.getByRole('button', { name: 'Tampilkan frasa sandi' }).press('Enter')
    const groups = page.locator('.passphrase code')
    await groups.first().waitFor()
    const passphrase = (await groups.allTextContents()).map((text) => text.trim()).join('-')
    assert.match(passphrase, /^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByLabel('Nama penerima').fill('Sari Uji')
    const [sheet] = await Promise.all([
      page.context().waitForEvent('response', (response) => response.url().endsWith('/serah-terima')),
      page.getByRole('button', { name: 'Cetak Berita Acara' }).press('Enter'),
    ])
    assert.equal(sheet.status(), 200)
    assert.equal(sheet.headers()['content-type'], 'application/pdf')

    await page.getByRole('link', { name: 'Kembali ke paket' }).press('Enter')
    await page.getByText('Frasa sandi sudah ditampilkan').waitFor()
    const shown = page.locator('main').getByText(passphrase.slice(0, 4), { exact: true })
    await becomes(() => page.locator('.passphrase').or(shown).count(), 0)
    const [file] = await Promise.all([page.waitForEvent('download'), download.press('Enter')])
    const { manifest, households } = await readPackage(await readFile(await file.path()), { passphrase })
    assert.deepEqual(
      households.map(({ key }) => key),
      ['P1', 'P2', 'P3'],
    )
    assert.equal(households[0]!.values.nama_sls, NORTH)
    assert.deepEqual(manifest.scope, [office.regency.villages[0]])

    await page.getByRole('button', { name: 'Cabut terbitan nomor 1' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Alasan').fill('Diska lepas hilang')
    assert.deepEqual(await faultsOf(page), [])
    await dialog.getByRole('button', { name: 'Cabut terbitan nomor 1' }).press('Enter')
    await page.getByText('Alasan: Diska lepas hilang').waitFor()
    for (const path of ['data', 'berkas-balik', `baru?kecamatan=${office.regency.district}&desa=${office.regency.villages[0]}`]) {
      await page.goto(`${base()}/paket/${path}`)
      assert.deepEqual(await faultsOf(page), [])
    }
    assert.deepEqual(complaints, [])
  })

  test('a supervisor without an agreement is offered nothing, with one he asks for the ZIP and prints the sheet of each package', async ({
    browserContext,
    assert,
  }) => {
    const office = await openOffice(someHouseholds)
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    await browserContext.loginAs(office.supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${base()}/paket`)
    const offers = page.locator('a[href="/paket/aplikasi"], a[href="/paket/baru"]')
    await becomes(() => offers.count(), 0)
    assert.deepEqual(await faultsOf(page), [])
    await allowData(office.regency.code)
    await page.goto(`${base()}/paket`)
    await page.getByRole('button', { name: 'Buat ZIP semua desa' }).press('Enter')
    await page.waitForURL(/\/paket\/zip\/[0-9a-f-]{36}$/)
    await page.getByRole('link', { name: 'Unduh ZIP' }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: 'Tampilkan semua frasa sandi' }).press('Enter')
    const sheets = page.getByRole('button', { name: 'Cetak Berita Acara' })
    await sheets.first().waitFor()
    await becomes(() => sheets.count(), 2)
    assert.deepEqual(await faultsOf(page), [])
    const [sheet] = await Promise.all([
      page.context().waitForEvent('response', (response) => response.url().endsWith('/serah-terima')),
      sheets.first().press('Enter'),
    ])
    assert.equal(sheet.status(), 200)
    assert.equal(sheet.headers()['content-type'], 'application/pdf')
    await page.getByRole('link', { name: 'Kembali', exact: true }).press('Enter')
    await page.getByText('Frasa sandi sudah ditampilkan').waitFor()
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: 'No. 2' }).press('Enter')])
    await page.getByRole('button', { name: 'Cabut terbitan nomor 2' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Alasan').fill('Diska lepas hilang')
    await dialog.getByRole('button', { name: 'Cabut terbitan nomor 2' }).press('Enter')
    await page.getByText('Alasan: Diska lepas hilang').waitFor()
    await page.goto(`${base()}/notifikasi`)
    await page.getByRole('button', { name: 'ZIP dengan 2 paket siap diunduh' }).press('Enter')
    await page.getByText('memuat paket nomor 2 yang sudah dicabut').waitFor()
    await becomes(() => page.getByRole('link', { name: 'Unduh ZIP' }).count(), 0)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
