import { createHash, randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

export interface WholeFile {
  bytes: number
  /** Lower-case hex of the content. */
  sha256: string
}

/**
 * Writes a stream to `path` so that the file is either whole or absent: it grows under another name in the same folder,
 * is flushed to the disk, then takes its name. A failure removes what was written and is thrown on.
 */
export async function writeWholeFile(path: string, content: AsyncIterable<Uint8Array>): Promise<WholeFile> {
  const growing = `${path}.${randomUUID()}.part`
  const hash = createHash('sha256')
  let bytes = 0
  try {
    const file = await open(growing, 'wx', 0o600)
    try {
      for await (const chunk of content) {
        hash.update(chunk)
        bytes += chunk.length
        await file.writeFile(chunk)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(growing, path)
  } catch (error) {
    await rm(growing, { force: true })
    throw error
  }
  return { bytes, sha256: hash.digest('hex') }
}
