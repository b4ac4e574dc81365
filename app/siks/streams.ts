/** Web-stream helpers that also run in Chrome 109 and Firefox 115, where streams are not yet async iterable. */

export type ByteStream = ReadableStream<Uint8Array>

/** A stream that asks the iterable for one chunk at a time, only when a reader wants it. */
export function streamOf(chunks: AsyncIterable<Uint8Array>): ByteStream {
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await iterator.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** The chunks of a stream; leaving the loop early cancels the stream. */
export async function* chunksOf(stream: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader()
  let ended = false
  try {
    for (;;) {
      const next = await reader.read()
      if (next.done) break
      if (next.value.length > 0) yield next.value
    }
    ended = true
  } finally {
    if (!ended) await reader.cancel().catch(() => undefined)
    reader.releaseLock()
  }
}

/** Smaller pieces keep the burst of an unpacker bounded: deflate grows one byte to at most about a thousand. */
export async function* sliced(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size)
  }
}
