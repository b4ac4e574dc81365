import { test } from '@japa/runner'
import { readAll, refusalOf, streamBytes, writeSample } from './support.js'

/** Refusals a changed byte may end in: by place of the byte, always one of these. */
const CHANGED = [
  'E_SIKS_TAMPERED',
  'E_SIKS_TRUNCATED',
  'E_SIKS_NOT_SIKS',
  'E_SIKS_WRONG_KIND',
  'E_SIKS_VERSION',
  'E_SIKS_FOREIGN_ISSUE',
  'E_SIKS_WRONG_RECIPIENT',
]

test.group('A damaged .siks file', () => {
  test('cut anywhere is called cut, never changed', async ({ assert }) => {
    const bytes = await writeSample(400)
    const positions = new Set([4, 5, 6, 20, 42, 43, 44, 60, 100, 200, 227, 228, 229, 260, bytes.length - 17, bytes.length - 16])
    for (let at = 300; at < bytes.length; at += Math.floor(bytes.length / 40)) positions.add(at)
    for (let back = 1; back < 16; back++) positions.add(bytes.length - back)
    for (const at of positions) {
      const refusal = await refusalOf(readAll(bytes.subarray(0, at)))
      assert.equal(refusal.code, 'E_SIKS_TRUNCATED', `cut at ${at} of ${bytes.length}`)
    }
  })

  test('cut in the middle, or with zeros for an end, is called cut too', async ({ assert }) => {
    const bytes = await writeSample(400)
    const hole = Buffer.concat([bytes.subarray(0, 1_000), bytes.subarray(3_000)])
    assert.equal((await refusalOf(readAll(hole))).code, 'E_SIKS_TRUNCATED')
    const zeros = Buffer.from(bytes)
    zeros.fill(0, 5_000)
    assert.equal((await refusalOf(readAll(zeros))).code, 'E_SIKS_TRUNCATED')
  })

  test('with one byte changed in its payload is called changed', async ({ assert }) => {
    const bytes = await writeSample(400)
    for (let at = 232; at < bytes.length - 16; at += Math.floor(bytes.length / 60)) {
      const changed = Buffer.from(bytes)
      changed[at] ^= 0x01
      assert.equal((await refusalOf(readAll(changed))).code, 'E_SIKS_TAMPERED', `byte ${at}`)
    }
  })

  test('with any byte of header, key or trailer changed is refused', async ({ assert }) => {
    const bytes = await writeSample(3)
    const positions = [...Array(240).keys(), ...Array.from({ length: 16 }, (_, back) => bytes.length - 1 - back)]
    for (const at of positions) {
      const changed = Buffer.from(bytes)
      changed[at] ^= 0x01
      assert.include(CHANGED, (await refusalOf(readAll(changed))).code, `byte ${at}`)
    }
  })

  test('whose line feeds became those of Windows, or whose header lost its issue, is called changed', async ({ assert }) => {
    const bytes = await writeSample(3)
    const windows = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
    const bare = Buffer.concat([Buffer.from('SIKS1 \n'), bytes.subarray(bytes.indexOf(10) + 1)])
    for (const changed of [windows, bare]) assert.equal((await refusalOf(readAll(changed))).code, 'E_SIKS_TAMPERED')
  })

  test('with bytes added behind it is told how many, and never accepted', async ({ assert }) => {
    const bytes = await writeSample(3)
    for (const behind of ['x', '\r\n', '\0'.repeat(4000), '\nEND 0000000001\n', '\n-- \nTerkirim dari ponsel\n']) {
      const refusal = await refusalOf(readAll(Buffer.concat([bytes, Buffer.from(behind)])))
      assert.deepEqual([refusal.code, refusal.params.bytes], ['E_SIKS_BEHIND_END', behind.length])
    }
    const doubled = Buffer.concat([bytes, ...Array.from({ length: 9 }, () => bytes)])
    assert.equal((await refusalOf(readAll(doubled))).code, 'E_SIKS_TAMPERED')
  })

  test('of more than one block, changed in the first, is called changed', async ({ assert }) => {
    const bytes = await writeSample(20_000)
    assert.isAbove(bytes.length, 200_000)
    const changed = Buffer.from(bytes)
    changed[1_000] ^= 0x80
    assert.equal((await refusalOf(readAll(changed))).code, 'E_SIKS_TAMPERED')
    assert.equal((await refusalOf(readAll(changed.subarray(0, 150_000)))).code, 'E_SIKS_TRUNCATED')
    assert.equal((await refusalOf(readAll(bytes.subarray(0, 65_536 + 16 + 16 + 228)))).code, 'E_SIKS_TRUNCATED')
  })

  test('whose source fails passes that failure on, as it is no fault of the file', async ({ assert }) => {
    const bytes = await writeSample(400)
    const broken = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(bytes.subarray(0, 6_000))
      },
      pull() {
        throw new Error('stick pulled out')
      },
    })
    await assert.rejects(() => readAll(broken), 'stick pulled out')
    assert.equal((await readAll(streamBytes(bytes))).lines.length, 400)
  })
})
