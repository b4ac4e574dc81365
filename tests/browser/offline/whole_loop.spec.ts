import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { Browser, Page } from 'playwright'
import { addDays, formatDate } from '#domain/calendar_date'
import { clock } from '#services/clock'
import { issueSecrets } from '#verification/issues/issue'
import { household, NOON } from '#tests/functional/imports/support'
import { openOffice, type Office } from '#tests/functional/review/support'
import { base, complaintsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'
import { ministryStaff } from '#tests/support/people'
import { facts, signedPapers } from '#plugins/mou/tests/functional/support'
import { computers } from './browser.js'
import { backupFrom, exportFrom, openHousehold, openPackageIn, openStep, question } from './support.js'

const CORRECTED = 20
const SUCCESSION = 'K25'
const OUTCOME = ['Hasil verval', 'Perbaikan']

/** Sends the two signed papers, with the facts typed beside them. */
async function sendRequest(page: Page, folder: string, number: string): Promise<void> {
  const today = NOON.toISOString().slice(0, 10)
  const days = { request_date: addDays(today, -5), signed_on: addDays(today, -3), valid_until: addDays(today, 400) }
  await page.goto(`${base()}/mou`)
  for (const [name, text] of Object.entries(facts({ ...days, number }))) {
    await page.locator(`[name=${name}]`).fill(/^\d{4}-\d\d-/.test(text) ? formatDate(text) : text)
  }
  for (const paper of ['request', 'agreement']) {
    await page.locator(`[name=${paper}_file]`).setInputFiles(join(folder, `${paper}.pdf`))
  }
  await page.getByRole('button', { name: 'Kirim untuk diperiksa' }).click()
}

/** The request is sent, returned once with a note, sent again and approved. */
async function approve(page: Page, browser: Browser, { regency }: Office, folder: string): Promise<void> {
  for (const [name, content] of Object.entries(await signedPapers())) writeFileSync(join(folder, `${name}.pdf`), content)
  await sendRequest(page, folder, '12/NK/DINSOS')
  await page.getByText('Permohonan putaran 1 terkirim').waitFor()
  const desk = await browser.newContext({ locale: 'id-ID' })
  await desk.loginAs(await ministryStaff('pfm_reviewer'))
  const review = await desk.newPage()
  const take = async () => {
    await review.goto(`${base()}/mou/meja`)
    await review.getByRole('link', { name: `Periksa ${regency.name}` }).click()
    await review.getByRole('button', { name: 'Ambil untuk diperiksa' }).click()
    await review.getByText('Anda memeriksa permohonan ini sampai').waitFor()
  }
  await take()
  await review.getByLabel('Catatan lain tentang MoU').fill('Halaman 2 terpotong.')
  await review.getByRole('button', { name: 'Kembalikan untuk diperbaiki' }).click()
  await review.getByText('dikembalikan dengan catatan').waitFor()
  await page.goto(`${base()}/mou`)
  await page.getByText('Halaman 2 terpotong.').first().waitFor()
  await sendRequest(page, folder, '14/NK/DINSOS')
  await page.getByText('Permohonan putaran 2 terkirim').waitFor()
  await take()
  for (const box of await review.locator('[name="check[]"]').all()) await box.check()
  await review.getByRole('button', { name: 'Setujui' }).click()
  await review.getByText(`Permohonan ${regency.name} disetujui`).waitFor()
  await desk.close()
}

/** Issues the first village; gives the package in the folder, its issue and its passphrase. */
async function issuePackage(page: Page, { regency }: Office, folder: string) {
  await page.goto(`${base()}/paket/baru`)
  await page.getByLabel('Kecamatan').selectOption(regency.district)
  await page.getByRole('button', { name: 'Tampilkan desa/kelurahan' }).click()
  await page.locator('input[name="desa[]"]').first().check()
  await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
  await page.waitForURL(/\/paket\/[0-9a-f-]{36}$/)
  const id = page.url().split('/').at(-1)!
  const link = page.getByRole('link', { name: 'Unduh paket' })
  await link.waitFor()
  await page.getByRole('button', { name: 'Tampilkan frasa sandi' }).click()
  const words = page.locator('.passphrase code')
  await words.first().waitFor()
  const passphrase = (await words.allTextContents()).map((text) => text.trim()).join('-')
  await page.goto(`${base()}/paket/${id}`)
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const path = join(folder, 'paket.siksdb')
  await download.saveAs(path)
  return { id, passphrase, path }
}

/** Uploads a file on the page of the import and applies it; gives the counts as the page tells them. */
async function importOn(page: Page, path: string): Promise<string> {
  await page.goto(`${base()}/import`)
  const terms = page.getByLabel('Saya sudah membaca')
  await terms.or(page.locator('.dropzone')).first().waitFor()
  if (await terms.isVisible()) {
    await terms.check()
    await page.getByRole('button', { name: 'Setuju dan lanjutkan' }).click()
  }
  await page.locator('.dropzone').waitFor()
  await page.locator('#pick-files').setInputFiles(path)
  await page.getByRole('button', { name: 'Periksa 1 berkas' }).click()
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/)
  const counts = page.getByText(/^Dibaca [1-9]\d* = /).first()
  await counts.waitFor()
  const told = await counts.innerText()
  await page.getByRole('button', { name: 'Terapkan semua yang bersih' }).click()
  await page.locator('.import-file').getByText('Diterapkan', { exact: true }).waitFor()
  return told
}

