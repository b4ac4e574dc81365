import { createHash, randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import type { SiksRecord } from '#siks/format'
import { openSiks } from '#siks/reader'
import { createSiksWriter } from '#siks/writer'
import {
  collect,
  keys,
  manifest,
  ndjson,
  options,
  readAll,
  refusalOf,
  sampleRecord,
  sampleRecords,
  sealText,
  streamBytes,
  wire,
  writeSample,
} from './support.js'

const writer = (given = manifest) =>
  createSiksWriter({ recipient: keys.recipient, signingSeed: keys.signingSeed, manifest: given })

test.group('A .siks file written and read back', () => {
  test('gives 5,000 records back one for one, with their line numbers', async ({ assert }) => {
    const written = writer()
    const bytes = await collect(written.stream(sampleRecords(5_000)))
    const opened = await openSiks(streamBytes(bytes), options)
    assert.deepEqual(opened.manifest, { format: 'siks', version: 1, ...manifest })
    assert.deepEqual(opened.unknown, {})
    let n = 0
    for await (const { line, record } of opened.records) {
      n++
      assert.equal(line, n + 1)
      assert.deepEqual(record, sampleRecord(n))
    }
    assert.equal(n, 5_000)
    assert.deepEqual(await opened.finish(), written.summary())
  })

  test('states the SHA-256 of the whole file, which the next export names as previous', async ({ assert }) => {
    const written = writer()
    const bytes = await collect(written.stream(sampleRecords(2)))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    assert.deepEqual(written.summary().file, { sha256, bytes: bytes.length })
    const next = await readAll(await collect(writer({ ...manifest, sequence: 2, previous: sha256 }).stream(sampleRecords(2))))
    assert.equal(next.manifest.previous, sha256)
  })

  test('shows nothing of its content to somebody who finds it', async ({ assert }) => {
    const text = Buffer.from(await writeSample()).toString('latin1')
    for (const word of ['UJI', '3371015507859901', 'Operator', 'household']) assert.notInclude(text, word)
    assert.match(text, new RegExp(`^SIKS1 ${manifest.issue}\nage-encryption\\.org/v1\n`))
  })

  test('is read the same in pieces of any size', async ({ assert }) => {
    const bytes = await writeSample(20)
    const whole = await readAll(bytes)
    for (const size of [1, 7, 16, 17, 4096]) assert.deepEqual(await readAll(streamBytes(bytes, size)), whole)
  })

  test('may be left after the first record, and then gives its source back', async ({ assert }) => {
    let cancelled = false
    const incompressible = (n: number) => ({ ...sampleRecord(n), values: { acak: randomBytes(1_000).toString('hex') } })
    const bytes = await collect(writer().stream(Array.from({ length: 1_000 }, (_, at) => incompressible(at + 1))))
    let at = 0
    const source = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => (at < bytes.length ? controller.enqueue(bytes.subarray(at, (at += 1024))) : controller.close()),
        cancel: () => void (cancelled = true),
      },
      { highWaterMark: 0 },
    )
    const opened = await openSiks(source, options)
    for await (const { record } of opened.records) {
      assert.equal(record?.key, sampleRecord(1).key)
      break
    }
    assert.isTrue(cancelled)
    await assert.rejects(() => opened.finish(), /not read to the end/)
  })

  test('reads what was not taken when only finish is asked for', async ({ assert }) => {
    const opened = await openSiks(streamBytes(await writeSample(9)), options)
    assert.equal((await opened.finish()).records, 9)
  })

  test('keeps fields it does not know and reports them', async ({ assert }) => {
    const record: SiksRecord = { ...sampleRecord(1), unknown: { catatan: { foto: 2, benar: true } } }
    const text = ndjson([wire(record)], {}, { format: 'siks', version: 1, ...manifest, sumber: 'uji' })
    const read = await readAll(await sealText(text))
    assert.deepEqual(read.unknown, { sumber: 'uji' })
    assert.deepEqual(read.lines[0].record, record)
  })

  test('takes an empty answer for an absent one and sorts rows by key', async ({ assert }) => {
    const line = { ...wire(sampleRecord(1)), values: { a: '', b: null, c: 0 }, members: [{ key: 'B' }, { key: 'A', x: null }] }
    const { record } = (await readAll(await sealText(ndjson([line])))).lines[0]
    assert.deepEqual(record?.values, { c: 0 })
    assert.deepEqual(record?.groups.members, [{ key: 'A' }, { key: 'B' }])
  })

  test('is not written with nothing in it or with a manifest nobody could read', async ({ assert }) => {
    assert.equal((await refusalOf(collect(writer().stream([])))).code, 'E_SIKS_EMPTY')
    for (const sequence of [0, 2 ** 31]) assert.throws(() => writer({ ...manifest, sequence }), /“sequence”/)
  })

  test('passes on a fault of the records while writing', async ({ assert }) => {
    async function* broken() {
      yield sampleRecord(1)
      throw new Error('disk gone')
    }
    await assert.rejects(() => collect(writer().stream(broken())), 'disk gone')
  })
})
