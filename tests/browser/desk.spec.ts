import { test } from '@japa/runner'
import type { BrowserContext, Page } from 'playwright'
import type User from '#models/user'
import { generateLetter } from '#verification/finalise/index'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { becomes } from '#tests/support/patience'
import { base, complaintsOf, faultsOf, smallTargetsOf } from '#tests/support/page_faults'
import { giveProfile, inPlace, periodOf, seal, testRegister, update, write } from '../functional/finalisation/support.js'
import { focusFaults } from './support/keyboard.js'

/** A page of one person that is looked at wherever it stops. */
async function visit(context: BrowserContext, user: User) {
  await context.clearCookies()
  await context.loginAs(user)
  const page = await context.newPage()
  return { page, complaints: complaintsOf(page) }
}

async function clean(page: Page): Promise<string[]> {
  return [...(await faultsOf(page)), ...(await smallTargetsOf(page)).map((target) => `${page.url()} too small: ${target}`)]
}

test.group('Desks', () => {
  test('a province writes a remark, the supervisor reads it and writes feedback, the ministry answers and announces', async ({
    browserContext,
    assert,
  }) => {
    const { regency, place, docs } = await testRegister(4)
    await write(place, [update(docs[0]!)])
    const [province, supervisor, staff] = [
      await provinceSupervisorOf(regency.province),
      await supervisorOf(regency.code),
      await ministryStaff(),
    ]

    const first = await visit(browserContext, province)
    await first.page.goto(`${base()}/admin/kemajuan?periode=${place.periodId}`)
    assert.deepEqual(await clean(first.page), [])
    await Promise.all([
      first.page.waitForEvent('load'),
      first.page.getByRole('link', { name: regency.name, exact: true }).click(),
    ])
    assert.deepEqual(await clean(first.page), [])
    await first.page.getByLabel(/Catatan untuk supervisor/).fill('Mohon dilanjutkan.')
    await first.page.getByRole('button', { name: 'Kirim catatan' }).click()
    await first.page.getByText('Belum dibaca').waitFor()
    await first.page.goto(`${base()}/beranda`)
    assert.deepEqual(await clean(first.page), [])

    const second = await visit(browserContext, supervisor)
    await second.page.goto(`${base()}/beranda`)
    await Promise.all([
      second.page.waitForEvent('load'),
      second.page.getByRole('link', { name: /catatan provinsi belum dibaca/ }).click(),
    ])
    assert.deepEqual(await clean(second.page), [])
    await second.page.getByRole('button', { name: 'Sudah dibaca' }).click()
    await second.page.getByRole('button', { name: 'Sudah dibaca' }).waitFor({ state: 'detached' })
    await second.page.getByText(supervisor.name).last().waitFor()
    await second.page.locator('footer').getByRole('link', { name: 'Masukan dan Saran' }).click()
    await second.page.getByLabel('Usul perbaikan').waitFor()
    await becomes(() => second.page.getByLabel('Alamat halaman').inputValue(), '/catatan')
    assert.deepEqual(await focusFaults(second.page), [])
    await second.page.getByLabel('Usul perbaikan').check()
    await second.page.getByLabel('Isi').fill('Mohon saringan menurut kecamatan.')
    await second.page.getByRole('button', { name: 'Kirim' }).click()
    const title = second.page.locator('h1', { hasText: /MS-\d{6}/ })
    const receipt = /MS-\d{6}/.exec(await title.innerText())![0]
    assert.deepEqual(await clean(second.page), [])

    const third = await visit(browserContext, staff)
    await third.page.goto(`${base()}/admin/masukan?keadaan=waiting`)
    assert.deepEqual(await clean(third.page), [])
    await third.page.getByRole('link', { name: receipt }).click()
    await third.page.getByRole('textbox', { name: 'Jawaban' }).fill('Dicatat untuk versi berikutnya.')
    await third.page.getByRole('button', { name: 'Kirim jawaban' }).click()
    await third.page.getByText('Jawaban dikirim').waitFor()
    await third.page.goto(`${base()}/admin/pengumuman/baru`)
    assert.deepEqual(await clean(third.page), [])
    assert.deepEqual(await focusFaults(third.page), [])
    await third.page.getByRole('textbox', { name: 'Judul' }).fill(`Pengumuman ${regency.code}`)
    await third.page.getByRole('textbox', { name: 'Isi' }).fill('Baris pertama.\nBaris kedua.')
    await third.page.getByRole('textbox', { name: 'Untuk wilayah' }).fill(regency.code)
    await third.page.getByRole('button', { name: 'Terbitkan' }).click()
    await third.page.getByRole('rowheader', { name: `Pengumuman ${regency.code}` }).waitFor()
    for (const path of ['', '/dokumen', '/dokumen/baru', '/tanya-jawab', '/kontak']) {
      await third.page.goto(`${base()}/admin/pengumuman${path}`)
      assert.deepEqual(await clean(third.page), [])
    }
    await third.page.goto(`${base()}/admin/kesehatan`)
    assert.deepEqual(await clean(third.page), [])
    await third.page
      .getByLabel(/Ringkasan tanpa rahasia/)
      .filter({ hasText: 'PostgreSQL' })
      .waitFor()

    const fourth = await visit(browserContext, supervisor)
    await fourth.page.goto(`${base()}/beranda`)
    await fourth.page.locator('main').getByText(`Pengumuman ${regency.code}`).first().waitFor()
    await fourth.page.goto(`${base()}/notifikasi`)
    await fourth.page.getByRole('button', { name: new RegExp(receipt) }).click()
    await fourth.page.getByText('Dicatat untuk versi berikutnya.').waitFor()
    for (const { complaints } of [first, second, third, fourth]) assert.deepEqual(complaints, [])
  })

  test('an auditor goes from the log to a letter, its villages and their files, and checks the seal of a region', async ({
    browserContext,
    assert,
  }) => {
    const { regency, place, docs } = await testRegister(4)
    await giveProfile(place.regency)
    await write(place, [update(docs[0]!)])
    await seal(place)
    const { letter } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
    const { page, complaints } = await visit(browserContext, await ministryStaff('auditor'))
    await page.goto(`${base()}/admin/log`)
    assert.deepEqual(await clean(page), [])
    await page.getByLabel('Wilayah').fill(regency.code)
    await page.getByRole('button', { name: 'Terapkan' }).click()
    await page.locator('tbody').getByText('letter.generated').first().waitFor()
    await page.goto(`${base()}/admin/jejak-surat?wilayah=${regency.code}`)
    assert.deepEqual(await clean(page), [])
    await page.getByRole('link', { name: letter.number }).click()
    await page.getByText('Akar cocok dengan yang tercetak').waitFor()
    await page.locator(`a[href*="desa=${regency.villages[0]}"]`).click()
    await page.getByRole('heading', { name: 'Asal data' }).waitFor()
    assert.deepEqual(await clean(page), [])
    await page.getByRole('link', { name: 'Cetak' }).click()
    await page.getByRole('button', { name: 'Cetak' }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.goto(`${base()}/admin/log/blok`)
    assert.deepEqual(await clean(page), [])
    await page.getByRole('button', { name: `Periksa ${regency.name}`, exact: true }).click()
    await page.getByRole('status').filter({ hasText: 'utuh' }).waitFor()
    assert.deepEqual(await clean(page), [])
    assert.deepEqual(complaints, [])
  })
})
