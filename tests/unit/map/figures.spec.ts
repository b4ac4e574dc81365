import { test } from '@japa/runner'
import { mapFigures, type Listed } from '#services/map/areas'
import { differenceClasses, quantileClasses, stepIn } from '#services/map/classes'

const listed = (...codes: string[]): Listed[] => codes.map((code) => ({ code, name: code, parent: null, href: null }))
const counts = (values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([code, part]) => [code, { part }]))

test.group('Classes of a map', () => {
  test('hold about as many areas each, between values that areas have', ({ assert }) => {
    const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100]
    const classes = quantileClasses(values)
    assert.deepEqual(classes, [
      { step: 1, from: 1, to: 2, areas: 2 },
      { step: 2, from: 3, to: 4, areas: 2 },
      { step: 3, from: 5, to: 6, areas: 2 },
      { step: 4, from: 7, to: 8, areas: 2 },
      { step: 5, from: 9, to: 100, areas: 2 },
    ])
    assert.deepEqual(
      values.map((value) => stepIn(classes, value)),
      [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
    )
  })

  test('equal values are never apart, and few classes are spread over the scale', ({ assert }) => {
    assert.deepEqual(
      quantileClasses([7, 7, 7, 7, 7, 7, 9]).map(({ step, from, to, areas }) => [step, from, to, areas]),
      [
        [1, 7, 7, 6],
        [5, 9, 9, 1],
      ],
    )
    assert.deepEqual(quantileClasses([4]), [{ step: 3, from: 4, to: 4, areas: 1 }])
    assert.deepEqual(quantileClasses([0, 0]), [])
    const many = quantileClasses([1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6])
    assert.equal(
      many.reduce((sum, { areas }) => sum + areas, 0),
      13,
    )
  })

  test('of differences stand on both sides of zero', ({ assert }) => {
    const classes = differenceClasses([-10, -5, -1, 0, 2, 4])
    assert.deepEqual(
      classes.map(({ step, from, to }) => [step, from, to]),
      [
        [-3, -10, -10],
        [-2, -5, -5],
        [-1, -1, -1],
        [1, 2, 2],
        [3, 4, 4],
      ],
    )
    assert.equal(stepIn(classes, -5), -2)
    assert.equal(stepIn(classes, 0), 0)
  })
})

test.group('Figures of a map', () => {
  test('zero differs from no data', ({ assert }) => {
    const { areas, counts: kept } = mapFigures(listed('a', 'b', 'c'), 'count', counts({ a: 0, b: 7 }), null, true)
    assert.deepEqual(
      areas.map(({ state, value, step }) => [state, value, step]),
      [
        ['zero', 0, 0],
        ['value', 7, 3],
        ['none', null, null],
      ],
    )
    assert.deepEqual(kept, { zero: 1, none: 1, few: 0 })
  })

  test('a share is of its whole, and of nothing there is none', ({ assert }) => {
    const figures = { a: { part: 10, whole: 40 }, b: { part: 0, whole: 0 } }
    const { areas, total } = mapFigures(listed('a', 'b'), 'share', figures, null, true)
    assert.deepEqual(
      areas.map(({ value, state }) => [value, state]),
      [
        [25, 'value'],
        [null, 'none'],
      ],
    )
    assert.deepInclude(total, { part: 10, whole: 40, value: 25 })
  })

  test('who has no register rights sees no number below five, nor one that the total gives away', ({ assert }) => {
    const figures = counts({ a: 4, b: 0, c: 5, d: 90 })
    const { areas, total, counts: kept } = mapFigures(listed('a', 'b', 'c', 'd'), 'count', figures, null, false)
    assert.deepEqual(
      areas.map(({ state, value }) => [state, value]),
      [
        ['few', null],
        ['zero', 0],
        ['few', null],
        ['value', 90],
      ],
    )
    assert.deepInclude(total, { part: 99, value: 99 })
    assert.equal(kept.few, 2)
    const own = mapFigures(listed('a', 'b', 'c', 'd'), 'count', figures, null, true)
    assert.deepEqual(
      own.areas.map(({ value }) => value),
      [4, 0, 5, 90],
    )
  })

  test('of the desa of each kecamatan never one alone is hidden', ({ assert }) => {
    const areas = (['a1', 'a2', 'b1', 'b2'] as const).map((code) => ({ code, name: code, parent: code[0]!, href: null }))
    const figures = counts({ a1: 3, a2: 20, b1: 2, b2: 30 })
    const shown = mapFigures(areas, 'count', figures, null, false).areas
    assert.deepEqual(
      shown.map(({ state }) => state),
      ['few', 'few', 'few', 'few'],
    )
  })

  test('a share hides part, whole and rest below five, and a total that is as small', ({ assert }) => {
    const figures = { a: { part: 3, whole: 100 }, b: { part: 98, whole: 100 }, c: { part: 50, whole: 100 } }
    const { areas } = mapFigures(listed('a', 'b', 'c'), 'share', figures, null, false)
    assert.deepEqual(
      areas.map(({ state }) => state),
      ['few', 'few', 'value'],
    )
    assert.isNull(mapFigures(listed('a'), 'count', counts({ a: 2 }), null, false).total.value)
  })

  test('two periods are compared area by area', ({ assert }) => {
    const { areas, total } = mapFigures(
      listed('a', 'b', 'c'),
      'count',
      counts({ a: 12, b: 8 }),
      counts({ a: 10, b: 8, c: 3 }),
      true,
    )
    assert.deepEqual(
      areas.map(({ value, before, difference, step }) => [value, before, difference, step]),
      [
        [12, 10, 2, 2],
        [8, 8, 0, 0],
        [null, 3, null, null],
      ],
    )
    assert.deepInclude(total, { value: 20, before: 21, difference: -1 })
  })
})
