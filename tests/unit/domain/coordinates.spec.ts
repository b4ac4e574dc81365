import { test } from '@japa/runner'
import { isCoordinates, parseCoordinates, parseZoom } from '#domain/coordinates'
import { codeOf } from './code_of.js'

test.group('Coordinates (S19)', () => {
  test('boxes "{0}" and "{1}" give {2}, {3}')
    .with([
      ['-8.4838', '115.1234', -8.4838, 115.1234],
      ['-8,4838', '115,1234', -8.4838, 115.1234],
      ['\u22128.4838', ' 115.1234 ', -8.4838, 115.1234],
      ['\u20138.4838', '115.1234', -8.4838, 115.1234],
      ['-8.4838, 115.1234', '116', -8.4838, 115.1234],
      ['-8.4838, 115.1234', '', -8.4838, 115.1234],
      ['-8.4838,115.1234', '', -8.4838, 115.1234],
      ['-8,4838; 115,1234', '', -8.4838, 115.1234],
      ['-8,4838, 115,1234', '', -8.4838, 115.1234],
      ['-8.4838 115.1234', '', -8.4838, 115.1234],
      ['-90', '180', -90, 180],
      ['0', '0', 0, 0],
    ] as [string, string, number, number][])
    .run(({ assert }, [latitudeBox, longitudeBox, latitude, longitude]) => {
      assert.deepEqual(parseCoordinates(latitudeBox, longitudeBox), { latitude, longitude })
    })

  test('empty boxes give no place', ({ assert }) => {
    assert.isNull(parseCoordinates('', ' '))
  })

  test('boxes "{0}" and "{1}" are refused as {2}')
    .with([
      ['--8.4838', '115.1234', 'E_LATITUDE'],
      ['abc', '115.1234', 'E_LATITUDE'],
      ['95', '115.1234', 'E_LATITUDE'],
      ['115.1234, -8.4838', '', 'E_LATITUDE'],
      ['-8.4838.1', '115', 'E_LATITUDE'],
      ['1e1', '115', 'E_LATITUDE'],
      ['-8.4838', '181', 'E_LONGITUDE'],
      ['-8.4838', 'timur', 'E_LONGITUDE'],
      ['-8.4838', '', 'E_COORDINATE_HALF'],
      ['', '115.1234', 'E_COORDINATE_HALF'],
    ])
    .run(({ assert }, [latitudeBox, longitudeBox, code]) => {
      assert.strictEqual(
        codeOf(() => parseCoordinates(latitudeBox, longitudeBox)),
        code,
      )
    })

  test('a bad stored place is told from a good one', ({ assert }) => {
    assert.isTrue(isCoordinates(-8.4838, 115.1234))
    for (const [latitude, longitude] of [
      [95, 115],
      [-8, 200],
      [Number.NaN, 115],
      [null, null],
      ['-8.4', 115],
    ]) {
      assert.isFalse(isCoordinates(latitude, longitude))
    }
  })

  test('zoom runs from 1 to 19', ({ assert }) => {
    assert.deepEqual(['1', ' 12 ', '19'].map(parseZoom), [1, 12, 19])
    for (const text of ['0', '20', '500', '-3', '1.5', '', 'x'])
      assert.strictEqual(
        codeOf(() => parseZoom(text)),
        'E_ZOOM',
      )
  })
})
