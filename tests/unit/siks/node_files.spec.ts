import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { saveStream, streamFile } from '#siks/node_files'
import { streamOf } from '#siks/streams'
import { collect, readAll, streamBytes, writeSample } from './support.js'

let folder: string

test.group('A .siks file on disk', (group) => {
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-files-'))
    return () => rm(folder, { recursive: true })
  })

  test('is saved and read as a stream', async ({ assert }) => {
    const path = join(folder, 'a.siks')
    const bytes = await writeSample(50)
    await saveStream(streamBytes(bytes, 1_000), path)
    assert.deepEqual(new Uint8Array(await readFile(path)), new Uint8Array(bytes))
    assert.equal((await readAll(streamFile(path))).lines.length, 50)
  })

  test('keeps what it held, and leaves no half file, when writing breaks off', async ({ assert }) => {
    const path = join(folder, 'a.siks')
    await writeFile(path, 'lama')
    async function* breaking() {
      yield Buffer.from('baru')
      throw new Error('listrik padam')
    }
    await assert.rejects(() => saveStream(streamOf(breaking()), path), 'listrik padam')
    assert.equal(await readFile(path, 'utf8'), 'lama')
    assert.deepEqual(await readdir(folder), ['a.siks'])
  })

  test('that is not there fails when read', async ({ assert }) => {
    await assert.rejects(() => collect(streamFile(join(folder, 'tidak ada.siks'))), /ENOENT/)
  })
})
