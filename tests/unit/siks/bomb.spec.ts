import { createGzip } from 'node:zlib'
import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import { openSiks } from '#siks/reader'
import { createSiksWriter } from '#siks/writer'
import {
  collect,
  firstLine,
  keys,
  manifest,
  options,
  readAll,
  refusalOf,
  sampleRecord,
  sealPacked,
  streamBytes,
  wire,
} from './support.js'

const MIB = 1024 * 1024

/** Gzip of the manifest line and then `total` bytes of `piece` over and over, made without ever holding it unpacked. */
async function packedBomb(piece: Buffer, total: number): Promise<Buffer> {
  function* parts() {
    yield Buffer.from(`${JSON.stringify(firstLine)}\n`)
    for (let made = 0; made < total; made += piece.length) yield piece
  }
  return Buffer.concat(
    await Readable.from(parts())
      .pipe(createGzip({ level: 9 }))
      .toArray(),
  )
}

/** Refusal, seconds and growth of memory (MiB) of reading a file. */
async function measured(bytes: Uint8Array) {
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5)
  const started = performance.now()
  const refusal = await refusalOf(readAll(bytes))
  clearInterval(watch)
  most = Math.max(most, process.memoryUsage().rss)
  return { refusal, seconds: (performance.now() - started) / 1000, grown: (most - before) / MIB }
}

test.group('A .siks file that grows', () => {
  test('to 300 MiB of blanks in one line is refused at once, in little memory', async ({ assert }) => {
    const bytes = await sealPacked(await packedBomb(Buffer.alloc(MIB, ' '), 300 * MIB))
    assert.isBelow(bytes.length, MIB)
    const { refusal, seconds, grown } = await measured(bytes)
    assert.equal(refusal.code, 'E_SIKS_LINE_TOO_LONG')
    assert.isBelow(seconds, 60)
    assert.isBelow(grown, 100)
  })

  test('to 300 MiB of lines that are all good JSON is refused by its ratio, in little memory', async ({ assert }) => {
    const line = Buffer.from(`{"t":"kosong"${' '.repeat(200_000)}}\n`)
    const bytes = await sealPacked(await packedBomb(line, 300 * MIB))
    assert.isBelow(bytes.length, MIB)
    const { refusal, seconds, grown } = await measured(bytes)
    assert.equal(refusal.code, 'E_SIKS_BOMB')
    assert.isBelow(seconds, 60)
    assert.isBelow(grown, 100)
  })

  test('honestly, though packed better than 1:100, is accepted above 16 MiB too', async ({ assert }) => {
    const record = { ...sampleRecord(1), values: { alamat: 'JL. CONTOH '.repeat(50) }, groups: {} }
    function* records() {
      for (let n = 1; n <= 45_000; n++) yield { ...record, key: `K${n}` }
    }
    const writer = createSiksWriter({ recipient: keys.recipient, signingSeed: keys.signingSeed, manifest })
    const bytes = await collect(writer.stream(records()))
    const unpacked = 45_000 * JSON.stringify(wire(record)).length
    assert.isAbove(unpacked, 17 * MIB)
    assert.isAbove(unpacked / bytes.length, 100)
    const opened = await openSiks(streamBytes(bytes), options)
    assert.equal((await opened.finish()).records, 45_000)
  })
})
