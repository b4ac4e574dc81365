import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { BrowserContext, Page } from 'playwright'
import User from '#models/user'
import { clock } from '#services/clock'
import { dataFolder } from '#services/database/addresses'
import { changed, household, NOON, openDesk, take, working, writeExport } from '#tests/functional/imports/support'
import { base, complaintsOf, faultsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'

/** A desk with one household on the day of the tests, its supervisor signed in. */
async function signedIn(context: BrowserContext) {
  const desk = await openDesk((village) => [household('H1', village, 1)])
  clock.restore()
  clock.shift(NOON.getTime() - Date.now())
  const user = await User.findOrFail(desk.own.actor.id)
  await context.loginAs(user)
  return { desk, user, page: await context.newPage() }
}

async function agree(page: Page) {
  await page.goto(`${base()}/import`)
  await page.getByLabel('Saya sudah membaca').check()
  await page.getByRole('button', { name: 'Setuju dan lanjutkan' }).click()
}

test.group('Import in the browser', (group) => {
  group.each.teardown(() => clock.restore())

  test('a newcomer agrees to the terms, drops two files, sees the counts, applies the clean one and undoes it', async ({
    browserContext,
    assert,
  }) => {
    const desk = await openDesk((village) => [1, 2, 3].map((n) => household(`H${n}`, village, n)))
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    const edited = (key: string, n: number, alamat: string) => ({
      doc: changed(household(key, desk.village, n), { alamat }),
    })
    await take(desk, { device: 'PC-0', records: [edited('H3', 3, 'RT 05')] })
    const clean = await writeExport(desk, {
      ...{ device: 'PC-1', name: 'pc-1.siks' },
      records: [edited('H1', 1, 'RT 09'), edited('H2', 2, 'RT 01/RW 02')],
    })
    const mixed = await writeExport(desk, {
      ...{ device: 'PC-2', name: 'pc-2.siks' },
      records: [edited('H3', 3, 'RT 06'), edited('H9', 9, 'RT 01')],
    })

    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    await page.goto(`${base()}/import`)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByLabel('Saya sudah membaca').check()
    await page.getByRole('button', { name: 'Setuju dan lanjutkan' }).click()
    await page.locator('.dropzone').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.locator('#pick-files').setInputFiles([clean, mixed])
    await page.getByRole('button', { name: 'Periksa 2 berkas' }).click()
    await page.waitForURL(/\/import\/[0-9a-f-]{36}$/)
    await page.getByText('Dibaca 4 = diterima 2 + ditolak 1 + bentrok 1').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.getByRole('link', { name: 'Laporan pc-2.siks' }).click()
    await page.getByText('di berkas “RT 06”, tersimpan “RT 05”').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.goBack()

    await page.getByRole('button', { name: 'Terapkan semua yang bersih (1 dari 2)' }).click()
    await page.locator('.import-file', { hasText: 'pc-1.siks' }).getByText('Diterapkan', { exact: true }).waitFor()
    assert.equal((await working(desk, 'H1'))?.doc.values.alamat, 'RT 09')

    await page.getByRole('link', { name: 'Urungkan pc-1.siks' }).click()
    await page.getByRole('button', { name: 'Urungkan 2 data' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('2 data dikembalikan ke keadaan sebelum berkas ini').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await dialog.getByRole('button', { name: 'Urungkan 2 data' }).click()
    await page.locator('.import-file', { hasText: 'pc-1.siks' }).getByText('Diurungkan').waitFor()
    assert.isUndefined(await working(desk, 'H1'))

    await page.goto(`${base()}/import/riwayat`)
    await becomes(() => page.locator('tbody tr').count(), 3)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })

  test('an upload whose session has ended goes on after a new sign-in in another tab; chosen again after a closed page, nothing of it is sent twice', async ({
    browserContext,
    assert,
  }) => {
    const { desk, user, page } = await signedIn(browserContext)
    await agree(page)
    await page.locator('.dropzone').waitFor()
    await browserContext.clearCookies()
    const doc = changed(household('H1', desk.village, 1), { alamat: 'RT 09' })
    const file = await writeExport(desk, { device: 'PC-1', name: 'pc-1.siks', records: [{ doc }] })
    await page.locator('#pick-files').setInputFiles(file)
    await page.getByText('Sesi berakhir, masuk lagi; unggahan dilanjutkan.').first().waitFor()
    await page.getByRole('link', { name: 'Masuk lagi di tab baru' }).and(page.locator('[href="/masuk"]')).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await browserContext.loginAs(user)
    await page.getByRole('button', { name: 'Coba lagi' }).click()
    await page.locator('.upload-state[data-state=done]').waitFor()
    await page.getByRole('link', { name: 'Masuk lagi di tab baru' }).waitFor({ state: 'hidden' })
    const sent: string[] = []
    page.on('request', (request) => request.url().includes('/unggahan') && sent.push(request.method()))
    await page.reload()
    await page.locator('#pick-files').setInputFiles(file)
    await page.locator('.upload-state[data-state=done]').waitFor()
    assert.deepEqual(sent, ['HEAD'])
    await page.locator('.uploader button[type=submit]').click()
    await page.waitForURL(/\/import\/[0-9a-f-]{36}/)
  })

  test('what is in a dropped folder is waited for; one that cannot be read is said', async ({ browserContext }) => {
    const { page } = await signedIn(browserContext)
    await agree(page)
    await page.locator('.dropzone').waitFor()
    const drop = (isReadable: boolean) =>
      page.evaluate((readable) => {
        const file = {
          name: 'satu.siks',
          isFile: true,
          file: (done: (file: File) => void) => done(new File(['satu'], 'satu.siks')),
        }
        const batches = [[file], []]
        const readEntries = (done: (some: object[]) => void, refuse: (error: Error) => void) =>
          setTimeout(() => (readable ? done(batches.shift()!) : refuse(new Error('gone'))), 700)
        const folder = { name: 'folder', isDirectory: true, createReader: () => ({ readEntries }) }
        const dataTransfer = { items: [{ webkitGetAsEntry: () => folder }], files: [] }
        document.querySelector('.dropzone')!.dispatchEvent(Object.assign(new Event('drop', { bubbles: true }), { dataTransfer }))
      }, isReadable)
    const button = page.locator('.uploader button[type=submit]')
    await page.locator('#pick-files').setInputFiles({ name: 'dua.siks', mimeType: '', buffer: Buffer.from('dua') })
    await page.getByText('Periksa 1 berkas').waitFor()
    await drop(true)
    await becomes(async () => [await button.isEnabled(), await button.textContent()], [false, 'Menunggu unggahan selesai …'])
    await becomes(async () => [await button.isEnabled(), await button.textContent()], [true, 'Periksa 2 berkas'])
    await drop(false)
    await page.getByText('Isi folder itu tidak dapat dibaca').waitFor()
    await becomes(() => button.isEnabled(), true)
  })

  test('an upload whose line is dead, though nobody said so, goes on by itself after three minutes', async ({
    browserContext,
    assert,
  }) => {
    const { desk, page } = await signedIn(browserContext)
    await page.clock.install()
    await agree(page)
    await page.locator('.dropzone').waitFor()
    const sent: string[] = []
    await page.route('**/unggahan/**', (route) => {
      sent.push(route.request().method())
      // The first piece never arrives and is never refused.
      return sent.filter((method) => method === 'PATCH').length === 1 && sent.at(-1) === 'PATCH' ? undefined : route.continue()
    })
    const doc = changed(household('H1', desk.village, 1), { alamat: 'RT 09' })
    await page
      .locator('#pick-files')
      .setInputFiles(await writeExport(desk, { device: 'PC-1', name: 'pc-1.siks', records: [{ doc }] }))
    await becomes(async () => sent.at(-1), 'PATCH')
    await page.clock.fastForward(170_000)
    await page.locator('.upload-state[data-state=sending]').waitFor()
    assert.deepEqual(sent, ['PATCH'])
    await page.clock.fastForward(30_000)
    await page.locator('.upload-state[data-state=done]').waitFor()
    assert.deepEqual(sent, ['PATCH', 'HEAD', 'PATCH'])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  test('a broken line is told while it is tried again, and the upload goes on by itself', async ({ browserContext }) => {
    const { desk, page } = await signedIn(browserContext)
    await page.clock.install()
    await agree(page)
    await page.locator('.dropzone').waitFor()
    let broken = true
    await page.route('**/unggahan/**', (route) => (broken ? route.abort('internetdisconnected') : route.continue()))
    const doc = changed(household('H1', desk.village, 1), { alamat: 'RT 09' })
    await page
      .locator('#pick-files')
      .setInputFiles(await writeExport(desk, { device: 'PC-1', name: 'pc-1.siks', records: [{ doc }] }))
    const state = page.locator('.upload-state')
    await page.clock.runFor(100)
    await page.getByText('Sambungan terputus, dicoba lagi').waitFor()
    await page.locator('.upload-state[data-state=sending]').waitFor()
    broken = false
    await page.clock.runFor(30_000)
    await page.locator('.upload-state[data-state=done]').waitFor()
    await becomes(async () => (await state.textContent())?.trim(), 'Terunggah')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  test('an upload that the server has let go of is sent anew by itself', async ({ browserContext, assert }) => {
    const { desk, page } = await signedIn(browserContext)
    await agree(page)
    await page.locator('.dropzone').waitFor()
    let isThere = true
    await page.route('**/unggahan/**', (route) => {
      if (isThere) rmSync(join(dataFolder(), 'uploads', desk.regency.code), { recursive: true })
      isThere = false
      return route.continue()
    })
    const sent: string[] = []
    page.on('response', (answer) => {
      if (answer.url().includes('/unggahan')) sent.push(`${answer.request().method()} ${answer.status()}`)
    })
    const doc = changed(household('H1', desk.village, 1), { alamat: 'RT 09' })
    await page
      .locator('#pick-files')
      .setInputFiles(await writeExport(desk, { device: 'PC-1', name: 'pc-1.siks', records: [{ doc }] }))
    await page.locator('.upload-state[data-state=done]').waitFor()
    assert.deepEqual(sent, ['POST 201', 'PATCH 404', 'HEAD 404', 'POST 201', 'PATCH 204'])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
})
