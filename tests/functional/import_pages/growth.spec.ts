import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { ZipFile } from 'yazl'
import { clock } from '#services/clock'
import { dataFolder } from '#services/database/addresses'
import { changed, household, writeExport } from '#tests/functional/imports/support'
import { manifest, sealPacked } from '#tests/unit/siks/support'
import { importId, openCounter, settledFiles, type Counter } from './support.js'

const MIB = 1024 * 1024

/** Sends a whole file by the upload protocol and hands it in, as the page does. */
async function handIn(client: ApiClient, { supervisor }: Counter, name: string, bytes: Buffer): Promise<string> {
  const headers = { 'tus-resumable': '1.0.0' }
  const begun = await client
    .post('/unggahan')
    .loginAs(supervisor)
    .withCsrfToken()
    .headers({ ...headers, 'upload-length': String(bytes.length) })
    .header('upload-metadata', `filename ${Buffer.from(name).toString('base64')}`)
  const address = begun.header('location')!
  const write = client
    .patch(address)
    .loginAs(supervisor)
    .withCsrfToken()
    .headers({ ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' })
  write.request.send(bytes)
  ;(await write).assertStatus(204)
  const answer = await client
    .post('/import')
    .form({ uploads: [address.split('/').at(-1)] })
    .loginAs(supervisor)
    .withCsrfToken()
    .redirects(0)
  return importId(answer.header('location'))
}

/** So many times may a page take longer, of 20 ms at least. */
const MOST_DELAY = 10

interface Meanwhile<T> {
  result: T
  /** By how many times the page of another person answered later than it does when nothing else happens, in the middle of all. */
  delay: number
  /** Growth of memory, bytes. */
  grown: number
  seconds: number
}

/** Does the work while somebody else opens a page again and again. */
async function whileAnotherReads<T>(client: ApiClient, other: Counter, work: () => Promise<T>): Promise<Meanwhile<T>> {
  const answerTime = async () => {
    const asked = performance.now()
    ;(await client.get('/kata-sandi').loginAs(other.supervisor)).assertStatus(200)
    return performance.now() - asked
  }
  const [quiet, busy]: number[][] = [[], []]
  while (quiet!.length < 7) quiet!.push(await answerTime())
  const [before, begun] = [process.memoryUsage().rss, performance.now()]
  let [most, going] = [before, true]
  const reading = (async () => {
    while (going) {
      busy!.push(await answerTime())
      most = Math.max(most, process.memoryUsage().rss)
    }
  })()
  try {
    const result = await work()
    const seconds = (performance.now() - begun) / 1000
    going = false
    await reading
    return { result, seconds, delay: (median(busy!) - median(quiet!)) / Math.max(median(quiet!), 20), grown: most - before }
  } finally {
    going = false
    await reading
  }
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!

async function zipOf(entries: Iterable<readonly [string, Buffer]>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of entries) zip.addBuffer(content, name)
  zip.end()
  return buffer(zip.outputStream)
}

/** A .siks file of a package of the desk whose payload goes on in blanks. */
async function bombOf(desk: Counter, total: number): Promise<Buffer> {
  const first = {
    ...{ format: 'siks', version: 1, ...manifest, issue: desk.issue.id, edition: desk.place.editionId },
    ...{ period: desk.place.periodId, scope: desk.issue.villages },
  }
  function* parts() {
    yield Buffer.from(`${JSON.stringify(first)}\n`)
    for (let made = 0; made < total; made += MIB) yield Buffer.alloc(MIB, ' ')
  }
  const packed = await buffer(Readable.from(parts()).pipe(createGzip({ level: 9 })))
  return Buffer.from(await sealPacked(packed, desk.issue.keys.recipient, desk.issue.id))
}

/** What is left in the folders that work passes through. */
async function leftOvers({ regency, supervisor }: Counter): Promise<string[]> {
  const uploads = await readdir(join(dataFolder(), 'uploads', regency.code, supervisor.id)).catch(() => [])
  const temporary = (await readdir(tmpdir())).filter((name) => name.startsWith('siks-import-'))
  return [...temporary, ...uploads.filter((name) => !name.endsWith('.done'))]
}

test.group('Uploads that grow (S23)', (group) => {
  group.each.teardown(() => clock.restore())

  test('a ZIP of 300 files is taken file by file while the page of another person keeps answering, and leaves nothing behind', async ({
    client,
    assert,
  }) => {
    const [desk, other] = [await openCounter(3), await openCounter(1)]
    const exports = await Promise.all(
      [1, 2, 3].map((n) => {
        const records = [{ doc: changed(household(`H${n}`, desk.village, n), { alamat: `RT ${n}` }) }]
        return writeExport(desk, { device: `PC-${n}`, name: `pc-${n}.siks`, records })
      }),
    )
    const real = await Promise.all(exports.map((path) => readFile(path)))
    const notes = Array.from(
      { length: 297 },
      (_, n) => [`desa ${n}/catatan.siks`, Buffer.alloc(40_000, `catatan ${n} `)] as const,
    )
    const bytes = await zipOf([...real.map((content, n) => [`komputer ${n}.siks`, content] as const), ...notes])
    const { result, delay, grown } = await whileAnotherReads(client, other, () => handIn(client, desk, 'semua.zip', bytes))
    const files = await settledFiles(desk, result)
    assert.lengthOf(files, 300)
    assert.equal(files.filter(({ state }) => state === 'checked').length, 3)
    assert.equal(files.filter(({ state }) => state === 'refused').length, 297)
    assert.isBelow(delay, MOST_DELAY)
    assert.isBelow(grown, 200 * MIB)
    assert.deepEqual(await leftOvers(desk), [])
  })

  test('a ZIP that unpacks to 300 MiB is refused within the minute, whatever size it states', async ({ client, assert }) => {
    const [desk, other] = [await openCounter(1), await openCounter(1)]
    const honest = await zipOf([['bom.siks', Buffer.alloc(300 * MIB, ' ')]])
    const lying = Buffer.from(honest)
    lying.writeUInt32LE(1024, lying.indexOf('PK\x01\x02') + 24)
    for (const [name, bytes] of [
      ['jujur.zip', honest],
      ['bohong.zip', lying],
    ] as const) {
      assert.isBelow(bytes.length, MIB)
      const done = await whileAnotherReads(client, other, () => handIn(client, desk, name, bytes))
      const [file, ...others] = await settledFiles(desk, done.result)
      assert.deepEqual(others, [])
      assert.include(file, { name, state: 'refused', reasonCode: 'E_SIKS_ARCHIVE_SIZE', read: 0 })
      assert.isBelow(done.seconds, 60)
      assert.isBelow(done.grown, 200 * MIB)
      assert.isBelow(done.delay, MOST_DELAY)
      assert.deepEqual(await leftOvers(desk), [])
    }
  })

  test('a .siks file that unpacks to 300 MiB is refused by its check, with a reason, and stores nothing', async ({
    client,
    assert,
  }) => {
    const [desk, other] = [await openCounter(1), await openCounter(1)]
    const bytes = await bombOf(desk, 300 * MIB)
    assert.isBelow(bytes.length, MIB)
    const done = await whileAnotherReads(client, other, async () =>
      settledFiles(desk, await handIn(client, desk, 'bom.siks', bytes)),
    )
    const [file] = done.result
    assert.include(file, { state: 'refused', read: 0 })
    assert.match(file!.reasonCode ?? '', /^E_SIKS_(BOMB|LINE_TOO_LONG)$/)
    assert.isBelow(done.seconds, 60)
    assert.isBelow(done.grown, 200 * MIB)
    assert.isBelow(done.delay, MOST_DELAY)
    assert.deepEqual(await leftOvers(desk), [])
  })
})
