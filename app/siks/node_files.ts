import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { chunksOf, type ByteStream } from './streams.js'

/** The bytes of a file on disk; closed when read to the end or cancelled. */
export function streamFile(path: string): ByteStream {
  return webStream(createReadStream(path))
}

/** A Node stream of bytes as a Web stream. */
export function webStream(readable: Readable): ByteStream {
  return Readable.toWeb(readable) as ByteStream
}

/** Writes a stream to disk so that `path` holds either the whole file or what it held before. */
export async function saveStream(stream: ByteStream, path: string): Promise<void> {
  const part = `${path}.${randomUUID()}.part`
  const file = await open(part, 'wx')
  try {
    for await (const chunk of chunksOf(stream)) await file.writeFile(chunk)
    await file.sync()
    await file.close()
    await rename(part, path)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(part, { force: true })
    throw error
  }
}
