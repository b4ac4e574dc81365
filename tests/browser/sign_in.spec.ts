import { setTimeout } from 'node:timers/promises'
import { test } from '@japa/runner'
import { TOTP } from 'otpauth'
import { base, findingsOf, NARROW, WIDE } from '#tests/support/page_faults'
import { registry } from '#kernel/registry'
import { inventRecords } from '#tests/support/contract/records'
import { ministryStaff, PASSWORD, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { openRegister } from '#tests/support/register'

test('who was signed in by a test is so when the next page is asked for, however long the browser takes', async ({
  browserContext,
  assert,
}) => {
  const addCookies = browserContext.addCookies.bind(browserContext)
  browserContext.addCookies = async (cookies) => {
    await setTimeout(300)
    await addCookies(cookies)
  }
  const page = await browserContext.newPage()
  for (const person of [await ministryStaff(), await supervisorOf((await regencyForTest()).code)]) {
    await browserContext.clearCookies()
    await browserContext.loginAs(person)
    await page.goto(`${base()}/beranda`)
    assert.equal(page.url(), `${base()}/beranda`)
    await page.locator('header').getByText(person.name).first().waitFor()
  }
})

test('who goes back after another has signed out sees none of his pages', async ({ browserContext, assert }) => {
  const regency = await regencyForTest()
  await openRegister(regency.code, await inventRecords(registry.module('bdt'), regency, 3))
  const page = await browserContext.newPage()
  await browserContext.loginAs(await supervisorOf(regency.code))
  const list = `${base()}/bdt/perbaikan?tampilan=semua`
  await page.goto(list)
  await page.locator('main table tbody tr').first().waitFor()
  const name = (await page.locator('main table tbody th').first().innerText()).split('\n')[0]!
  await page.goto(`${base()}/beranda`)
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form[action="/keluar"]')!.submit())
  await page.waitForURL(/\/masuk/)
  for (const step of [1, 2]) {
    await page.goBack()
    await page.waitForLoadState()
    assert.match(page.url(), /\/masuk/, `${step} back`)
    assert.notInclude(await page.content(), name)
  }
})

test('a second step is turned on and used by keyboard alone, and its pages are whole in both sizes', async ({
  browserContext,
  assert,
}) => {
  const user = await supervisorOf((await regencyForTest()).code)
  const page = await browserContext.newPage()
  const looked = async (name: string) => {
    for (const size of [WIDE, NARROW]) {
      await page.setViewportSize(size)
      assert.deepEqual(await findingsOf(page), [], name)
      const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      assert.isAtMost(wide as number, 0, name)
    }
  }
  await browserContext.loginAs(user)
  await page.goto(`${base()}/dua-langkah`)
  await page.getByLabel('Kata sandi sekarang').focus()
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  const key = page.getByRole('group', { name: 'Kunci, bila tidak dapat memindai' })
  await key.waitFor()
  await looked('taking the key')
  const totp = new TOTP({ secret: (await key.innerText()).replaceAll(' ', '') })
  await page.getByLabel('Kode enam angka dari ponsel').focus()
  await page.keyboard.type(totp.generate())
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '10 kode pemulihan' }).waitFor()
  await looked('recovery codes')
  const code = await page.locator('.recovery-codes code').first().innerText()
  await page.goto(`${base()}/dua-langkah`)
  await looked('in use')
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form[action="/keluar"]')!.submit())
  await page.waitForURL(/\/masuk/)
  await page.getByLabel('Nama pengguna').focus()
  await page.keyboard.type(user.login)
  await page.keyboard.press('Tab')
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/masuk\/kode/)
  await looked('asking for the code')
  await page.keyboard.type('000000')
  await page.keyboard.press('Enter')
  await page.getByText('Kode salah atau sudah lewat.').waitFor()
  await page.getByLabel(/Kode dari ponsel/).fill(code)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/beranda/)
})
