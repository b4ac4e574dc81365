import { test } from '@japa/runner'
import type { Page } from 'playwright'
import User from '#models/user'
import { clock } from '#services/clock'
import { changed, household, NOON, openDesk, take, writeExport, type Desk } from '#tests/functional/imports/support'
import { saveFaqEntry } from '#services/announcements/faq'
import { as } from '#tests/functional/desk/support'
import { base, excessOf, NARROW } from '#tests/support/page_faults'
import { ministryStaff } from '#tests/support/people'
import { hasFocus, tabTo } from './support/keyboard.js'

const FINGER = 44

async function deskAt(count: number): Promise<Desk> {
  const desk = await openDesk((village) => Array.from({ length: count }, (_, n) => household(`H${n + 1}`, village, n + 1)))
  clock.restore()
  clock.shift(NOON.getTime() - Date.now())
  return desk
}

/** Upper edges of the cells of the first row with these labels. */
function edges(page: Page, labels: readonly string[]): Promise<number[]> {
  return page.evaluate(
    (wanted) =>
      wanted.map((label) => Math.round(document.querySelector(`tbody td[data-label="${label}"]`)!.getBoundingClientRect().top)),
    [...labels],
  )
}

test.group('On a telephone', (group) => {
  group.each.teardown(() => clock.restore())

  test('figures of a row share a line, filters wait to be asked for, and whatever is pressed is as wide as a finger', async ({
    browser,
    browserContext,
    assert,
  }) => {
    const desk = await deskAt(2)
    await take(desk, { device: 'PC-0', records: [{ doc: changed(household('H1', desk.village, 1), { alamat: 'RT 05' }) }] })
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const phone = await browser.newContext({
      ...{ viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true },
      storageState: await browserContext.storageState(),
    })
    const page = await phone.newPage()

    await page.goto(`${base()}/import/riwayat`)
    const [read, ...others] = await edges(page, ['Dibaca', 'Diterima'])
    assert.deepEqual(others, [read])

    await page.goto(`${base()}/bdt/perbaikan`)
    const district = page.getByLabel('Kecamatan', { exact: true })
    await page.getByLabel('Cari').waitFor()
    await district.waitFor({ state: 'hidden' })
    await page.getByLabel('Saringan lain').check()
    await district.waitFor()
    const small = await page.evaluate(
      (least) =>
        [...document.querySelectorAll('main .btn, main select, main input[type=search], .top button, .top a, .top summary')]
          .map((element) => [element.textContent!.trim(), element.getBoundingClientRect().height] as const)
          .filter(([, height]) => height > 0 && height < least),
      FINGER,
    )
    assert.deepEqual(small, [])
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.isAtMost(over, 0)

    await page.goto(`${base()}/bdt/perbaikan?kecamatan=${desk.regency.district}`)
    await district.waitFor()

    await page.goto(`${base()}/bdt/kemajuan?kecamatan=${desk.regency.district}`)
    const shown = await page.locator('tbody tr').first().innerText()
    assert.notMatch(shown, /0 bentrok/)
    await phone.close()
  })

  test('the second page of a list and a word longer than a line stay within the window', async ({ browserContext, assert }) => {
    const desk = await deskAt(26)
    const [question, answer] = ['W'.repeat(200), 'M'.repeat(200)]
    const said = { question_id: question, question_en: question, answer_id: answer, answer_en: answer }
    await as(await ministryStaff(), (tx) => saveFaqEntry(tx, { subject: 'account', ...said }))
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    await page.setViewportSize(NARROW)
    await page.goto(`${base()}/bdt/perbaikan?baris=25`)
    await page.getByRole('link', { name: 'Berikutnya' }).click()
    await page.getByRole('link', { name: 'Pertama' }).waitFor()
    assert.isAtMost(await excessOf(page), 0)
    await page.goto(`${base()}/faq`)
    await page.getByText(question).click()
    await page.getByText(answer).waitFor()
    assert.isAtMost(await excessOf(page), 0)
  })
})

