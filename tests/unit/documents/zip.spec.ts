import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from '@japa/runner'
import { zipStream } from '#services/documents/zip'
import { unzip } from './support.js'

test.group('ZIP', () => {
  test('holds buffers and streams in the order given, names with letters outside ASCII too', async ({ assert }) => {
    const bytes = await buffer(
      zipStream([
        { name: "lampiran/Data Nu'man – RT 01.pdf", content: Buffer.from('satu') },
        { name: 'daftar.pdf', content: Readable.from([Buffer.from('du'), Buffer.from('a')]) },
        { name: 'kosong.txt', content: new Uint8Array(0) },
      ]),
    )
    const entries = [...(await unzip(bytes))].map(([name, content]) => [name, content.toString()])
    assert.deepEqual(entries, [
      ["lampiran/Data Nu'man – RT 01.pdf", 'satu'],
      ['daftar.pdf', 'dua'],
      ['kosong.txt', ''],
    ])
  })

  test('gives the same bytes at another time and in another zone', async ({ assert }) => {
    const make = () => buffer(zipStream([{ name: 'a.txt', content: Buffer.from('isi '.repeat(1000)) }]))
    const zone = process.env.TZ
    const first = await make()
    process.env.TZ = 'Asia/Jayapura'
    const second = await make()
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    assert.isTrue(first.equals(second))
    assert.isBelow(first.length, 400)
  })

  test('fails instead of ending when {name}')
    .with([
      { name: 'an entry leaves the folder', entries: ['../../uji.txt'], reason: 'invalid relative path' },
      { name: 'an entry is absolute', entries: ['/etc/uji'], reason: 'absolute path' },
      { name: 'two entries have one name', entries: ['a.txt', 'a.txt'], reason: 'two entries of one archive are named a.txt' },
    ])
    .run(async ({ assert }, { entries, reason }) => {
      const zip = zipStream(entries.map((name) => ({ name, content: Buffer.from('uji') })))
      await assert.rejects(() => buffer(zip), new RegExp(reason))
    })

  test('fails when a source fails and asks for no further entry', async ({ assert }) => {
    let asked = 0
    async function* entries() {
      for (const name of ['a', 'b', 'c']) {
        asked++
        yield { name, content: name === 'b' ? broken() : Readable.from([Buffer.from('uji')]) }
      }
    }
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('the source broke')
    }
    await assert.rejects(() => buffer(zipStream(entries())), 'the source broke')
    assert.equal(asked, 2)
  })

  test('pulls entries only as fast as they are read', async ({ assert }) => {
    let made = 0
    function* entries() {
      for (let i = 0; i < 200; i++) {
        made++
        yield { name: `${i}.bin`, content: randomBytes(100_000) }
      }
    }
    const zip = zipStream(entries())
    zip.once('readable', () => zip.read())
    await standstill(() => made)
    const unread = made
    zip.destroy()
    await standstill(() => made)
    assert.isAtMost(unread, 8, 'what nobody reads fills the buffers of the streams and no more')
    assert.isAtMost(made, unread + 1)
  })

  test('reads nothing of an entry that was made after the reader had gone', async ({ assert }) => {
    const begun = Promise.withResolvers<void>()
    const made = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    let read = 0
    async function* entries() {
      try {
        yield { name: 'a.bin', content: randomBytes(100) }
        begun.resolve()
        await made.promise
        yield { name: 'b.bin', content: chunks() }
      } finally {
        released.resolve()
      }
    }
    async function* chunks() {
      for (; read < 50; read++) yield randomBytes(100_000)
    }
    const zip = zipStream(entries())
    zip.resume()
    await begun.promise
    zip.destroy()
    await once(zip, 'close')
    made.resolve()
    await released.promise
    assert.equal(read, 0)
  })
})

/** Waits until a count that the streams raise has not moved for many turns of the loop. */
async function standstill(count: () => number): Promise<void> {
  for (let still = 0, last = count(); still < 20; still++) {
    await delay(5)
    if (count() !== last) [still, last] = [0, count()]
  }
}
