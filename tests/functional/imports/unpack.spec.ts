import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from '@japa/runner'
import { dataFolder } from '#services/database/addresses'
import { zipStream } from '#services/documents/zip'
import { withWorkFolder } from '#services/work_folder'
import { givenFiles, MAX_FILES, withIncoming, type GivenFile } from '#verification/imports/unpack'

const KIB = 1024

async function zips(folder: string, count: number, bytes: number): Promise<GivenFile[]> {
  const given: GivenFile[] = []
  for (let n = 0; n < count; n++) {
    const path = join(folder, `${n}.zip`)
    await writeFile(path, await buffer(zipStream([{ name: `${n}.siks`, content: Buffer.alloc(bytes, n + 1) }])))
    given.push({ path, name: `${n}.zip` })
  }
  return given
}

test.group('What an import may unpack', () => {
  test('all archives of one import share one budget of bytes; the one that does not fit is refused by itself', async ({
    assert,
  }) => {
    await withWorkFolder('uji', async (folder) => {
      const given = await zips(folder, 3, 40 * KIB)
      const seen = await withIncoming(given, async (files) => files, 100 * KIB)
      assert.deepEqual(
        seen.map(({ name, refusal }) => [name, refusal?.code === 'E_SIKS_ARCHIVE_SIZE']),
        [
          ['0.siks', false],
          ['1.siks', false],
          ['2.zip', true],
        ],
      )
    })
  })

  test('too many files are refused before any of them is opened', async ({ assert }) => {
    const given = Array.from({ length: MAX_FILES + 1 }, () => ({ path: '/tidak/ada', name: 'x.siks' }))
    await assert.rejects(() => withIncoming(given, async (files) => files), /paling banyak 2\.?000 berkas/)
  })

  test('a folder is everything in it but what operating systems leave there', async ({ assert }) => {
    await withWorkFolder('uji', async (folder) => {
      await mkdir(join(folder, 'stik', '__MACOSX'), { recursive: true })
      const names = ['a.siks', 'b.txt', '._a.siks', '.DS_Store', 'Thumbs.db', 'desktop.ini', '__MACOSX/c.siks']
      for (const name of names) await writeFile(join(folder, 'stik', name), 'x')
      const given = await givenFiles([join(folder, 'stik'), join(folder, 'stik', '._a.siks')])
      assert.deepEqual(
        given.map(({ name }) => name),
        ['stik/a.siks', 'stik/b.txt', '._a.siks'],
      )
    })
  })

  test('is laid into the work folder of the data folder', async ({ assert }) => {
    await withWorkFolder('uji', async (folder) => {
      const [file] = await withIncoming(await zips(folder, 1, KIB), async (files) => files)
      assert.equal(dirname(dirname(file!.path)), join(dataFolder(), 'work'))
    })
  })
})
