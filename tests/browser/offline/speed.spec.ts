import { test } from '@japa/runner'
import type { Page } from 'playwright'
import { statSync } from 'node:fs'
import { amount } from '#tests/support/amounts'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { household } from './records.js'
import { computers } from './browser.js'
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

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

test.group('The offline application under load', () => {
  test('a large package opens, types, turns, saves and exports within its limits', async ({ assert, cleanup }) => {
    const count = amount(200, 5_000)
    const pack = await packageOf(households(count))
    const { page, context } = await (await computers(cleanup))()
    page.setDefaultTimeout(120_000)
    const probe = await context.newCDPSession(page)
    const started = Date.now()
    await openPackageIn(page, pack.path)
    const opened = Date.now() - started
    await page.getByRole('button', { name: 'Daftar', exact: true }).click()
    await page.locator('[data-row]').first().click()
    await page.locator('[data-step="I"]').waitFor()

    const field = question(page, 'households', '', 'alamat')
    await field.fill('')
    const id = await field.getAttribute('id')
    const keys: number[] = []
    for (const letter of 'JALAN UJI NOMOR') {
      const act = `const at = document.getElementById(${JSON.stringify(id)}); at.value += ${JSON.stringify(letter)}; at.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))`
      keys.push(await timed(page, act))
    }
    const turns: number[] = []
    for (let n = 0; n < 6; n++) {
      turns.push(await timed(page, `dispatchEvent(new KeyboardEvent('keydown', { key: 'F8', bubbles: true }))`))
    }
    const nexts: number[] = []
    for (let n = 0; n < 5; n++) {
      nexts.push(
        await page.evaluate(async () => {
          const before = document.querySelector('.record p.quiet')?.textContent
          const from = performance.now()
          dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }))
          while ((document.querySelector('.record p.quiet')?.textContent ?? before) === before) {
            await new Promise((resolve) => requestAnimationFrame(resolve))
          }
          return performance.now() - from
        }),
      )
    }
    await page.getByRole('button', { name: 'Musdes cepat' }).click()
    await page.locator('[data-row]').first().waitFor()
    const list = await timed(page, `document.querySelector('[data-row]').focus()`)
    await page.evaluate(
      (rows) => {
        for (let n = 0; n < rows; n++) dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true }))
      },
      Math.ceil(count / 3),
    )
    const exporting = Date.now()
    if (await page.getByRole('alertdialog').isVisible()) await page.getByRole('alertdialog').getByRole('button').click()
    const { records, path } = await exportFrom(page, pack)
    const exported = Date.now() - exporting
    const { usedSize } = (await probe.send('Runtime.getHeapUsage')) as { usedSize: number }
    const found = {
      ...{
        count,
        packageKB: Math.round(statSync(pack.path).size / 1024),
        opened,
        key: Math.round(middle(keys)),
        turn: Math.round(middle(turns)),
      },
      ...{ next: Math.round(middle(nexts)), list: Math.round(list), exported, records: records.length },
      ...{ exportKB: Math.round(statSync(path).size / 1024), heapMB: Math.round(usedSize / 1_048_576) },
    }
    if (process.env.SIKS_TEST_LONG) console.log(JSON.stringify(found))
    assert.isBelow(found.opened, 5_000)
    assert.isBelow(found.key, 50)
    assert.isBelow(found.next, 200)
    assert.isBelow(found.exported, 6_000)
    assert.isBelow(found.heapMB, 500)
  }).timeout(240_000)
})
