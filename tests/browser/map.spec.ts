import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { household } from '#tests/functional/imports/support'
import { cornerIn, importFile, villageFile, villagesOf } from '#tests/functional/map/support'
import { openOffice } from '#tests/functional/review/support'
import { base, complaintsOf, faultsOf, smallTargetsOf } from '#tests/support/page_faults'
import { becomes } from '#tests/support/patience'

test.group('Map in the browser', (group) => {
  group.each.teardown(() => clock.restore())

  test('a sketch, then the boundaries, their table, the way inside and the points of households', async ({
    browserContext,
    assert,
  }) => {
    const { regency, supervisor } = await openOffice(([a, b]) => {
      const { latitude, longitude } = cornerIn(a!.slice(0, 2))
      const lat = latitude + 0.05
      return [
        ...Array.from({ length: 8 }, (_, n) => household(`M${n}`, a!, n + 1, { lat: lat + n / 1e5, long: longitude + 0.05 })),
        household('M8', b!, 9, { lat, long: longitude + 0.15 }),
        household('M9', b!, 10, { lat: 745, long: 110 }),
      ]
    })
    const villages = await villagesOf(regency.district)
    await browserContext.loginAs(supervisor)
    const page = await browserContext.newPage()
    const complaints = complaintsOf(page)
    const ready = () => page.locator('[data-map][data-ready]').waitFor()
    const tiles = () => page.locator('path.map-tile').count()
    const inside = `${base()}/peta?modul=bdt&wilayah=${regency.district}`

    await page.goto(inside)
    await ready()
    await page.getByText('Sketsa: batas wilayah ini belum dimuat').waitFor()
    await becomes(() => page.locator('path.map-area.map-tile').count(), villages.length)
    assert.deepEqual(await faultsOf(page), [])

    const alone = page.getByRole('button', { name: 'Titik rumah tangga' })
    await alone.press('Enter')
    await page.getByText('Batas wilayah belum dimuat, jadi sketsa disembunyikan selama titik ditampilkan.').waitFor()
    await page.locator('.map-cluster', { hasText: '8' }).waitFor()
    await becomes(tiles, 0)
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    await becomes(tiles, villages.length, 'on paper the sketch')
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await becomes(tiles, 0)
    await page.locator('.map-cluster', { hasText: '8' }).waitFor()
    await alone.press('Enter')
    await becomes(tiles, villages.length)
    await becomes(() => page.locator('.map-cluster').count(), 0)

    const { json: taken } = await importFile(
      await villageFile(regency),
      '--level',
      'village',
      '--within',
      regency.code,
      '--source',
      'Survei Uji',
    )
    await page.goto(inside)
    await ready()
    await becomes(() => page.locator('path.map-area').count(), villages.length)
    await becomes(tiles, villages.length - taken.matched)
    for (const step of [5, 1]) await becomes(() => page.locator(`path.map-step-${step}`).count(), 1)
    await page.getByText('Survei Uji').waitFor()
    assert.deepEqual(await faultsOf(page), [])

    await page.locator(`tr[data-area="${regency.villages[0]}"]`).hover()
    await becomes(() => page.locator('path.is-chosen').count(), 1)
    await page.locator('[data-map-info]', { hasText: '8 rumah tangga' }).waitFor()

    const points = page.getByRole('button', { name: 'Titik rumah tangga' })
    await points.press('Enter')
    await page.getByText('9 titik digambar; 0 rumah tangga tanpa koordinat.').waitFor()
    await page.getByText('M9: 745, 110').waitFor()
    await page.locator('.map-cluster', { hasText: '8' }).waitFor()
    await page.locator('.map-spot').first().press('Enter')
    await page.getByRole('heading', { name: 'Data di titik ini' }).waitFor()
    await page.locator('[data-map-spot-list] a').first().and(page.locator('[href^="/bdt/ruta/M8"]')).waitFor()

    await page.goto(`${base()}/peta?modul=bdt&tingkat=district`)
    await ready()
    const district = page.locator(`tr[data-area="${regency.district}"] a`)
    await district.focus()
    await district.press('Enter')
    await page.waitForURL(new RegExp(`wilayah=${regency.district}`))
    await ready()
    assert.deepEqual(await smallTargetsOf(page), [])
    assert.deepEqual(complaints, [])
  })
})
