import { setTimeout } from 'node:timers/promises'
import { test } from '@japa/runner'
import { base } from '#tests/support/page_faults'
import { registry } from '#kernel/registry'
import { inventRecords } from '#tests/support/contract/records'
import { ministryStaff, supervisorOf } from '#tests/support/people'
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
