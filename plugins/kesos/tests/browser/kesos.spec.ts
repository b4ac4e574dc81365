import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { complaintsOf, faultsOf, smallTargetsOf } from '#core/testing'
import { NAME, NIK, office, TWIN } from '../functional/support.js'

const address = (path: string) => `http://${process.env.HOST}:${process.env.PORT}${path}`
const NARROW = { width: 360, height: 800 }

test.group('View Data Kesos in the browser', (group) => {
  let folder = ''
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-kesos-'))
  })
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))

  test('a supervisor looks a person up, opens the card, reveals one number, prints the report and asks for a list', async ({
    browserContext,
    assert,
  }) => {
    const { supervisor, regency } = await office()
    await browserContext.loginAs(supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(address('/beranda'))
    await page.locator('.side-group summary', { hasText: 'View Data Kesos' }).click()
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: 'Pencarian' }).click()])
    assert.deepEqual(await faultsOf(page), [])
    await page.locator('[name=nama]').fill('Siti Aminna Rahasia')
    await page.locator('[name=desa]').selectOption(regency.villages[0]!)
    await page.locator('#f-keperluan-nama').selectOption('complaint')
    await page.getByRole('button', { name: 'Cari', exact: true }).last().click()
    await page.getByRole('link', { name: NAME }).waitFor()
    assert.notInclude(page.url(), 'Siti')
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('link', { name: NAME }).click()
    await page.getByRole('heading', { name: NAME }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(await smallTargetsOf(page), [])
    assert.notInclude(await page.content(), NIK)

    const own = page.locator('.facts .secret').first()
    await own.getByRole('button').first().click()
    await own.getByRole('combobox').selectOption('subject')
    await own.locator('button[type=submit]').click()
    await own.getByText(NIK).waitFor()

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Cetak laporan subjek data' }).click()
    assert.equal((await download).suggestedFilename(), 'laporan-subjek-data.pdf')
    await page.setViewportSize(NARROW)
    assert.deepEqual(await faultsOf(page), [])

    const list = join(folder, 'daftar.csv')
    writeFileSync(list, `nama;nik\nSITI;${NIK}\nUJI;${TWIN}\nLAIN;3201015001909911\n`)
    await page.goto(address('/kesos/daftar'))
    assert.deepEqual(await faultsOf(page), [])
    await page.locator('[name=berkas]').setInputFiles(list)
    await page.locator('[name=keperluan]').selectOption('verval')
    await page.getByRole('button', { name: 'Cari semua' }).click()
    await page.getByRole('heading', { name: 'Jawaban daftar NIK' }).waitFor()
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('button', { name: NAME }).click()
    await page.getByRole('heading', { name: NAME }).waitFor()
    assert.deepEqual(complaints, [])
  })
})
