import { gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import type { BrowserContext } from 'playwright'
import { becomes } from '#tests/support/patience'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { base, complaintsOf, excessOf, findingsOf, NARROW, WIDE } from '#tests/support/page_faults'
import { hasFocus, hasFocusWithin } from './support/keyboard.js'

const PUBLIC_PAGES = ['/', '/masuk', '/panduan', '/faq', '/tidak-ada']
const HOSTILE = '<img src=x onerror=alert(1)>"><script>alert(1)</script>{{ 7*7 }}'

test.group('Before sign-in', () => {
  for (const size of [WIDE, NARROW]) {
    test(`the public pages are accessible and quiet at ${size.width} px`, async ({ browserContext, assert }) => {
      const page = await browserContext.newPage()
      await page.setViewportSize(size)
      const complaints = complaintsOf(page)
      for (const path of PUBLIC_PAGES) {
        await page.goto(base() + path)
        assert.deepEqual(await findingsOf(page), [], path)
        assert.isAtMost(await excessOf(page), 0, path)
        await becomes(() => page.locator('h1').count(), 1, path)
      }
      assert.deepEqual(complaints, [])
    })
  }

  test('scripts and styles of the first page weigh less than 150 kB compressed', async ({ browserContext, assert }) => {
    const page = await browserContext.newPage()
    const weights: Promise<number>[] = []
    page.on('response', (response) => {
      if (!['script', 'stylesheet'].includes(response.request().resourceType())) return
      weights.push(response.body().then((body) => gzipSync(body).length))
    })
    await page.goto(`${base()}/`, { waitUntil: 'networkidle' })
    const bytes = (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0)
    assert.isAbove(bytes, 10_000)
    assert.isBelow(bytes, 150_000)
  })

  test('the sign-in page tells the letter rule and where to send the letter', async ({ browserContext }) => {
    const page = await browserContext.newPage()
    await page.goto(`${base()}/masuk`)
    for (const told of ['surat tugas', 'pusdatinkesos@kemsos.go.id']) await page.locator('main', { hasText: told }).waitFor()
  })

  test('a hostile user name is shown again as text and runs nothing', async ({ browserContext, assert }) => {
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    await page.goto(`${base()}/masuk`)
    await page.locator('input[name=login]').evaluate((input, value) => {
      input.removeAttribute('maxlength')
      ;(input as HTMLInputElement).value = value
    }, HOSTILE)
    await page.locator('input[name=password]').fill('salah')
    await page.locator('main button[type=submit]').click()
    await page.locator('[role=alert]').waitFor()
    await becomes(() => page.locator('input[name=login]').inputValue(), HOSTILE)
    await becomes(() => page.locator('[role=alert]').count(), 1)
    assert.deepEqual(complaints, [])
  })

  test('the language chosen stays for the next page', async ({ browserContext }) => {
    const page = await browserContext.newPage()
    await page.goto(`${base()}/`)
    await page.getByRole('button', { name: 'EN English' }).click()
    await page.locator('html[lang=en]').waitFor()
    await page.goto(`${base()}/panduan`)
    await page.locator('html[lang=en]').waitFor()
    await page.locator('h1').getByText('Guide for regency supervisors', { exact: true }).waitFor()
  })

  test('an unknown address says so and offers a way on', async ({ browserContext, assert }) => {
    const page = await browserContext.newPage()
    const answer = await page.goto(`${base()}/tidak-ada`)
    assert.equal(answer?.status(), 404)
    await page.getByRole('link', { name: 'Ke halaman awal' }).and(page.locator('[href="/"]')).waitFor()
  })
})

test.group('The signed-in frame', () => {
  async function signedIn(browserContext: BrowserContext, size: typeof WIDE, name?: string) {
    const user = await supervisorOf((await regencyForTest()).code)
    if (name) await user.merge({ name }).save()
    await browserContext.loginAs(user)
    return open(browserContext, size)
  }

  for (const size of [WIDE, NARROW]) {
    test(`it is accessible, names place and person, and shows no dead entry at ${size.width} px`, async ({
      browserContext,
      assert,
    }) => {
      const { page, complaints } = await signedIn(browserContext, size)
      assert.deepEqual(await findingsOf(page), [])
      assert.isAtMost(await excessOf(page), 0)
      const links = await page.locator('.side a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
      assert.isNotEmpty(links)
      for (const link of links) assert.isBelow((await page.request.get(link)).status(), 400, link)
      await page.locator('.clock', { hasText: /^\s*\d{2}-\d{2}-\d{4} \d{2}\.\d{2} (WIB|WITA|WIT)\s*$/ }).waitFor()
      assert.deepEqual(complaints, [])
    })
  }

  test('on a phone the menu opens over an inert page, and Escape gives the focus back', async ({ browserContext, assert }) => {
    const { page } = await signedIn(browserContext, NARROW)
    const opener = page.locator('.top-menu')
    await opener.press('Enter')
    await opener.and(page.locator('[aria-expanded=true]')).waitFor()
    await hasFocusWithin(page.locator('.side'))
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press('Tab')
      const outside = await page.evaluate(() => document.activeElement?.closest('.stage') !== null)
      assert.isFalse(outside, `Tab ${press + 1}`)
    }
    await page.keyboard.press('Escape')
    await opener.and(page.locator('[aria-expanded=false]')).waitFor()
    await hasFocus(opener)
  })

  test('the first Tab offers to skip to the content', async ({ browserContext }) => {
    const { page } = await signedIn(browserContext, WIDE)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await hasFocus(page.locator('#isi'))
  })

  test('the drop-down of the institution signs out', async ({ browserContext }) => {
    const { page } = await signedIn(browserContext, WIDE)
    await page.locator('.person summary').press('Enter')
    await page.getByRole('button', { name: 'Keluar' }).click()
    await page.waitForURL('**/masuk')
    await page.goto(`${base()}/kata-sandi`)
    await page.waitForURL(/\/masuk/)
  })

  test('a hostile name of the person is text in the header', async ({ browserContext, assert }) => {
    const { page, complaints } = await signedIn(browserContext, WIDE, HOSTILE)
    await page.locator('.person summary', { hasText: HOSTILE }).waitFor()
    assert.include(await page.content(), '&lt;img')
    assert.deepEqual(complaints, [])
  })
})

async function open(browserContext: BrowserContext, size: typeof WIDE) {
  const page = await browserContext.newPage()
  await page.setViewportSize(size)
  const complaints = complaintsOf(page)
  await page.goto(`${base()}/kata-sandi`)
  return { page, complaints }
}
