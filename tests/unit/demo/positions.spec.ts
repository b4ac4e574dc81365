import { test } from '@japa/runner'
import { inventPosition } from '#services/demo/positions'

const placesIn = (village: string) =>
  Array.from({ length: 200 }, (_, at) => inventPosition(village, `uji/${village}/${at + 1}`)).filter((place) => place !== null)

test.group('Invented places', () => {
  test('three of five records have one, the same again for the same seed, and those of a village lie together', ({ assert }) => {
    const middles = ['33.71.01.1003', '33.71.01.1009', '33.71.03.1001', '34.03.01.2001'].map((village) => {
      const places = placesIn(village)
      assert.isTrue(places.length > 100 && places.length < 140, `${village}: ${places.length}`)
      assert.deepEqual(placesIn(village), places)
      const mean = (of: 'latitude' | 'longitude') => places.reduce((sum, place) => sum + place[of], 0) / places.length
      const middle = { latitude: mean('latitude'), longitude: mean('longitude') }
      for (const { latitude, longitude } of places)
        assert.isBelow(Math.hypot(latitude - middle.latitude, longitude - middle.longitude), 0.005)
      return middle
    })
    for (const [at, one] of middles.entries())
      for (const other of middles.slice(at + 1))
        assert.isAbove(Math.hypot(one.latitude - other.latitude, one.longitude - other.longitude), 0.003)
  })

  test('they lie within the town and the regency of the demonstration, and nowhere else is one invented', ({ assert }) => {
    for (const { latitude, longitude } of ['33.71.01.1011', '33.71.02.1001', '33.71.03.1006'].flatMap(placesIn)) {
      assert.isTrue(latitude > -7.508 && latitude < -7.438 && longitude > 110.202 && longitude < 110.238)
    }
    for (const { latitude, longitude } of ['34.03.18.2001', '34.03.16.2008', '34.03.12.2010'].flatMap(placesIn)) {
      assert.isTrue(latitude > -8.21 && latitude < -7.78 && longitude > 110.32 && longitude < 110.84)
    }
    assert.lengthOf(placesIn('33.01.01.2001'), 0)
  })
})
