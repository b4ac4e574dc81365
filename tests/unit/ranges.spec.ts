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

  test('count as a download only where what is sent begins at the first byte', ({ assert }) => {
    const begins = (range?: string, ifRange?: string, method = 'GET') =>
      beginsDownload(
        { method: () => method, header: (name) => ({ range, 'if-range': ifRange })[name] },
        { size: 100, sha256: 'abc' },
      )
    const whole = [undefined, 'bytes=5-9,20-', 'bytes=9-2', 'rows=3-4', 'bytes=-100', 'bytes=-1000']
    for (const range of [...whole, 'bytes=0-', 'bytes=0-99']) assert.isTrue(begins(range), range)
    for (const range of ['bytes=1-', 'bytes=50-60', 'bytes=007-', 'bytes=-5', 'bytes=100-']) assert.isFalse(begins(range), range)
    assert.isTrue(begins('bytes=50-', '"other"'), 'the file has changed: all of it is sent')
    assert.isFalse(begins('bytes=50-', '"abc"'))
    assert.isFalse(begins(undefined, undefined, 'HEAD'))
  })
})
