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

/** Whether a request begins a download, rather than going on with one that broke off. */
export function beginsDownload(header: string | undefined): boolean {
  return !/^bytes=0*[1-9]/.test(header?.trim() ?? '')
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
