import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { test } from '@japa/runner'
import { openArchive, type ArchiveLimits } from '#siks/archive'
import { collect, readAll, refusalOf, writeSample } from './support.js'

const MIB = 1024 * 1024
let folder: string

type Entry = [name: string, content: Uint8Array, options?: object]

/** Writes a ZIP of these entries; `alter` may then falsify its bytes. */
async function zipFile(entries: Entry[], alter = (bytes: Buffer) => bytes): Promise<string> {
  const zip = new ZipFile()
  for (const [name, content, options] of entries) zip.addBuffer(Buffer.from(content), name, options)
  zip.end()
  const path = join(folder, 'kiriman.zip')
  await writeFile(path, alter(await buffer(zip.outputStream)))
  return path
}

/** yazl refuses bad names, so a name of equal length is put in afterwards. */
const rename = (from: string, to: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')

async function refusalOfZip(path: string, limits?: ArchiveLimits) {
  return refusalOf(openArchive(path, limits))
}

test.group('A ZIP of .siks files (S21, S23)', (group) => {
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-archive-'))
    return () => rm(folder, { recursive: true })
  })

  test('gives each file as a stream, equal names included, and skips the litter of desktops', async ({ assert }) => {
    const [one, two] = [await writeSample(3), await writeSample(5)]
    const path = await zipFile([
      ['desa a/data.siks', one],
      ['desa b/data.siks', two, { compress: false }],
      ['__MACOSX/desa a/._data.siks', Buffer.from('x')],
      ['desa a/Thumbs.db', Buffer.from('x')],
    ])
    const archive = await openArchive(path)
    assert.deepEqual(
      archive.entries.map(({ name, bytes }) => [name, bytes]),
      [
        ['desa a/data.siks', one.length],
        ['desa b/data.siks', two.length],
      ],
    )
    assert.equal((await readAll(await archive.entries[1].open())).lines.length, 5)
    assert.equal((await readAll(await archive.entries[0].open())).lines.length, 3)
    archive.close()
    assert.deepEqual(await readdir(folder), ['kiriman.zip'])
  })

  test('is refused whole for a name that leaves its folder', async ({ assert }) => {
    const good: [string, Uint8Array] = ['baik.siks', await writeSample(1)]
    for (const name of [
      '../../uji.csv',
      '/ab/c/uji.csv',
      '..\\..\\uji.csv',
      'C:/abc/uji.csv',
      'a/../../u.csv',
      'uji-abcd\0.csv',
      '..',
      'a/..',
      '../',
      'a/b/../../../u.csv',
      '\\\\server\\uji.csv',
      'c:uji.csv',
    ]) {
      const placeholder = 'x'.repeat(Buffer.byteLength(name))
      const path = await zipFile([good, [placeholder, Buffer.from('x')]], rename(placeholder, name))
      assert.equal((await refusalOfZip(path)).code, 'E_SIKS_ARCHIVE_NAME', name)
    }
    assert.deepEqual(await readdir(folder), ['kiriman.zip'])
  })

  test('is refused whole for a symbolic link or a device', async ({ assert }) => {
    for (const mode of [0o120777, 0o020666, 0o010666, 0o140777, 0o060660]) {
      const path = await zipFile([['tautan.siks', Buffer.from('/etc/passwd'), { mode }]])
      assert.equal((await refusalOfZip(path)).code, 'E_SIKS_ARCHIVE_LINK')
    }
  })

  test('is refused for more than 2,000 entries, named with their number', async ({ assert }) => {
    const many = Array.from({ length: 20_000 }, (_, at): Entry => [`${at}.siks`, Buffer.alloc(0), { compress: false }])
    const refusal = await refusalOfZip(await zipFile(many))
    assert.equal(refusal.code, 'E_SIKS_ARCHIVE_ENTRIES')
    assert.include(refusal.message, 'ZIP memuat 20.000 berkas, melebihi batas 2.000')
  })

  test('that grows to 300 MiB is refused quickly and in little memory, whatever size it states', async ({ assert }) => {
    const path = await zipFile([['bom.siks', Buffer.alloc(300 * MIB, ' ')]])
    const honest = await readFile(path)
    const size = honest.indexOf('PK\x01\x02') + 24
    assert.equal(honest.readUInt32LE(size), 300 * MIB)
    for (const stated of [300 * MIB, 1024, 40 * MIB, 12 * MIB]) {
      honest.writeUInt32LE(stated, size)
      await writeFile(path, honest)
      const before = process.memoryUsage().rss
      const started = performance.now()
      assert.equal((await refusalOfZip(path)).code, 'E_SIKS_ARCHIVE_SIZE')
      assert.isBelow(performance.now() - started, 60_000)
      assert.isBelow(process.memoryUsage().rss - before, 100 * MIB)
    }
    assert.deepEqual(await readdir(folder), ['kiriman.zip'])
  })

  test('is refused when an entry, or all together, are above the limit', async ({ assert }) => {
    const path = await zipFile([
      ['a.siks', Buffer.alloc(1000, 1), { compress: false }],
      ['b.siks', Buffer.alloc(1000, 2), { compress: false }],
    ])
    assert.equal((await refusalOfZip(path, { entries: 9, entryBytes: 999, unpackedBytes: 9_999 })).code, 'E_SIKS_ARCHIVE_SIZE')
    assert.equal((await refusalOfZip(path, { entries: 9, entryBytes: 1_000, unpackedBytes: 1_999 })).code, 'E_SIKS_ARCHIVE_SIZE')
    const archive = await openArchive(path, { entries: 2, entryBytes: 1_000, unpackedBytes: 2_000 })
    assert.equal((await collect(await archive.entries[1].open())).length, 1_000)
    archive.close()
  })

  test('is refused when a stored byte changed, when cut, when empty or when no ZIP', async ({ assert }) => {
    const content = Buffer.from('isi berkas yang disimpan apa adanya')
    const entry: [string, Buffer, object] = ['a.siks', content, { compress: false }]
    const flip = (bytes: Buffer) => {
      bytes[bytes.indexOf('isi berkas')] ^= 1
      return bytes
    }
    assert.equal((await refusalOfZip(await zipFile([entry], flip))).code, 'E_SIKS_ARCHIVE_BROKEN')
    assert.equal((await refusalOfZip(await zipFile([entry], (bytes) => bytes.subarray(0, -30)))).code, 'E_SIKS_ARCHIVE_BROKEN')
    assert.equal((await refusalOfZip(await zipFile([]))).code, 'E_SIKS_ARCHIVE_EMPTY')
    assert.equal((await refusalOfZip(await zipFile([['desktop.ini', content]]))).code, 'E_SIKS_ARCHIVE_EMPTY')
    await writeFile(join(folder, 'x.zip'), 'bukan zip')
    assert.equal((await refusalOfZip(join(folder, 'x.zip'))).code, 'E_SIKS_ARCHIVE_BROKEN')
  })

  test('with a password or a rare packing is refused with the way out', async ({ assert }) => {
    const encrypted = (bytes: Buffer) => {
      const at = bytes.indexOf('PK\x01\x02')
      bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8)
      return bytes
    }
    const packedOtherwise = (bytes: Buffer) => {
      bytes.writeUInt16LE(14, bytes.indexOf('PK\x01\x02') + 10)
      return bytes
    }
    const entry: [string, Buffer] = ['a.siks', Buffer.alloc(500, 1)]
    for (const alter of [encrypted, packedOtherwise]) {
      assert.equal((await refusalOfZip(await zipFile([entry], alter))).code, 'E_SIKS_ARCHIVE_ENCRYPTED')
    }
  })
})
