import { PassThrough, Readable } from 'node:stream'
import { ZipFile } from 'yazl'

export interface ZipEntry {
  /** Path inside the archive, `/` between folders; an absolute path or one with `..` is an error. */
  name: string
  content: Uint8Array | AsyncIterable<Uint8Array>
}

/**
 * ZIP archive of entries that are pulled one at a time, as fast as the reader takes them. Names are UTF-8 and times
 * fixed, so that the same content always gives the same bytes. An error in an entry, a doubled or an unsafe name
 * destroys the stream, so half an archive never ends properly; once the stream is destroyed no further entry is pulled.
 */
export function zipStream(entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>): Readable {
  const output = new PassThrough()
  const zip = new ZipFile()
  zip.on('error', (error: Error) => output.destroy(error))
  zip.outputStream.pipe(output)
  fill(zip, entries, output).catch((error: Error) => output.destroy(error))
  return output
}

async function fill(zip: ZipFile, entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>, output: PassThrough): Promise<void> {
  const names = new Set<string>()
  const mtime = new Date(2019, 0, 1)
  for await (const { name, content } of entries) {
    if (output.destroyed) return
    if (names.has(name)) throw new Error(`two entries of one archive are named ${name}`)
    names.add(name)
    await drained(content, output, (source) => {
      zip.addReadStream(source, name, { mtime, mode: 0o100644, forceDosTimestamp: true })
    })
  }
  zip.end()
}

function drained(content: ZipEntry['content'], output: PassThrough, add: (source: Readable) => void): Promise<void> {
  const source = Readable.from(content instanceof Uint8Array ? [content] : content, { objectMode: false })
  const stop = () => source.destroy(new Error('the archive is no longer read'))
  return new Promise<void>((resolve, reject) => {
    source.once('end', resolve)
    source.once('error', reject)
    output.once('close', stop)
    add(source)
  }).finally(() => output.off('close', stop))
}
