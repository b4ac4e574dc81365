import { test } from '@japa/runner'
import type { Assert } from '@japa/assert'
import type { Page } from 'playwright'
import User from '#models/user'
import { clock } from '#services/clock'
import { changed, household, NOON, openDesk, take, working, writeExport } from '#tests/functional/imports/support'
import { giveProfile } from '#tests/functional/finalisation/support'
import { PASSWORD } from '#tests/support/people'
import { base, complaintsOf } from '#tests/support/page_faults'
import { focusFaults, hasFocus, hasFocusWithin, tabTo } from './support/keyboard.js'

/** Walks a whole page by Tab: every stop is seen, none is hidden, and the way goes as one reads. */
async function walked(page: Page, assert: Assert) {
  assert.deepEqual(await focusFaults(page), [], page.url())
}

test.group('By keyboard alone', (group) => {
  group.each.teardown(() => clock.restore())

  test('a supervisor signs in, imports, reviews, decides, edits and finalises, and always sees where he is', async ({
    browserContext,
    assert,
  }) => {
    const desk = await openDesk((village) => [1, 2, 3, 4].map((n) => household(`H${n}`, village, n)))
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    await giveProfile(desk.regency.code)
    const edited = (n: number, alamat: string) => ({ doc: changed(household(`H${n}`, desk.village, n), { alamat }) })
    await take(desk, { device: 'PC-0', records: [edited(3, 'RT 05'), edited(4, 'RT 07')] })
    const file = await writeExport(desk, { device: 'PC-1', name: 'pc-1.siks', records: [edited(1, 'RT 09'), edited(3, 'RT 06')] })
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    // Asked for long before it comes: a dialog that opens while the browser is still being told to hand it over is lost.
    const chooser = page.waitForEvent('filechooser', { timeout: 240_000 })
    const { login } = await User.findOrFail(desk.own.actor.id)
    const press = (key: string) => page.keyboard.press(key)
    const button = (name: string | RegExp) => page.getByRole('button', { name })

    await page.goto(`${base()}/masuk`)
    await walked(page, assert)
    await tabTo(page, page.locator('input[name=login]'))
    await page.keyboard.type(login)
    await press('Tab')
    await page.keyboard.type(PASSWORD)
    await press('Enter')
    await page.waitForURL('**/beranda')

    await press('Tab')
    await hasFocus(page.getByRole('link', { name: 'Langsung ke isi' }))
    await press('Enter')
    await hasFocus(page.locator('#isi'))
    await walked(page, assert)
    await tabTo(page, page.locator('.person summary'))
    await press('Enter')
    await press('Tab')
    await hasFocusWithin(page.locator('.person-menu'))
    await press('Escape')
    await hasFocus(page.locator('.person summary'))
    await tabTo(page, page.getByRole('link', { name: 'Import Data' }))
    await press('Enter')
    await page.waitForURL('**/import')

    await walked(page, assert)
    await tabTo(page, page.getByLabel('Saya sudah membaca'))
    await press('Space')
    await tabTo(page, button('Setuju dan lanjutkan'))
    await press('Enter')
    await page.locator('.dropzone').waitFor()
    await walked(page, assert)
    await tabTo(page, page.locator('#pick-files'))
    await press('Enter')
    await (await chooser).setFiles(file)
    await button('Periksa 1 berkas').waitFor()
    await tabTo(page, button('Periksa 1 berkas'))
    await press('Enter')
    await button('Terapkan 2 data').waitFor()
    await page.waitForLoadState('networkidle')
    await walked(page, assert)
    await tabTo(page, button('Terapkan 2 data'))
    await press('Enter')
    await page.getByText('Diterapkan', { exact: true }).waitFor()

    await tabTo(page, page.getByRole('link', { name: '1 bentrok' }))
    await press('Enter')
    await page.waitForURL(/status=conflict/)
    await tabTo(page, page.locator('tbody a').first())
    await press('Enter')
    await page.locator('.clash').waitFor()
    await walked(page, assert)
    await tabTo(page, page.locator('.clash input[type=radio]').first())
    await press('Space')
    await tabTo(page, button('Putuskan per isian'))
    await press('Enter')
    await page.getByText('Bentrok diputuskan').waitFor()
    await hasFocus(page.locator('main .notice', { hasText: 'Bentrok diputuskan' }))
    assert.equal((await working(desk, 'H3'))?.doc.values.alamat, 'RT 06')

    const back = page.locator('.page-actions').getByRole('button', { name: 'Kembalikan' })
    await tabTo(page, back)
    await press('Enter')
    const dialog = page.getByRole('dialog')
    await hasFocusWithin(dialog)
    for (let step = 0; step < 12; step++) {
      const outside = await page.evaluate(
        () => document.activeElement?.closest('dialog') === null && document.activeElement !== document.body,
      )
      assert.isFalse(outside, `Tab ${step} leaves the dialog`)
      await press('Tab')
    }
    await press('Escape')
    await hasFocus(back)
    await press('Enter')
    await hasFocusWithin(dialog)
    await tabTo(page, dialog.getByRole('textbox', { name: 'Alasan' }))
    await page.keyboard.type('Nomor KK diperiksa')
    await tabTo(page, dialog.getByRole('button', { name: 'Kembalikan' }))
    await press('Enter')
    await page.getByText('1 perubahan dikembalikan.').waitFor()

    await page.goto(`${base()}/bdt/perbaikan`)
    await walked(page, assert)
    await tabTo(page, page.locator('input[value="H4"]'))
    await press('Space')
    await page.getByText('1 dipilih di halaman ini').waitFor()
    await tabTo(page, button('Terima').first(), 'back')
    await press('Enter')
    await tabTo(page, button('Terima 1 perubahan'))
    await press('Enter')
    await page.getByText('1 perubahan diterima.').waitFor()

    await page.goto(`${base()}/bdt/ruta/H1/ubah?blok=III`)
    await walked(page, assert)
    await tabTo(page, page.locator('#f-q-luas_lantai'))
    await press('ControlOrMeta+A')
    await page.keyboard.type('54')
    await tabTo(page, page.getByRole('button', { name: 'Simpan', exact: true }))
    await press('Enter')
    await page.getByText('Tersimpan:').waitFor()
    assert.equal((await working(desk, 'H1'))?.doc.values.luas_lantai, 54)

    await page.goto(`${base()}/bdt/finalisasi`)
    await walked(page, assert)
    await tabTo(page, button('Finalisasi periode ini'))
    await press('Enter')
    await hasFocus(page.locator('dialog[open] input[name=confirmation]'))
    await page.keyboard.type('finalisasi')
    await press('Enter')
    await page.getByText('Difinalisasi pada').waitFor()
    await walked(page, assert)
    assert.deepEqual(complaints, [])
  })

  test('on a phone, too, every stop of a list, a household and its form is seen', async ({ browserContext, assert }) => {
    const desk = await openDesk((village) => [1, 2].map((n) => household(`H${n}`, village, n)))
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    await page.setViewportSize({ width: 360, height: 800 })
    for (const path of [
      '/beranda',
      '/bdt/perbaikan',
      '/bdt/ruta/H1',
      '/bdt/ruta/H1/ubah?blok=III',
      '/bdt/rekapitulasi',
      '/profil',
    ]) {
      await page.goto(base() + path)
      await walked(page, assert)
    }
  })
})