test.group('By keyboard from the beginning of a page', (group) => {
  group.each.teardown(() => clock.restore())

  test('three keys lead to the first table, and a page without one does not offer it', async ({ browserContext, assert }) => {
    const desk = await deskAt(2)
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    await page.goto(`${base()}/bdt/perbaikan`)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await hasFocus(page.getByRole('link', { name: 'Langsung ke tabel' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.locator('tbody a').first())
    const before = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, summary')]
      return all.indexOf(document.activeElement as HTMLElement)
    })
    assert.isAbove(before, 20)
    await page.goto(`${base()}/masukan`)
    await page.getByRole('link', { name: 'Langsung ke isi' }).waitFor({ state: 'attached' })
    await page.getByRole('link', { name: 'Langsung ke tabel' }).waitFor({ state: 'detached' })
  })

  test('a filter sent by keyboard leads to the table that it gives or back to its field, one sent by a click to the top', async ({
    browserContext,
    assert,
  }) => {
    const desk = await deskAt(2)
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    await page.goto(`${base()}/bdt/perbaikan`)
    await tabTo(page, page.locator('#cari'))
    await page.keyboard.type('TIDAK ADA')
    await page.keyboard.press('Enter')
    await page.waitForURL(/cari=/)
    await hasFocus(page.locator('#cari'))
    await page.goto(`${base()}/bdt/perbaikan`)
    await page.locator('#saring-kecamatan').selectOption(desk.regency.district)
    await tabTo(page, page.getByRole('button', { name: 'Terapkan' }))
    await page.keyboard.press('Enter')
    await page.waitForURL(/kecamatan=\d/)
    await hasFocus(page.locator('#tabel'))
    await page.getByRole('button', { name: 'Terapkan' }).click()
    await page.waitForLoadState('networkidle')
    assert.isTrue(await page.evaluate(() => document.activeElement === document.body))
  })

  test('when a check ends, the focus stands at its result and not at the top of the page', async ({ browserContext, assert }) => {
    const desk = await deskAt(2)
    const record = { doc: changed(household('H1', desk.village, 1), { alamat: 'RT 09' }) }
    const file = await writeExport(desk, { device: 'PC-1', name: 'pc-1.siks', records: [record] })
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    await page.goto(`${base()}/import`)
    await page.getByLabel('Saya sudah membaca').check()
    await page.getByRole('button', { name: 'Setuju dan lanjutkan' }).click()
    await page.locator('.dropzone').waitFor()
    await page.locator('input[type=file]').first().setInputFiles(file)
    await page.getByRole('button', { name: 'Periksa 1 berkas' }).click()
    await page.getByRole('button', { name: 'Terapkan 1 data' }).waitFor()
    await hasFocus(page.getByRole('group', { name: 'Hasil pemeriksaan semua berkas' }))
    assert.equal(await page.evaluate(() => sessionStorage.getItem('siks.tiba')), null)
  })
})

test.group("Printed, and in colours of one's own", (group) => {
  group.each.teardown(() => clock.restore())

  test('a list says on paper what it was narrowed to, without boxes; what is chosen shows where only two colours are', async ({
    browserContext,
    assert,
  }) => {
    const desk = await deskAt(2)
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    await page.goto(`${base()}/bdt/perbaikan?kecamatan=${desk.regency.district}`)
    await page.emulateMedia({ media: 'print' })
    await page.locator('.chip').first().waitFor()
    await page.locator('.chips-clear').waitFor({ state: 'hidden' })
    await page.locator('tbody .is-check').first().waitFor({ state: 'hidden' })
    const underlined = await page
      .locator('tbody th a')
      .first()
      .evaluate((link) => getComputedStyle(link).textDecorationLine)
    assert.equal(underlined, 'none')

    await page.emulateMedia({ media: 'screen', forcedColors: 'active' })
    const shades = await page
      .locator('.language button')
      .evaluateAll((buttons) => buttons.map((button) => getComputedStyle(button).backgroundColor))
    assert.notEqual(shades[0], shades[1])
  })
})