/** What changed in a household, as its page shows it: the last change only. */
async function differencesOf(page: Page, key: string): Promise<string[][]> {
  await page.goto(`${base()}/bdt/ruta/${key}?tab=riwayat`)
  const rows = await page.locator('.history > li').first().locator('tbody tr').all()
  return Promise.all(
    rows.map(async (row) => {
      const label = await row.locator('th').evaluate((cell) => cell.firstChild!.textContent!.trim())
      return [label.replace(/ \([IV]+\.\d+\)$/, ''), (await row.locator('td').nth(1).innerText()).trim()]
    }),
  )
}

/** Corrects the first households of the list one behind the other; gives what was typed by key. */
async function correct(page: Page, folder: string): Promise<Map<string, string[][]>> {
  const typed = new Map<string, string[][]>()
  const shown = page.locator('.record-head .quiet')
  await page.getByRole('button', { name: 'Daftar', exact: true }).click()
  await page.getByLabel('Cari nama').fill('')
  await page.locator('[data-row]').first().click()
  for (let n = 1; n <= CORRECTED; n++) {
    const key = (await shown.innerText()).split(' ')[0]!
    const address = question(page, 'households', '', 'alamat')
    await address.fill('')
    await address.pressSequentially(`JALAN BENAR ${n}`)
    typed.set(key, [OUTCOME, ['Alamat', `JALAN BENAR ${n}`]])
    if (n % 5 === 0) {
      await openStep(page, 'III')
      const floor = question(page, 'households', '', 'luas_lantai')
      await floor.fill('')
      await floor.pressSequentially('52,05')
      typed.get(key)!.push(['Luas lantai (m²)', '52,05'])
    }
    if (n % 10 === 0) await backupFrom(page, folder)
    await page.keyboard.press('Control+Enter')
    await page.waitForFunction((before) => !document.querySelector('.record-head .quiet')?.textContent?.startsWith(before), key)
  }
  return typed
}

