import { constants, createWriteStream } from 'node:fs'
import { access, readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { ARCHIVE_LIMITS, isLitter, openArchive } from '#siks/archive'
import { SiksError } from '#siks/errors'
import { withWorkFolder } from '#services/work_folder'
import { ImportRefusal } from './errors.js'
import { inspectFile, type Incoming } from './receive.js'

/** Most files of one import. */
export const MAX_FILES = 2_000

export interface GivenFile {
  path: string
  /** As the user gave it, with the folder where he chose a folder. */
  name: string
}

/**
 * Looks at every given file and hands them over: a ZIP becomes its entries, one that cannot be taken whole becomes a single refused
 * file. What had to be unpacked is gone when `work` has ended.
 *
 * @param budget bytes that all archives of the import together may unpack to; one that does not fit in what is left is refused
 * @throws ImportRefusal `E_IMPORT_NO_FILE`, `E_IMPORT_TOO_MANY`
 */
export async function withIncoming<T>(
  given: readonly GivenFile[],
  work: (files: Incoming[]) => Promise<T>,
  budget = ARCHIVE_LIMITS.unpackedBytes,
): Promise<T> {
  if (given.length === 0) throw new ImportRefusal('E_IMPORT_NO_FILE')
  assertCount(given.length)
  return withWorkFolder('import', async (folder) => {
    const files: Incoming[] = []
    let left = budget
    for (const file of given) {
      const looked = await inspectFile(file.path, file.name)
      if (looked.kind === 'zip') {
        const unpacked = await unpack(looked, { folder, from: files.length, bytes: left })
        left -= unpacked.filter(({ path }) => path !== looked.path).reduce((sum, { size }) => sum + size, 0)
        files.push(...unpacked)
      } else files.push(looked)
      assertCount(files.length)
    }
    return work(files)
  })
}

/** @throws ImportRefusal `E_IMPORT_TOO_MANY` */
export function assertCount(count: number): void {
  if (count > MAX_FILES) throw new ImportRefusal('E_IMPORT_TOO_MANY', { limit: MAX_FILES, count })
}

/** @param into folder, number of the first file in it, and the bytes that may still be unpacked */
async function unpack(zip: Incoming, into: { folder: string; from: number; bytes: number }): Promise<Incoming[]> {
  const { folder, from, bytes: unpackedBytes } = into
  try {
    const archive = await openArchive(zip.path, { ...ARCHIVE_LIMITS, unpackedBytes })
    try {
      const files: Incoming[] = []
      for (const entry of archive.entries) {
        const path = join(folder, String(from + files.length))
        const bytes = (await entry.open()) as ReadableStream<Uint8Array>
        await pipeline(Readable.fromWeb(bytes), createWriteStream(path, { mode: 0o600 }))
        files.push(await inspectFile(path, entry.name))
      }
      return files
    } finally {
      archive.close()
    }
  } catch (error) {
    if (!(error instanceof SiksError)) throw error
    return [{ ...zip, refusal: { code: error.code, params: error.params } }]
  }
}

/**
 * Files named on a command line; a folder stands for everything in it but what operating systems leave there.
 * @throws ImportRefusal `E_IMPORT_UNREADABLE`
 */
export async function givenFiles(paths: readonly string[]): Promise<GivenFile[]> {
  const files: GivenFile[] = []
  for (const path of paths) {
    try {
      await access(path, constants.R_OK)
      files.push(...((await stat(path)).isDirectory() ? await filesIn(path) : [{ path, name: basename(path) }]))
    } catch {
      throw new ImportRefusal('E_IMPORT_UNREADABLE', { name: basename(path) })
    }
  }
  return files
}

async function filesIn(folder: string): Promise<GivenFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, name: join(basename(folder), relative(folder, path)) }))
    .filter(({ name }) => !isLitter(name.replaceAll(sep, '/')))
}
