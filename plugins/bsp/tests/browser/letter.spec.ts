import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { complaintsOf, supervisorOf, toTheLetter } from '#core/testing'
import { decideOutcome, testList } from '../functional/support.js'

const address = (path: string) => `http://${process.env.HOST}:${process.env.PORT}${path}`

test.group('The cycle of the food aid in the browser', (group) => {
  let folder: string
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-bsp-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('from a family that goes out over its substitute to the letter and the minutes', async ({ browserContext, assert }) => {
    const list = await testList()
    await decideOutcome(list, 'A001', 'well_off')
    await browserContext.loginAs(await supervisorOf(list.regency.code))
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(address('/bsp/penggantian'))
    await page.getByRole('link', { name: /Pilih pengganti/ }).click()
    await page.getByRole('button', { name: 'Pilih ISTRI HA001' }).click()
    await page.getByText('Pengganti dipilih.').waitFor()
    await page.goto(address('/bsp/usulan-pengganti?status=received'))
    await page.getByRole('link', { name: 'ISTRI HA001' }).click()
    await page.getByRole('button', { name: 'Terima', exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terima', exact: true }).click()
    await page.getByText('1 perubahan diterima.').waitFor()

    await toTheLetter(page, list.place, assert, { act: 'Finalisasi 5 KPM', folder })
    await page.goto(address('/bsp/hasil'))
    await page.getByRole('link', { name: `berita-acara-bsp-${list.regency.code}.pdf` }).waitFor()
    assert.deepEqual(complaints, [])
  })
})
