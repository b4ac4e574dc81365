import { test } from '@japa/runner'
import { becomes } from '#tests/support/patience'
import { faultsOf, NARROW, smallTargetsOf, WIDE } from '#tests/support/page_faults'
import { household } from './records.js'
import { computers } from './browser.js'
import { applicationAddress, exportFrom, openHousehold, openPackageIn, openStep, packageOf, question } from './support.js'

const SHOTS = process.env.SIKS_OFFLINE_SHOTS

test.group('The screens of the offline application', () => {
  test('fit a wide and a narrow window, and nothing on them is forbidden by WCAG 2.2 AA', async ({ assert, cleanup }) => {
    const pack = await packageOf([1, 2, 3, 4, 5, 6].map((n) => household(n)))
    const { page, complaints } = await (await computers(cleanup))()
    const faults: string[] = []
    const look = async (name: string) => {
      faults.push(...(await faultsOf(page)).map((fault) => `${name}: ${fault}`))
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
      await page.setViewportSize(NARROW)
      faults.push(...(await smallTargetsOf(page)).map((fault) => `${name}: small ${fault}`))
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-narrow.png` })
      await page.setViewportSize(WIDE)
    }
    await page.goto(applicationAddress())
    await look('start')
    await openPackageIn(page, pack.path)
    await look('overview')
    await openHousehold(page, household(1).key)
    await look('record')
    await openStep(page, 'IV.1')
    await question(page, 'members', `${household(1).key}01`, 'sta_keberadaan_art').fill('2')
    await look('successor')
    await openStep(page, 'Hasil')
    await look('outcome')
    const step = page.locator('[data-step="III"]')
    await page.getByRole('button', { name: 'English' }).click()
    await becomes(async () => (await step.innerText()).includes('Housing'), true)
    await page.getByRole('button', { name: 'Indonesia' }).click()
    await becomes(async () => (await step.innerText()).includes('Keterangan perumahan'), true)
    await page.keyboard.press('F9')
    await page.locator('[data-notice]').waitFor()
    await look('list')
    for (const language of ['English', 'Indonesia']) {
      await page.getByRole('button', { name: language }).click()
      const [row, count] = await Promise.all(['.row-name b', '.row-count'].map((part) => page.locator(part).last().boundingBox()))
      assert.isBelow(count!.height, row!.height * 2, 'how many persons stands on one line')
    }
    for (const [name, button] of [
      ['musdes', 'Musdes cepat'],
      ['returned', 'Dikembalikan'],
      ['help', 'Bantuan'],
    ] as const) {
      await page.getByRole('button', { name: button }).first().click()
      await page.locator('main h1').waitFor()
      await look(name)
    }
    await exportFrom(page, pack)
    await look('export')
    await page.emulateMedia({ media: 'print' })
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/print.png` })
    await page.locator('.print-only').waitFor()
    await page.locator('.top').waitFor({ state: 'hidden' })
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Export results' }).waitFor()
    assert.deepEqual(faults, [])
    assert.deepEqual(complaints, [])
  })
  test('of a package of several modules name whose a household, a period and a decree are; of one they need not', async ({
    cleanup,
  }) => {
    const several = await packageOf([household(1)])
    const [first] = several.manifest.periods!
    const one = await packageOf([household(1)], {
      ...{ issue: '0199c2f4-7a10-7000-8000-00000000cccc', modules: [first!.module], periods: [first!] },
    })
    const { page } = await (await computers(cleanup))()
    const text = (selector: string) => async () => (await page.locator(selector).first().textContent())!.trim()
    const edition = 'BDT Januari 2019, SK 8/HUK/2019'
    for (const [pack, short, facts] of [
      [
        ...([several, 'BDT · '] as const),
        `Paket 12 · BDT: Periode Uji (31-12-2099); BSP: Periode Uji (31-12-2099); PBI: Periode Uji (31-12-2099) · BDT: ${edition}; BSP: ${edition}; PBI: ${edition}`,
      ],
      [one, '', `Paket 12 · Periode Uji (31-12-2099) · ${edition}`],
    ] as const) {
      await openPackageIn(page, pack.path)
      await becomes(text('.page-head .quiet'), facts)
      await page.getByRole('button', { name: 'Daftar', exact: true }).click()
      await becomes(text('[data-row] small'), `${short}${household(1).values.alamat}`)
      await becomes(() => page.locator('#find-module').count(), short ? 1 : 0)
      if (short) {
        await page.locator('#find-module').selectOption('bsp')
        await becomes(() => page.locator('[data-row]').count(), 0)
        await page.locator('#find-module').selectOption('bdt')
      }
      await page.locator('[data-row]').click()
      const { key, values } = household(1)
      await becomes(text('.record-head .quiet'), `${short}${key} · ${String(values.nama_sls)} · ${String(values.alamat)}`)
      // What the list was narrowed to goes with the package.
      await page.getByRole('button', { name: 'Daftar', exact: true }).click()
      if (short) await page.locator('#find-module').selectOption('bsp')
      await page.getByRole('button', { name: 'Tutup paket' }).click()
      await page.locator('#passphrase').waitFor()
    }
  })
})
