import { test } from '@japa/runner'
import { withoutNulls } from '#verification/issues/base_text'

/** What JSON itself makes of it. */
const parsedWithoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(parsedWithoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, parsedWithoutNulls(inner)]])),
  )
}

test.group('Text of a package', () => {
  test('loses its empty answers wherever they stand, and nothing of a text that only looks like one', ({ assert }) => {
    const hostile = [
      '"a":null,',
      ',"a":null}',
      '{"a":null}',
      '\\"a\\":null,',
      'x"',
      '\\',
      '"',
      'NU\'MAN "b":null',
      '\u2028\n\t',
      '":null,"',
    ]
    const values = [
      {},
      { a: null },
      { a: null, b: null },
      { a: 1, b: null, c: null, d: 'x' },
      { a: null, b: 'x', c: null },
      { a: { b: null, c: [{ d: null }, { d: 1, e: null }] }, f: null },
      ...hostile.flatMap((text) => [
        { a: text },
        { a: text, b: null },
        { a: null, b: text, c: null },
        { a: null, b: [{ c: text, d: null }] },
      ]),
    ]
    for (const value of values) {
      assert.deepEqual(JSON.parse(withoutNulls(JSON.stringify(value))), parsedWithoutNulls(value), JSON.stringify(value))
    }
  })
})
