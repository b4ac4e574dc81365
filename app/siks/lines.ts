import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256Digest } from './digest.js'
import type { FileFacts } from './envelope.js'
import { SiksError } from './errors.js'
import type { SiksLimits } from './format.js'
import { chunksOf, sliced, streamOf, type ByteStream } from './streams.js'

const CHUNK_CHARACTERS = 32 * 1024
const PACKED_SLICE = 16 * 1024

/** What the last line states about all lines before it. */
export interface LinesDigest {
  /** Lines after the first (the manifest). */
  records: number
  /** SHA-256 (hex) of all of them, manifest and line feeds included. */
  sha256: string
}

/** What the last line and the whole file came to. */
export interface SiksSummary extends LinesDigest {
  file: FileFacts
}

/** NDJSON of a manifest, its records (as objects, or as JSON text) and the end line that `end` makes of their digest, packed as gzip. */
export function packLines(
  manifest: object,
  records: AsyncIterable<object | string> | Iterable<object | string>,
  end: (digest: LinesDigest) => object,
): ByteStream {
  async function* encoded() {
    const digest = sha256Digest()
    const encode = (text: string) => {
      const bytes = utf8ToBytes(text)
      digest.update(bytes)
      return bytes
    }
    let text = `${JSON.stringify(manifest)}\n`
    let count = 0
    for await (const record of records) {
      text += `${typeof record === 'string' ? record : JSON.stringify(record)}\n`
      count++
      if (text.length >= CHUNK_CHARACTERS) {
        yield encode(text)
        text = ''
      }
    }
    yield encode(text)
    yield utf8ToBytes(`${JSON.stringify(end({ records: count, sha256: digest.hex() }))}\n`)
  }
  return streamOf(encoded()).pipeThrough(new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>)
}

/** Lines of gzip NDJSON, each with its line feed. Guards size, ratio and line length while unpacking. */
export async function* unpackLines(
  packed: AsyncIterable<Uint8Array>,
  limits: SiksLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  let packedBytes = 0
  let unpackedBytes = 0
  let sourceFailure: unknown
  async function* counted() {
    try {
      for await (const chunk of sliced(packed, PACKED_SLICE)) {
        packedBytes += chunk.length
        yield chunk
      }
    } catch (error) {
      sourceFailure = error
      throw error
    }
  }
  async function* guarded() {
    const unpacker = new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>
    for await (const chunk of chunksOf(streamOf(counted()).pipeThrough(unpacker))) {
      unpackedBytes += chunk.length
      if (unpackedBytes > limits.unpackedBytes) {
        throw new SiksError('E_SIKS_UNPACKED_TOO_LARGE', { limit: limits.unpackedBytes })
      }
      if (unpackedBytes > limits.ratioFreeBytes && unpackedBytes > limits.ratio * packedBytes) {
        throw new SiksError('E_SIKS_BOMB', { limit: limits.ratio })
      }
      yield chunk
    }
  }
  try {
    yield* splitLines(guarded(), limits.lineBytes)
  } catch (error) {
    if (sourceFailure !== undefined) throw sourceFailure
    throw error instanceof SiksError ? error : new SiksError('E_SIKS_GZIP', {}, { cause: error })
  }
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>, lineBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let begun: Uint8Array[] = []
  let begunBytes = 0
  let line = 1
  const grow = (part: Uint8Array) => {
    begunBytes += part.length
    if (begunBytes > lineBytes + 1) throw new SiksError('E_SIKS_LINE_TOO_LONG', { line, limit: lineBytes })
    begun.push(part)
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let feed = chunk.indexOf(10); feed >= 0; feed = chunk.indexOf(10, from)) {
      grow(chunk.subarray(from, feed + 1))
      yield begun.length === 1 ? begun[0] : concatBytes(...begun)
      from = feed + 1
      begun = []
      begunBytes = 0
      line++
    }
    if (from < chunk.length) grow(chunk.subarray(from))
  }
  if (begunBytes > 0) yield concatBytes(...begun)
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The JSON value of one line (1-based number for the message). */
export function parseLine(bytes: Uint8Array, line: number): unknown {
  return jsonOf(bytes, line).value
}

/** The same, and whether a name stands twice in one of its objects, of which JSON.parse silently keeps the last. */
export function readLine(bytes: Uint8Array, line: number): { value: unknown; repeats: boolean } {
  const { value, text } = jsonOf(bytes, line)
  const names = countNames(value, DEEPEST)
  if (Number.isNaN(names)) throw new SiksError('E_SIKS_BROKEN_LINE', { line })
  return { value, repeats: repeatsName(text, names) }
}

/** Levels within one line; those of a record are few. */
const DEEPEST = 50

function jsonOf(bytes: Uint8Array, line: number): { value: unknown; text: string } {
  try {
    const text = decoder.decode(bytes)
    return { text, value: JSON.parse(text) }
  } catch (error) {
    throw new SiksError('E_SIKS_BROKEN_LINE', { line }, { cause: error })
  }
}

/** Names in all objects of a value; no number where it is deeper than so many levels. */
function countNames(value: unknown, levels: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (levels === 0) return Number.NaN
  let names = 0
  if (Array.isArray(value)) {
    for (const one of value) if (typeof one === 'object') names += countNames(one, levels - 1)
  } else {
    for (const name in value as Record<string, unknown>) {
      names++
      const one = (value as Record<string, unknown>)[name]
      if (typeof one === 'object') names += countNames(one, levels - 1)
    }
  }
  return names
}

/** Every text of a line with the colon that makes it a name; only asked where the plain count does not agree. */
const NAMES = /"(?:[^"\\]|\\.)*"(\s*:)?/g

function repeatsName(text: string, names: number): boolean {
  let written = 0
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) written++
  if (written === names) return false
  return [...text.matchAll(NAMES)].filter(([, colon]) => colon !== undefined).length > names
}
