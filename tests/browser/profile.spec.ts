import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { test } from '@japa/runner'
import { fileContent, findFile } from '#services/files'
import { profileFor } from '#services/profiles/profile'
import { base, complaintsOf, faultsOf, NARROW, smallTargetsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'
import { supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'
import { hasFocus } from './support/keyboard.js'

test.group('Profil in the browser', (group) => {
  let folder = ''
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-profil-'))
  })
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  test('the letter follows what is typed, a logo is cropped by keyboard alone, and the server keeps that part', async ({
    browserContext,
    assert,
  }) => {
    const { code } = await regencyForTest()
    await browserContext.loginAs(await supervisorOf(code))
    const red = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer()
    const logo = join(folder, 'logo.png')
    await sharp({ create: { width: 400, height: 200, channels: 3, background: '#0000ff' } })
      .composite([{ input: red, left: 200, top: 0 }])
      .png()
      .toFile(logo)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${base()}/profil`)
    await page.locator('[name="signing[letterhead]"]').fill('PEMERINTAH KOTA UJI\nDINAS SOSIAL')
    await page.locator('[name="signing[position]"]').fill('Kepala Dinas Sosial')
    await page.locator('[name="signing[capacity]"]').selectOption('plt.')
    await page.locator('[name="signing[number_pattern]"]').fill('{kode}/{nomor:3}/{tahun}')
    await page.locator('[data-letter=lines]', { hasText: 'PEMERINTAH KOTA UJI' }).waitFor()
    await page.locator('[data-letter=above]', { hasText: 'Plt. Kepala Dinas Sosial,' }).waitFor()
    await page.locator('[data-letter=number]', { hasText: '/001/' }).waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.locator('[name=logo]').setInputFiles(logo)
    const frame = page.getByRole('application', { name: 'Bingkai potongan' })
    await frame.waitFor()
    await hasFocus(frame)
    for (let press = 0; press < 10; press++) await page.keyboard.press('-')
    for (let press = 0; press < 6; press++) await page.keyboard.press('Shift+ArrowRight')
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    await page.keyboard.press('Enter')
    await page.getByAltText('Gambar yang akan disimpan').first().waitFor()
    await becomes(() => page.locator('[name=logo_crop]').inputValue(), '0.50000,0.25000,0.50000,0.50000')
    await page.locator('[data-letter-logo][src^="data:image/png"]').first().waitFor()
    await page.setViewportSize(NARROW)
    assert.deepEqual(await faultsOf(page), [])
    await page.locator('[name="signing[name]"]').fill('Siti Rahayu')
    await page.locator('[name="signing[place]"]').fill('Uji')
    await page.getByRole('button', { name: 'Simpan profil' }).last().click()
    await page.getByText('Profil sudah disimpan.').waitFor()
    const kept = await inScope(code, async (tx) => fileContent((await findFile(tx, (await profileFor(tx, code)).logoFileId!))!))
    const { data, info } = await sharp(kept).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    assert.deepEqual([info.width, info.height, ...data.subarray(0, 3)], [200, 100, 255, 0, 0])
    assert.deepEqual(complaints, [])
  })
})
