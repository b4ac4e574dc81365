import { setTimeout } from 'node:timers/promises'
import { test } from '@japa/runner'
import { base } from '#tests/support/page_faults'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

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
