import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { clock } from '#services/clock'
import { NOON } from '#tests/functional/imports/support'
import { openPackageOffice } from '#tests/functional/packages/support'
import { fakeVersion, onlyInstalled } from '#tests/support/offline_version'
import { base, complaintsOf, faultsOf, NARROW, smallTargetsOf } from '#tests/support/page_faults'
import { ministryStaff } from '#tests/support/people'
import { focusFaults } from './support/keyboard.js'

async function clean(page: Page): Promise<string[]> {
  return [...(await faultsOf(page)), ...(await smallTargetsOf(page)).map((target) => `${page.url()} too small: ${target}`)]
}

test.group('The desk of the offline application in the browser', (group) => {
  group.each.setup(() => onlyInstalled('3.1.0'))

  test('Pusdatin publishes the installed version, makes it the minimum and withdraws an older one; the supervisor reads it', async ({
    browserContext,
    assert,
  }) => {
    await fakeVersion('0.1.0')
    const office = await openPackageOffice()
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    const version = '3.1.0'
    await browserContext.loginAs(await ministryStaff())
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)

    await page.goto(`${base()}/beranda`)
    await page.getByRole('link', { name: 'Aplikasi Offline', exact: true }).click()
    await page.getByRole('rowheader', { name: /^0\.1\.0/ }).waitFor()
    assert.deepEqual(await clean(page), [])
    await page.getByRole('link', { name: `Terbitkan versi ${version}` }).click()
    await page.getByLabel(/^Catatan rilis/).fill('Pencarian diperbaiki.\nBantuan ditambah.')
    assert.deepEqual(await clean(page), [])
    assert.deepEqual(await focusFaults(page), [])
    await page.getByRole('button', { name: `Terbitkan versi ${version}` }).press('Enter')
    await page.getByText(`Versi ${version} diterbitkan dengan catatan rilisnya.`).waitFor()
    assert.deepEqual(await clean(page), [])

    await page.getByRole('button', { name: 'Jadikan versi terendah' }).press('Enter')
    const raising = page.getByRole('dialog', { name: `Jadikan ${version} versi terendah yang diterima?` })
    await raising.getByText(/versi 0\.1\.0, yang tidak diterima lagi\. Unduh versi/).waitFor()
    assert.deepEqual(await clean(page), [])
    await raising.getByRole('button', { name: /^Tolak versi yang lebih lama/ }).press('Enter')
    await page.getByText('Versi ini adalah versi terendah yang diterima.').waitFor()

    await page.getByRole('link', { name: 'Aplikasi Offline', exact: true }).first().click()
    await page.getByRole('link', { name: '0.1.0', exact: true }).click()
    await page.setViewportSize(NARROW)
    const withdraw = page.getByRole('button', { name: 'Tarik versi 0.1.0' })
    await withdraw.press('Enter')
    const asked = page.getByRole('dialog', { name: 'Tarik versi 0.1.0' })
    await asked.getByText(`Daerah kemudian ditawari versi ${version}.`).waitFor()
    assert.deepEqual(await clean(page), [])
    await asked.getByLabel(/^Alasan/).fill('...')
    await asked.getByRole('button', { name: /^Tarik \(/ }).press('Enter')
    await asked
      .getByText(/^Tuliskan alasan penarikan/)
      .first()
      .waitFor()
    await asked.getByLabel(/^Alasan/).fill('Salah menghitung usia')
    await asked.getByRole('button', { name: /^Tarik \(/ }).press('Enter')
    await page.getByText('Versi 0.1.0 ditarik.').waitFor()
    assert.deepEqual(await clean(page), [])

    await page.close()
    await browserContext.clearCookies()
    await browserContext.loginAs(office.supervisor)
    const reader = await browserContext.newPage()
    const others = complaintsOf(reader)
    await reader.goto(`${base()}/paket`)
    await reader.getByText('Pencarian diperbaiki.').first().waitFor()
    await reader.locator('summary', { hasText: 'Versi dan sidiknya' }).click()
    await reader.getByText('Ditarik: Salah menghitung usia').waitFor()
    assert.deepEqual(await clean(reader), [])
    assert.deepEqual([...complaints, ...others], [])
  })
})
