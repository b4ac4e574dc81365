import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import { beginsDownload, rangeOf, sliceOf } from '#services/ranges'

const file = { size: 100, tag: '"abc"' }

test.group('Parts of a download', () => {
  test('are what the header asks for, within the file', ({ assert }) => {
    const cases: [string, ReturnType<typeof rangeOf>][] = [
      ['bytes=0-0', { first: 0, last: 0 }],
      ['bytes=10-19', { first: 10, last: 19 }],
      ['bytes=90-', { first: 90, last: 99 }],
      ['bytes=-10', { first: 90, last: 99 }],
      ['bytes=-1000', { first: 0, last: 99 }],
      ['bytes=99-1000', { first: 99, last: 99 }],
      ['bytes=100-', 'outside'],
      ['bytes=-0', 'outside'],
      ['bytes=5-2', null],
      ['bytes=-', null],
      ['bytes=0-1,5-6', null],
      ['rows=0-1', null],
      ['', null],
    ]
    for (const [header, wanted] of cases) assert.deepEqual(rangeOf(header, undefined, file), wanted, header)
  })

  test('are given only of the file that was begun', ({ assert }) => {
    assert.deepEqual(rangeOf('bytes=10-', '"abc"', file), { first: 10, last: 99 })
    for (const other of ['"abd"', 'W/"abc"', 'Wed, 25 Nov 2026 05:00:00 GMT']) assert.isNull(rangeOf('bytes=10-', other, file))
  })

  test('hold the right bytes wherever the chunks end', async ({ assert }) => {
    const bytes = Buffer.from(Array.from({ length: 100 }, (_, at) => at))
    const chunks = [0, 7, 31, 32, 64, 100].flatMap((at, n, all) => (n ? [bytes.subarray(all[n - 1], at)] : []))
    for (const [first, last] of [
      [0, 99],
      [7, 30],
      [31, 31],
      [30, 64],
      [99, 99],
    ] as const) {
      const part = await sliceOf(Readable.from(chunks), { first, last }).toArray()
      assert.deepEqual(Buffer.concat(part as Buffer[]), bytes.subarray(first, last + 1))
    }
  })

  test('count as a download only from the first byte on', ({ assert }) => {
    for (const header of [undefined, 'bytes=0-', 'bytes=0-99', 'bytes=-5']) assert.isTrue(beginsDownload(header))
    for (const header of ['bytes=1-', 'bytes=50-60', 'bytes=007-']) assert.isFalse(beginsDownload(header))
  })
})
