import { test } from '@japa/runner'
import { liesIn } from '#services/gis/geometry/valid'
import { polygonsOf, type Shape } from '#services/gis/shapes'
import { inventPosition } from '#services/demo/positions'
import { VILLAGE_MIDDLES } from '#services/demo/village_middles'

const placesIn = (village: string, outline?: Shape) =>
  Array.from({ length: 400 }, (_, at) => inventPosition(village, `uji/${village}/${at + 1}`, outline)).filter(
    (place) => place !== null,
  )

/** Whether a place lies so near the middle of a village that it lies in it. */
function isIn(village: string, { latitude, longitude }: { latitude: number; longitude: number }): boolean {
  const middle = VILLAGE_MIDDLES.get(village)!
  return Math.hypot(latitude - middle.latitude, longitude - middle.longitude) < middle.reach + 0.00002
}

test.group('Invented places', () => {
  test('three of five records have one, the same again for the same seed', ({ assert }) => {
    for (const village of ['33.71.01.1003', '33.71.03.1001', '34.03.01.2001']) {
      const places = placesIn(village)
      assert.isTrue(places.length > 210 && places.length < 270, `${village}: ${places.length}`)
      assert.deepEqual(placesIn(village), places)
    }
  })

  test('they lie in their village, but for a few that were put into another one of the regency', ({ assert }) => {
    const all = [...VILLAGE_MIDDLES.keys()]
    assert.lengthOf(all, 17 + 144)
    let [places, away] = [0, 0]
    for (const village of all) {
      for (const place of placesIn(village)) {
        places++
        if (isIn(village, place)) continue
        away++
        assert.isTrue(
          all.some((other) => other.slice(0, 5) === village.slice(0, 5) && isIn(other, place)),
          village,
        )
      }
    }
    assert.isAbove(away / places, 0.002)
    assert.isBelow(away / places, 0.007)
  })

  test('where a file has drawn the village they lie inside of that outline, wherever it is', ({ assert }) => {
    const corners = [
      [109, -7],
      [109.02, -7],
      [109.01, -6.99],
      [109.02, -6.98],
      [109, -6.98],
      [109, -7],
    ]
    const outline: Shape = { type: 'Polygon', coordinates: [corners] }
    const places = placesIn('33.01.01.2001', outline)
    assert.isAbove(places.length, 200)
    for (const { latitude, longitude } of places) assert.isTrue(liesIn([longitude, latitude], polygonsOf(outline)))
  })

  test('nowhere else is one invented', ({ assert }) => {
    assert.lengthOf(placesIn('33.01.01.2001'), 0)
  })
})
