import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import { portableSha256Digest, sha256Digest } from '#siks/digest'

test('SHA-256 is the same with and without the cryptography of Node', ({ assert }) => {
  for (const length of [0, 1, 55, 56, 64, 1_000, 100_000]) {
    const bytes = new Uint8Array(length).map((_, at) => at * 7)
    const expected = createHash('sha256').update(bytes).digest('hex')
    for (const make of [sha256Digest, portableSha256Digest]) {
      const half = length >> 1
      assert.equal(make().update(bytes.subarray(0, half)).update(bytes.subarray(half)).hex(), expected)
    }
  }
})
