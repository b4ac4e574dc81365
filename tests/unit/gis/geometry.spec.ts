import { test } from '@japa/runner'
import type { Polygon } from 'geojson'
import { cleanShape } from '#services/gis/geometry/clean'
import { simplifyShapes } from '#services/gis/geometry/simplify'
import { crosses, inRing, makeValid, ringArea } from '#services/gis/geometry/valid'
import { pointsIn, polygonsOf, type Point, type Ring, type Shape } from '#services/gis/shapes'
import { outlineOf } from '#services/gis/store/derive'
import { square } from '#tests/support/shapes'

const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates })
const shape = (east: number, north: number): Shape => ({ type: 'Polygon', coordinates: square(east, north) })
const areaOf = (of: Shape) =>
  polygonsOf(of).reduce((sum, [outline, ...holes]) => {
    const size = (ring: Ring) => Math.abs(ringArea(ring))
    return sum + size(outline!) - holes.reduce((all, hole) => all + size(hole), 0)
  }, 0)

const BOW_TIE: Ring = [
  [110, -7],
  [110.2, -6.8],
  [110.2, -7],
  [110, -6.8],
  [110, -7],
]

test.group('Geometry of areas', () => {
  test('an area comes closed, rounded and without repeated points', ({ assert }) => {
    const clean = cleanShape(
      polygon([
        [110, -7],
        [110, -7],
        [110.1000000004, -7, 12],
        [110.1, -6.9],
        [110, -6.9],
      ]),
      'village',
    )
    assert.deepEqual(clean, {
      shape: {
        type: 'Polygon',
        coordinates: [
          [
            [110, -7],
            [110.1, -7],
            [110.1, -6.9],
            [110, -6.9],
            [110, -7],
          ],
        ],
      },
      repaired: false,
    })
  })

  test('a longitude some whole turns round the world is the same meridian; another part of the world stays another', ({
    assert,
  }) => {
    const [ring] = square(0, 0)
    const home = cleanShape(polygon(ring!), 'village')
    const shifted = (turns: number) => ring!.map(([x, y]) => [x! + 360 * turns, y])
    for (const turns of [1, -1, 2, -2]) assert.deepEqual(cleanShape(polygon(shifted(turns)), 'village'), home, String(turns))
    const swapped = shifted(1).map(([x, y]) => [y, x])
    assert.equal(cleanShape(polygon(swapped), 'village'), 'swapped')
    assert.deepEqual(cleanShape(polygon(swapped), 'village', true), home)
    assert.equal(cleanShape(polygon(ring!.map(([x, y]) => [x! + 260, y])), 'village'), 'projected')
  })

  test('each kind of bad coordinate is told apart', ({ assert }) => {
    const metres = [
      [431_000, 9_173_000],
      [432_000, 9_173_000],
      [432_000, 9_174_000],
      [431_000, 9_173_000],
    ]
    const turned = square(0, 0)[0]!.map(([x, y]) => [y, x])
    const europe = square(0, 0)[0]!.map(([x, y]) => [x! - 100, y! + 60])
    assert.equal(cleanShape(polygon(metres), 'village'), 'projected')
    assert.equal(cleanShape(polygon(turned), 'village'), 'swapped')
    assert.equal(cleanShape(polygon(europe), 'village'), 'outside')
    assert.equal(
      cleanShape(
        polygon([
          ['110', '-7'],
          [111, -7],
          [111, -6],
          ['110', '-7'],
        ]),
        'village',
      ),
      'numbers',
    )
    assert.equal(cleanShape({ type: 'Point', coordinates: [110, -7] }, 'village'), 'no_area')
    assert.equal(cleanShape(null, 'village'), 'no_area')
    assert.equal(
      cleanShape(
        polygon([
          [110, -7],
          [110.1, -7],
          [110, -7],
        ]),
        'village',
      ),
      'no_area',
    )
  })

  test('axes that a person says are swapped are turned', ({ assert }) => {
    const turned = square(0, 0)[0]!.map(([x, y]) => [y, x])
    const clean = cleanShape(polygon(turned), 'village', true)
    assert.deepEqual(clean, { shape: { type: 'Polygon', coordinates: square(0, 0) }, repaired: false })
  })

  test('a hole stays a hole, and what lies in it is not inside', ({ assert }) => {
    const hole = square(0.25, 0.25, 0.5)[0]!
    const clean = cleanShape(polygon(square(0, 0)[0], hole), 'village')
    if (typeof clean === 'string') return assert.fail(clean)
    assert.isFalse(clean.repaired)
    assert.lengthOf(polygonsOf(clean.shape)[0]!, 2)
    assert.approximately(areaOf(clean.shape), 0.01 - 0.0025, 1e-9)
    assert.isTrue(inRing([110.05, -7.45], hole as Ring))
  })

  test('a bow tie becomes its two triangles, and nothing of its area is lost', ({ assert }) => {
    assert.isTrue(crosses([BOW_TIE]))
    const clean = cleanShape(polygon(BOW_TIE), 'village')
    if (typeof clean === 'string') return assert.fail(clean)
    assert.isTrue(clean.repaired)
    assert.lengthOf(polygonsOf(clean.shape), 2)
    assert.approximately(areaOf(clean.shape), 0.02, 1e-9)
    assert.isFalse(polygonsOf(clean.shape).some(crosses))
  })

  test('a hole that reaches out of its outline takes away only what it covers', ({ assert }) => {
    const { polygons, repaired } = makeValid([[square(0, 0)[0] as Ring, square(0.5, 0.5)[0] as Ring]])
    assert.isTrue(repaired)
    const whole = polygons.reduce((sum, [outline]) => sum + Math.abs(ringArea(outline!)), 0)
    assert.approximately(whole, 0.0075, 1e-9)
  })

  test('sides that only meet at their ends do not cross', ({ assert }) => {
    const touching: Ring = [
      [110, -7],
      [110.1, -7],
      [110.05, -6.95],
      [110.1, -6.9],
      [110, -6.9],
      [110.05, -6.95],
      [110, -7],
    ]
    assert.isFalse(crosses([touching]))
  })

  test('a border that two share is simplified once and stays shared', ({ assert }) => {
    const wavy: Point[] = Array.from({ length: 201 }, (_, at) => [110.1 + Math.sin(at) * 1e-6, -7.5 + at / 2000])
    const left: Polygon = { type: 'Polygon', coordinates: [[[110, -7.5], ...wavy, [110, -7.4], [110, -7.5]]] }
    const right: Polygon = {
      type: 'Polygon',
      coordinates: [[[110.2, -7.4], ...[...wavy].reverse(), [110.2, -7.5], [110.2, -7.4]]],
    }
    const simple = simplifyShapes(
      new Map([
        ['a', left],
        ['b', right],
      ]),
      'district',
    )
    const [a, b] = [simple.get('a')!, simple.get('b')!]
    assert.isBelow(pointsIn(a) + pointsIn(b), 30)
    const border = (of: Shape) =>
      new Set(
        polygonsOf(of)[0]![0]!
          .filter(([x]) => Math.abs(x - 110.1) < 0.01)
          .map(String),
      )
    assert.deepEqual([...border(a)].sort(), [...border(b)].sort())
  })

  test('the outline of several areas has lost their common borders', ({ assert }) => {
    const outline = outlineOf(
      new Map([
        ['a', shape(0, 0)],
        ['b', shape(1, 0)],
        ['far', shape(5, 5)],
      ]),
    )
    assert.equal(outline.type, 'MultiPolygon')
    assert.lengthOf(polygonsOf(outline), 2)
    assert.approximately(areaOf(outline), 0.03, 1e-9)
  })
})