test.group('The whole loop', (group) => {
  group.each.teardown(() => clock.restore())

  test('MoU, package, the village without a network, import, return and answer: exactly what was typed, nothing twice', async ({
    browser,
    browserContext,
    assert,
    cleanup,
  }) => {
    const office = await openOffice(([village]) =>
      Array.from({ length: 30 }, (_, n) => household(`K${String(n + 1).padStart(2, '0')}`, village!, n + 1)),
    )
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    const folder = mkdtempSync(join(tmpdir(), 'siks-whole-loop-'))
    await browserContext.loginAs(office.supervisor)
    const desk = await browserContext.newPage()
    const objections = complaintsOf(desk)
    await approve(desk, browser, office, folder)
    const { id, passphrase, path } = await issuePackage(desk, office, folder)

    const { page, complaints } = await (await computers(cleanup))()
    await openPackageIn(page, path, passphrase)
    const typed = await correct(page, folder)
    assert.lengthOf([...typed], CORRECTED)
    await openHousehold(page, SUCCESSION)
    await openStep(page, 'IV.1')
    await question(page, 'members', `${SUCCESSION}-1`, 'sta_keberadaan_art').fill('2')
    await page.locator('[data-heir]').fill('1')
    await page.getByText('UJI ISTRI menjadi kepala').waitFor()
    await page.keyboard.press('F9')
    for (const n of [1, 2]) {
      await page.getByRole('button', { name: 'Usulan baru' }).click()
      await question(page, 'households', '', 'alamat').fill(`JALAN USULAN ${n}`)
      await openStep(page, 'IV.1')
      await page.locator('[data-q^="members/"][data-q$="/nama"]').fill(`UJI PENDATANG ${n}`)
      await page.keyboard.press('F9')
      await page.locator('[data-notice]', { hasText: 'tersimpan' }).waitFor()
    }
    const exporting = { folder, keys: await office.act((tx) => issueSecrets(tx, id)) }
    const one = await exportFrom(page, exporting)
    assert.lengthOf(one.records, CORRECTED + 3)

    assert.match(await importOn(desk, one.path), /^Dibaca 23 = diterima 23 \+ ditolak 0 \+ bentrok 0/)
    for (const [key, wanted] of typed) assert.sameDeepMembers(await differencesOf(desk, key), wanted, key)
    assert.sameDeepMembers(await differencesOf(desk, SUCCESSION), [
      OUTCOME,
      ['Nama kepala rumah tangga', 'UJI ISTRI'],
      ['Keterangan keberadaan ART', '2 · Meninggal'],
      ['Hubungan dengan kepala rumah tangga', '1 · Kepala rumah tangga'],
      ['Hubungan dengan kepala keluarga', '1 · Kepala keluarga'],
    ])
    await desk.goto(`${base()}/bdt/usulan-baru`)
    await becomes(() => desk.locator('tbody tr').count(), 2)

    const [returned] = typed.keys() as unknown as [string]
    await desk.goto(`${base()}/bdt/ruta/${returned}`)
    await desk.locator('.page-actions').getByRole('button', { name: 'Kembalikan' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Alasan' }).fill('Nomor rumah belum ada')
    await dialog.getByRole('button', { name: 'Kembalikan' }).click()
    await desk.getByText('1 perubahan dikembalikan.').waitFor()
    await desk.goto(`${base()}/paket/berkas-balik`)
    const [back] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('main').locator('form[data-download] button').click(),
    ])
    await back.saveAs(join(folder, 'balik.siksback'))

    await page.getByRole('button', { name: 'Dikembalikan', exact: true }).click()
    await page.locator('[data-back]').setInputFiles(join(folder, 'balik.siksback'))
    await page.getByText('1 rumah tangga pada berkas balik').waitFor()
    await page.locator(`[data-row$="/${returned}"]`).click()
    await page.locator('[data-note]', { hasText: 'Nomor rumah belum ada' }).waitFor()
    await openStep(page, 'I')
    await question(page, 'households', '', 'alamat').fill('JALAN BENAR 1 NOMOR 7')
    await page.keyboard.press('F9')
    await page.getByText('Sudah diperbaiki').waitFor()
    const two = await exportFrom(page, exporting)
    assert.deepEqual([two.manifest.sequence, two.records.length], [2, CORRECTED + 3])
    assert.match(await importOn(desk, two.path), /^Dibaca 23 = diterima 23 \+ ditolak 0 \+ bentrok 0/)
    assert.deepEqual(await differencesOf(desk, returned), [['Alamat', 'JALAN BENAR 1 NOMOR 7']])
    await desk.goto(`${base()}/bdt/usulan-baru`)
    await becomes(() => desk.locator('tbody tr').count(), 2)
    await desk.goto(`${base()}/bdt/perbaikan?tersentuh=1`)
    await becomes(() => desk.locator('tbody input[name="ids[]"]').count(), CORRECTED + 1)
    assert.deepEqual([...complaints, ...objections], [])
  })
})
