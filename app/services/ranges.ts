import { Readable } from 'node:stream'

/** First and last byte of a part of a file, both included. */
export interface ByteRange {
  first: number
  last: number
}

/**
 * What a request asks of a file: one part of it (RFC 9110, section 14), nothing that can be given (`outside`), or the whole (null). Several
 * parts at once, another unit and a file that changed since (`If-Range`) give the whole.
 */
export function rangeOf(
  header: string | undefined,
  ifRange: string | undefined,
  { size, tag }: { size: number; tag: string },
): ByteRange | 'outside' | null {
  const wanted = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!wanted || (wanted[1] === '' && wanted[2] === '')) return null
  if (ifRange !== undefined && ifRange.trim() !== tag) return null
  const [, from = '', to = ''] = wanted
  if (from === '') return Number(to) === 0 || size === 0 ? 'outside' : { first: Math.max(0, size - Number(to)), last: size - 1 }
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)]
  if (to !== '' && Number(to) < first) return null
  return first >= size ? 'outside' : { first, last }
}

/** How a version of a file is called in `ETag` and `If-Range`. */
export const tagOf = ({ sha256 }: { sha256: string }) => `"${sha256}"`

/** Whether what a request is sent begins at the first byte of the file, rather than going on with a download that broke off. */
export function beginsDownload(
  request: { method(): string; header(name: string): string | undefined },
  file: { size: number; sha256: string },
): boolean {
  if (request.method() === 'HEAD') return false
  const part = rangeOf(request.header('range'), request.header('if-range'), { size: file.size, tag: tagOf(file) })
  return part === null || (part !== 'outside' && part.first === 0)
}

/** The bytes of a part; what lies before it is read and dropped, so that every store can give it. The source is closed with the last byte. */
export function sliceOf(content: Readable, { first, last }: ByteRange): Readable {
  async function* part() {
    let at = 0
    for await (const chunk of content as AsyncIterable<Buffer>) {
      const [start, end] = [Math.max(0, first - at), Math.min(chunk.length, last - at + 1)]
      at += chunk.length
      if (start < end) yield chunk.subarray(start, end)
      if (at > last) return
    }
  }
  return Readable.from(part(), { objectMode: false })
}
