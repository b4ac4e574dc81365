import { test } from '@japa/runner'
import User from '#models/user'
import { clock } from '#services/clock'
import { changed, household, NOON, openDesk, take } from '#tests/functional/imports/support'
import { base } from '#tests/support/page_faults'

/** A4 between its margins, in the pixels of a page. */
const SHEET = { width: 688, height: 1016 }

/** Each that a record came back with is a column of the recapitulation. */
const OUTCOMES = ['repaired', 'unchanged', 'well_off', 'not_found', 'deceased', 'refused', 'moved_out']

test.group('A page on paper', (group) => {
  group.each.teardown(() => clock.restore())

  test('no table is wider than its sheet, also that of the most columns', async ({ browserContext, assert }) => {
    const keys = OUTCOMES.map((_outcome, n) => `H${n}`)
    const desk = await openDesk((village) => keys.map((key, n) => household(key, village, n)))
    clock.restore()
    clock.shift(NOON.getTime() - Date.now())
    const records = OUTCOMES.map((outcome, n) => ({ doc: changed(household(`H${n}`, desk.village, n), {}), outcome }))
    await take(desk, { device: 'PC-1', records })
    await browserContext.loginAs(await User.findOrFail(desk.own.actor.id))
    const page = await browserContext.newPage()
    await page.setViewportSize(SHEET)
    await page.emulateMedia({ media: 'print' })
    for (const path of ['/bdt/rekapitulasi', '/bdt/kemajuan', '/bdt/perbaikan?tampilan=semua']) {
      await page.goto(base() + path)
      const cut = await page
        .locator('table.data')
        .evaluateAll((tables) =>
          tables.map((table) => table.scrollWidth - table.parentElement!.clientWidth).filter((past) => past > 0),
        )
      assert.deepEqual(cut, [], path)
    }
  })
})
