import { gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import type { BrowserContext } from 'playwright'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { base, complaintsOf, excessOf, findingsOf, NARROW, WIDE } from '#tests/support/page_faults'

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
        assert.equal(await page.locator('h1').count(), 1, path)
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

  test('the sign-in page tells the letter rule and where to send the letter', async ({ browserContext, assert }) => {
    const page = await browserContext.newPage()
    await page.goto(`${base()}/masuk`)
    const text = await page.locator('main').innerText()
    assert.include(text, 'surat tugas')
    assert.include(text, 'pusdatinkesos@kemsos.go.id')
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
    assert.equal(await page.locator('input[name=login]').inputValue(), HOSTILE)
    assert.equal(await page.locator('[role=alert]').count(), 1)
    assert.deepEqual(complaints, [])
  })

  test('the language chosen stays for the next page', async ({ browserContext, assert }) => {
    const page = await browserContext.newPage()
    await page.goto(`${base()}/`)
    await page.getByRole('button', { name: 'EN English' }).click()
    await page.locator('html[lang=en]').waitFor()
    await page.goto(`${base()}/panduan`)
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    assert.equal(await page.locator('h1').innerText(), 'Guide for supervisors')
  })

  test('an unknown address says so and offers a way on', async ({ browserContext, assert }) => {
    const page = await browserContext.newPage()
    const answer = await page.goto(`${base()}/tidak-ada`)
    assert.equal(answer?.status(), 404)
    assert.equal(await page.getByRole('link', { name: 'Ke halaman awal' }).getAttribute('href'), '/')
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
      assert.match(await page.locator('.clock').innerText(), /^\s*\d{2}-\d{2}-\d{4} \d{2}\.\d{2} (WIB|WITA|WIT)\s*$/)
      assert.deepEqual(complaints, [])
    })
  }

  test('on a phone the menu opens over an inert page, and Escape gives the focus back', async ({ browserContext, assert }) => {
    const { page } = await signedIn(browserContext, NARROW)
    const opener = page.locator('.top-menu')
    await opener.press('Enter')
    assert.equal(await opener.getAttribute('aria-expanded'), 'true')
    const inMenu = () => page.evaluate(() => document.activeElement?.closest('.side') !== null)
    assert.isTrue(await inMenu())
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press('Tab')
      const outside = await page.evaluate(() => document.activeElement?.closest('.stage') !== null)
      assert.isFalse(outside, `Tab ${press + 1}`)
    }
    await page.keyboard.press('Escape')
    assert.equal(await opener.getAttribute('aria-expanded'), 'false')
    assert.isTrue(await opener.evaluate((button) => button === document.activeElement))
  })

  test('the first Tab offers to skip to the content', async ({ browserContext, assert }) => {
    const { page } = await signedIn(browserContext, WIDE)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'isi')
  })

  test('the drop-down of the institution signs out', async ({ browserContext, assert }) => {
    const { page } = await signedIn(browserContext, WIDE)
    await page.locator('.person summary').press('Enter')
    await page.getByRole('button', { name: 'Keluar' }).click()
    await page.waitForURL('**/masuk')
    await page.goto(`${base()}/kata-sandi`)
    assert.include(page.url(), '/masuk')
  })

  test('a hostile name of the person is text in the header', async ({ browserContext, assert }) => {
    const { page, complaints } = await signedIn(browserContext, WIDE, HOSTILE)
    assert.include(await page.locator('.person summary').innerText(), HOSTILE)
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
