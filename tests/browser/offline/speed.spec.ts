import { test } from '@japa/runner'
import type { CDPSession, Page } from 'playwright'
import { statSync } from 'node:fs'
import { amount } from '#tests/support/amounts'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { household } from './records.js'
import { computers, fakePicker } from './browser.js'
import { exportFrom, openPackageIn, packageOf, question } from './support.js'

/** Households of 3 and 5 members in turn, 3.8 on average as in the register. */
function households(count: number): RecordDoc[] {
  return Array.from({ length: count }, (_, n) => {
    const doc = household(n + 1, { nama_krt: `UJI KEPALA ${n + 1}` })
    const more = n % 5 < 2 ? 2 : 0
    const last = doc.groups.members!.at(-1)!
    const extra = Array.from({ length: more }, (_one, at): ChildRow => ({
      ...last,
      key: `${doc.key}1${at}`,
      nik: `32010144031499${10 + at}`,
    }))
    return { ...doc, groups: { ...doc.groups, members: [...doc.groups.members!, ...extra] } }
  })
}

/** Milliseconds from an act, given as script, to the end of the next frame. */
const timed = (page: Page, act: string) =>
  page.evaluate<number>(`(async () => {
    const started = performance.now()
    ${act}
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    return performance.now() - started
  })()`)

/** Types one letter into a question. */
const pressLetter = (page: Page, id: string, letter: string) =>
  timed(
    page,
    `const at = document.getElementById(${JSON.stringify(id)}) ?? document.querySelector('[data-q$="/alamat"]'); at.value += ${JSON.stringify(letter)}
    at.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))`,
  )

/** Saves and opens the next household; until its name stands there. */
const openNext = (page: Page) =>
  page.evaluate(async () => {
    const shown = () => document.querySelector('.record p.quiet')?.textContent ?? ''
    const before = shown()
    const from = performance.now()
    dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
    while (shown() === '' || shown() === before) await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - from
  })

/** Presses the key of one outcome for every household of the list that was not corrected in the form. */
async function decideAll(): Promise<void> {
  const first = document.querySelector<HTMLElement>('[data-row]')
  first?.focus()
  for (let before = ''; ;) {
    const { row = '' } = (document.activeElement as HTMLElement).dataset
    if (row === before) return
    before = row
    const isCorrected = document.activeElement!.querySelector('.row-outcome b')?.textContent === 'Perbaikan'
    const key = isCorrected ? 'ArrowDown' : '2'
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    await new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(undefined))))
    if (document.activeElement === document.body) await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * Milliseconds the page itself computes while something is done: what a core of its own would need. The clock on the wall says how busy
 * the machine of the test is.
 */
async function busy(probe: CDPSession, act: () => Promise<void>): Promise<number> {
  const spent = async () => {
    const { metrics } = await probe.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1_000
  }
  const before = await spent()
  await act()
  return Math.round((await spent()) - before)
}

/** The same on a processor a quarter as fast. */
async function slowed<T>(probe: CDPSession, act: () => Promise<T>): Promise<T> {
  await probe.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const result = await act()
  await probe.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  return result
}

/** Milliseconds and megabytes of the long run, on a machine with nothing else to do. */
const LIMITS = {
  ...{ opened: 5_000, key: 50, turn: 200, next: 200, perRow: 50, exported: 5_000, heapMB: 500 },
  ...{ slowKey: 200, slowNext: 800 },
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

test.group('The offline application under load', () => {
  test('a large package opens, types, turns, saves and exports whole; in the long run within its limits', async ({
    assert,
    cleanup,
  }) => {
    const count = amount(200, 5_000)
    const pack = await packageOf(households(count))
    const { page, context } = await (await computers(cleanup))()
    page.setDefaultTimeout(120_000)
    const probe = await context.newCDPSession(page)
    await page.addInitScript(fakePicker)
    await probe.send('Performance.enable', { timeDomain: 'threadTicks' })
    const started = Date.now()
    const opened = await busy(probe, () => openPackageIn(page, pack.path))
    const openedWall = Date.now() - started
    await page.getByRole('button', { name: 'Buat berkas kerja' }).click()
    await page.getByRole('button', { name: 'Daftar', exact: true }).click()
    await page.locator('[data-row]').first().click()
    await page.locator('[data-step="I"]').waitFor()

    const field = question(page, 'households', '', 'alamat')
    await field.fill('')
    const id = await field.getAttribute('id')
    const keys: number[] = []
    for (const letter of 'JALAN UJI NOMOR') {
      keys.push(await pressLetter(page, id!, letter))
    }
    const turns: number[] = []
    const pages = new Set<string | null>()
    for (let n = 0; n < 6; n++) {
      turns.push(await timed(page, `dispatchEvent(new KeyboardEvent('keydown', { key: 'F8', bubbles: true }))`))
      pages.add(await page.locator('[data-step][aria-current="step"]').getAttribute('data-step'))
    }
    assert.equal(pages.size, 6)
    const nexts: number[] = []
    for (let n = 0; n < 5; n++) {
      nexts.push(await openNext(page))
    }
    const slow = await slowed(probe, async () => [await pressLetter(page, id!, 'X'), await openNext(page)])
    await page.getByRole('button', { name: 'Musdes cepat' }).click()
    await page.locator('[data-row]').first().waitFor()
    const decided = Date.now()
    for (const place of await page
      .locator('#fast-place option')
      .evaluateAll((options) => options.map((o) => (o as HTMLOptionElement).value))) {
      await page.locator('#fast-place').selectOption(place)
      await page.evaluate(decideAll)
    }
    const list = (Date.now() - decided) / count
    await page.getByText('Tersimpan ke kerja.sikswork').waitFor()
    await page.evaluate(() => new Promise((idle) => requestIdleCallback(idle)))
    let out: Awaited<ReturnType<typeof exportFrom>> | undefined
    const exported = await busy(probe, async () => void (out = await exportFrom(page, pack)))
    const { records, path, took: exportedWall } = out!
    const { usedSize } = (await probe.send('Runtime.getHeapUsage')) as { usedSize: number }
    const found = {
      ...{
        count,
        packageKB: Math.round(statSync(pack.path).size / 1024),
        opened,
        openedWall,
        key: Math.round(middle(keys)),
        turn: Math.round(middle(turns)),
      },
      ...{
        next: Math.round(middle(nexts)),
        perRow: Number(list.toFixed(1)),
        slowKey: Math.round(slow[0]!),
        slowNext: Math.round(slow[1]!),
        exported,
        exportedWall,
        records: records.length,
      },
      ...{ exportKB: Math.round(statSync(path).size / 1024), heapMB: Math.round(usedSize / 1_048_576) },
    }
    assert.equal(found.records, count)
    assert.isTrue(records.every(({ outcome }) => ['unchanged', 'repaired'].includes(outcome)))
    assert.equal(new Set(records.map(({ key }) => key)).size, count)
    if (!process.env.SIKS_TEST_LONG) return
    console.log(JSON.stringify(found))
    for (const [name, limit] of Object.entries(LIMITS)) assert.isBelow(found[name as keyof typeof LIMITS], limit, name)
  })
})
