import { test } from '@japa/runner'
import { setTimeout as after } from 'node:timers/promises'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { base } from '#tests/support/page_faults'

const SLOW = 3_000
const JOB = `<section class="job" x-data="job" data-url="/pekerjaan/uji.json" data-done="/dokumen" data-rows="#done# dari #total# baris"
  data-counted="#done# baris" data-elapsed="#time#" data-lost="-"><strong x-text="label">Uji</strong><span x-text="rows"></span><progress max="1"></progress>
  <span x-text="message">-</span></section>`

test.group('A page that follows a job', () => {
  test('goes on when the job has ended, but not away from the link that has just been followed', async ({
    browserContext,
    assert,
  }) => {
    const { code } = await regencyForTest()
    await browserContext.loginAs(await supervisorOf(code))
    const page = await browserContext.newPage()
    let ended = false
    await page.route('**/pekerjaan/uji.json', (route) =>
      route.fulfill({ json: { state: ended ? 'done' : 'running', label: 'Uji', done: 1, total: 1 } }),
    )
    await page.route('**/beranda', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: (await answer.text()).replace('</main>', `${JOB}</main>`) })
    })
    await page.route('**/panduan', async (route) => {
      ended = true
      await after(SLOW)
      await route.continue()
    })
    const visited: string[] = []
    page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname))

    await page.goto(`${base()}/beranda`)
    await page.getByRole('contentinfo').getByRole('link', { name: 'Panduan' }).click()
    await page.waitForURL('**/panduan', { timeout: 4 * SLOW })
    assert.deepEqual(visited, ['/beranda', '/panduan'])

    ended = false
    await page.goto(`${base()}/beranda`)
    ended = true
    await page.waitForURL('**/dokumen')
  })

  test('says no share of what is not counted yet', async ({ browserContext, assert }) => {
    const { code } = await regencyForTest()
    await browserContext.loginAs(await supervisorOf(code))
    const page = await browserContext.newPage()
    let total = 0
    await page.route('**/pekerjaan/uji.json', (route) =>
      route.fulfill({ json: { state: 'running', label: 'Uji', done: 2_000, total } }),
    )
    await page.route('**/beranda', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, body: (await answer.text()).replace('</main>', `${JOB}</main>`) })
    })
    await page.goto(`${base()}/beranda`)
    await page.getByText('2.000 baris', { exact: true }).waitFor()
    const share = () => page.locator('.job progress').evaluate((bar) => (bar as HTMLProgressElement).position)
    assert.equal(await share(), -1)
    total = 8_000
    await page.getByText('2.000 dari 8.000 baris').waitFor()
    assert.equal(await share(), 0.25)
  })
})
