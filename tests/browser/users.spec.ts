import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { forgetTries, OFFICE_PHONE, openOfficeOf, scannedLetter, SIGNER } from '#tests/functional/accounts_desk/support'
import { base, complaintsOf, faultsOf, smallTargetsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

/** Presses a button of the open page and waits for the page that answers. */
async function press(page: Page, name: string | RegExp) {
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).press('Enter')])
}

async function sound(page: Page): Promise<string[]> {
  return [...(await faultsOf(page)), ...(await smallTargetsOf(page))]
}

test.group('The desk of users in the browser', () => {
  test('a letter sent from the sign-in page is checked, accepted and answered with a password that leads to a forced change', async ({
    browser,
    browserContext,
    assert,
  }) => {
    await forgetTries()
    const { code } = await regencyForTest()
    await openOfficeOf(code)
    const [user, officer] = [await supervisorOf(code), await ministryStaff()]
    const outside = await browser.newContext()
    const visitor = await outside.newPage()
    const complaints = complaintsOf(visitor)
    await visitor.goto(`${base()}/masuk`)
    await visitor.getByRole('link', { name: 'Kirim lewat Bantuan masuk' }).press('Enter')
    await visitor.waitForURL(/\/masuk\/bantuan$/)
    await visitor.getByLabel('Nama pengguna').fill(user.login)
    await visitor.getByLabel('Yang diminta').selectOption('reset')
    await visitor.getByLabel('Nomor surat tugas').fill('800/1/ST')
    await press(visitor, 'Kirim permohonan')
    await visitor.getByText('Tulis jabatan pejabat yang menandatangani.').waitFor()
    await becomes(() => visitor.getByLabel('Nomor surat tugas').inputValue(), '800/1/ST')
    assert.deepEqual(await sound(visitor), [])
    const [year, month, day] = new Date().toISOString().slice(0, 10).split('-')
    await visitor.getByLabel('Tanggal surat tugas').fill(`${day}-${month}-${year}`)
    await visitor.getByLabel('Pejabat penanda tangan').fill(SIGNER.name)
    await visitor.getByLabel('Jabatan penanda tangan').fill(SIGNER.position)
    await visitor.getByLabel('Nama pengirim').fill('Sari Uji')
    await visitor.getByLabel('No. telepon pengirim').fill('0812 5550 0123')
    const scan = { name: 'surat.pdf', mimeType: 'application/pdf', buffer: await scannedLetter() }
    await visitor.getByLabel('Pindaian surat tugas').setInputFiles(scan)
    await press(visitor, 'Kirim permohonan')
    const receipt = (await visitor.locator('.receipt-number').textContent())!.trim()
    assert.deepEqual(await sound(visitor), [])

    await browserContext.loginAs(officer)
    const desk = await browserContext.newPage()
    complaints.push(...complaintsOf(desk))
    await desk.goto(`${base()}/admin/permohonan-sandi`)
    assert.deepEqual(await sound(desk), [])
    await desk.getByRole('link', { name: `Buka ${user.login} ${receipt}` }).press('Enter')
    await desk.getByAltText('Halaman 1 dari 1 surat tugas').waitFor()
    await press(desk, 'Ambil permohonan ini')
    const check = async (title: string, result: string) => {
      const part = desk.locator('section').filter({ has: desk.getByRole('heading', { name: title, exact: true }) })
      await part.getByLabel(result).check()
      await press(desk, `Catat hasil ${title}`)
    }
    await check('Nomor dan tanggal surat', 'Sama dengan pindaian')
    await check('Pejabat penanda tangan', 'Sama dengan Profil Pengesahan')
    await check('Telepon balik', 'Membenarkan surat ini')
    await desk.getByText(`Nomor yang ditelepon: ${OFFICE_PHONE}.`).waitFor()
    assert.deepEqual(await sound(desk), [])
    await desk.getByLabel('Alasan keputusan').fill('Surat sah dan dibenarkan lewat telepon.')
    await press(desk, 'Setujui')
    await press(desk, 'Atur ulang kata sandi')
    await desk.locator('.passphrase code').first().waitFor()
    const groups = await desk.locator('.passphrase code').allTextContents()
    const oneTime = groups.map((text) => text.trim()).join('-')
    assert.deepEqual(await sound(desk), [])
    const [sheet] = await Promise.all([
      desk.context().waitForEvent('response', (response) => response.url().endsWith('/admin/lembar-akun')),
      desk.getByRole('button', { name: 'Cetak lembar akun' }).press('Enter'),
    ])
    assert.equal(sheet.headers()['content-type'], 'application/pdf')

    await visitor.reload()
    await visitor.getByText('Selesai', { exact: true }).waitFor()
    await visitor.goto(`${base()}/masuk`)
    await visitor.locator('[name=login]').fill(user.login)
    await visitor.locator('[name=password]').fill(oneTime)
    await press(visitor, 'Masuk')
    await visitor.waitForURL(/\/kata-sandi$/)
    assert.deepEqual(complaints, [])
    await outside.close()
  })

  test('an officer invites, looks at what the person sees, and locks, on pages that fit every window', async ({
    browserContext,
    assert,
  }) => {
    const { code, province } = await regencyForTest()
    await browserContext.loginAs(await ministryStaff())
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    for (const path of ['/hak', '/impor', `?wilayah=${province}`]) {
      await page.goto(`${base()}/admin/pengguna${path}`)
      assert.deepEqual(await sound(page), [], path)
    }
    await page.getByRole('link', { name: 'Undang pengguna' }).press('Enter')
    await page.waitForURL(/\/baru$/)
    await page.getByLabel('Nama pengguna').fill(`undang.${code.replace('.', '')}`)
    await page.locator('[name=name]').fill('Sari Uji')
    await page.getByLabel('Peran').selectOption('supervisor_regency')
    await page.getByLabel('Wilayah').selectOption(code)
    await press(page, 'Buat akun dan tampilkan kata sandi')
    await page.locator('.passphrase').waitFor()
    await page.getByRole('link', { name: 'Ke halaman akun' }).press('Enter')
    await page.getByText('Diundang').waitFor()
    assert.deepEqual(await sound(page), [])
    await page.getByText('Kunci akun', { exact: true }).press('Enter')
    await page.locator('#f-reason-lock').fill('Belum ada surat penugasan')
    await press(page, /^Kunci akun undang/)
    await page.getByText('Terkunci', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Apa yang dilihat orang ini' }).press('Enter')
    await page.getByText('Akun ini sedang tidak dapat dipakai masuk.').waitFor()
    assert.deepEqual(await sound(page), [])
    assert.deepEqual(complaints, [])
  })
})
