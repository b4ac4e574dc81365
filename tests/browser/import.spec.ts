import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from '@japa/runner'
import type { Page } from 'playwright'
import User from '#models/user'
import { clock } from '#services/clock'
import { changed, household, NOON, openDesk, take, working, writeExport } from '#tests/functional/imports/support'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SIZES = [
  { width: 1366, height: 768 },
  { width: 360, height: 800 },
]

const base = () => `http://${process.env.HOST}:${process.env.PORT}`

interface Finding {
  id: string
  nodes: { html: string }[]
}

/** The open page at both sizes: nothing wider than the window, nothing that WCAG 2.2 AA forbids. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const size of SIZES) {
    await page.setViewportSize(size)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (over > 0) faults.push(`${page.url()} ${size.width}: ${over} px too wide`)
    await page.evaluate(AXE)
    const found = await page.evaluate<Finding[]>(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((result) => result.violations)`,
    )
    faults.push(...found.map(({ id, nodes }) => `${page.url()} ${size.width}: ${id} ${nodes[0]?.html.slice(0, 160)}`))
  }
  await page.setViewportSize(SIZES[0]!)
  return faults
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
    const complaints: string[] = []
    page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
    page.on('pageerror', (error) => complaints.push(error.message))

    await page.goto(`${base()}/import`)
    assert.deepEqual(await faultsOf(page), [])
    await page.getByLabel('Saya sudah membaca').check()
    await page.getByRole('button', { name: 'Setuju dan lanjutkan' }).click()
    await page.locator('.dropzone').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.locator('#pick-files').setInputFiles([clean, mixed])
    await page.getByRole('button', { name: 'Periksa 2 berkas' }).click()
    await page.waitForURL(/\/import\/[0-9a-f-]{36}$/)
    await page.getByText('Dibaca 4 = diterima 2 + ditolak 1 + bentrok 1').waitFor({ timeout: 60_000 })
    assert.deepEqual(await faultsOf(page), [])

    await page.getByRole('link', { name: 'Laporan pc-2.siks' }).click()
    await page.getByText('di berkas “RT 06”, tersimpan “RT 05”').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.goBack()

    await page.getByRole('button', { name: 'Terapkan semua yang bersih (1 dari 2)' }).click()
    await page
      .locator('.import-file', { hasText: 'pc-1.siks' })
      .getByText('Diterapkan', { exact: true })
      .waitFor({ timeout: 60_000 })
    assert.equal((await working(desk, 'H1'))?.doc.values.alamat, 'RT 09')

    await page.getByRole('link', { name: 'Urungkan pc-1.siks' }).click()
    await page.getByRole('button', { name: 'Urungkan 2 data' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('2 data dikembalikan ke keadaan sebelum berkas ini').waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await dialog.getByRole('button', { name: 'Urungkan 2 data' }).click()
    await page.locator('.import-file', { hasText: 'pc-1.siks' }).getByText('Diurungkan').waitFor({ timeout: 60_000 })
    assert.isUndefined(await working(desk, 'H1'))

    await page.goto(`${base()}/import/riwayat`)
    assert.equal(await page.locator('tbody tr').count(), 3)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
