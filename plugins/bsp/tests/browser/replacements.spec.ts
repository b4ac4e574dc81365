import { test } from '@japa/runner'
import { complaintsOf, faultsOf, supervisorOf, tabTo } from '#core/testing'
import { decideOutcome, testList } from '../functional/support.js'

const address = (path: string) => `http://${process.env.HOST}:${process.env.PORT}${path}`

test.group('Replacements of the food aid in the browser', () => {
  test('a supervisor chooses a substitute, lets it go, chooses again, accepts it and shifts a free place', async ({
    browserContext,
    assert,
  }) => {
    const list = await testList({ quota: 6 })
    await decideOutcome(list, 'A001', 'well_off')
    await browserContext.loginAs(await supervisorOf(list.regency.code))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const clean = async () => assert.deepEqual(await faultsOf(page), [])
    await page.goto(address('/bsp/penggantian'))
    await page.getByText('Lowongan terbuka').first().waitFor()
    await clean()
    await tabTo(page, page.getByRole('link', { name: /Pilih pengganti/ }))
    await page.keyboard.press('Enter')
    await page.getByText('Persentil 1').waitFor()
    await clean()
    await page.getByRole('button', { name: 'Pilih ISTRI HA001' }).click()
    await page.getByText('Pengganti dipilih.').waitFor()

    await page.goto(address('/bsp/penggantian?tampil=filled'))
    await page
      .getByRole('button', { name: /Lepas pengganti/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/Alasan/).fill('Keluarga menolak bantuan')
    await dialog.getByRole('button', { name: 'Lepas pengganti' }).click()
    await page.getByText('lowongan terbuka lagi').waitFor()

    await page.getByRole('link', { name: /Pilih pengganti/ }).click()
    await page.getByRole('button', { name: 'Pilih ISTRI HA002' }).click()
    await page.getByText('Pengganti dipilih.').waitFor()
    await page.goto(address('/bsp/usulan-pengganti?status=received'))
    await page.getByRole('link', { name: 'ISTRI HA002' }).click()
    await page.getByRole('button', { name: 'Terima', exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terima', exact: true }).click()
    await page.getByText('1 perubahan diterima.').waitFor()

    for (const path of ['kuota', 'data-ganda', 'riwayat', 'perbaikan', 'finalisasi']) {
      await page.goto(address(`/bsp/${path}`))
      await clean()
    }
    await page.goto(address('/bsp/kuota'))
    const heights = await page.locator('.period-figures a').evaluateAll((links) => links.map((link) => link.clientHeight))
    assert.isAtLeast(Math.min(...heights), 24, 'a finger hits each figure of the quota')
    await page.getByText('Geser kuota antar-desa').click()
    await page.locator('[name=from]').selectOption('cadangan')
    await page.locator('[name=to]').selectOption(list.regency.villages[1]!)
    await page.locator('[name=places]').fill('1')
    await page.locator('[name=reason]').fill('Kesepakatan dua desa')
    await clean()
    await page.getByRole('button', { name: 'Geser kuota' }).click()
    await page.getByText('1 tempat digeser').waitFor()
    assert.deepEqual(complaints, [])
  })
})
