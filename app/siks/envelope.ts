import { type Decrypter, type Encrypter } from 'age-encryption'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { sha256Digest } from './digest.js'
import { SiksError, unknownVersion } from './errors.js'
import { SUPPORTED_VERSIONS, type SiksLimits } from './format.js'
import { HEAD_BYTES, sniff, wrongKind, type EnvelopeKind } from './sniff.js'
import { chunksOf, streamOf, type ByteStream } from './streams.js'

const MAGIC: Record<EnvelopeKind, string> = {
  ...{ siks: 'SIKS', siksdb: 'SIKSDB', siksback: 'SIKSBACK', sikswork: 'SIKSWORK' },
  siksanswer: 'SIKSANSWER',
}
const HEADER = /^(SIKS[A-Z]*)(\d{1,4}) ([A-Za-z0-9-]{1,64})(?: ([A-Za-z0-9+/=]{1,1024}))?\n/
const CUT_HEADER = /^SIKS[A-Z]*\d*( [A-Za-z0-9-]{0,64}( [A-Za-z0-9+/=]*)?)?$/
const TRAILER = /^\nEND (\d{10})\n$/
const TRAILER_BYTES = 16
const TRAILERS = /\nEND (\d{10})\n/g
/** So much behind the trailer is still told apart from a cut file: the line end or footer of a gateway, the padding of a disk. */
const BEHIND_BYTES = 4096
const HELD_BYTES = TRAILER_BYTES + BEHIND_BYTES
const NO_MATCH = "no identity matched any of the file's recipients"

/** What is known of a file once its last byte was written or read. */
export interface FileFacts {
  /** SHA-256 (hex) of the whole file: the `previous` of the next export. */
  sha256: string
  bytes: number
}

/** Clear header line, age payload, trailer with the length of the file. `extra` is a last word of the header line. */
export function sealEnvelope(
  { kind, issue, extra }: { kind: EnvelopeKind; issue: string; extra?: string },
  payload: ByteStream,
  encrypter: Encrypter,
  done: (facts: FileFacts) => void = () => undefined,
): ByteStream {
  const digest = sha256Digest()
  let bytes = 0
  const counted = (chunk: Uint8Array) => {
    digest.update(chunk)
    bytes += chunk.length
    return chunk
  }
  async function* parts() {
    const words = [`${MAGIC[kind]}${SUPPORTED_VERSIONS.at(-1)}`, issue, ...(extra ? [extra] : [])]
    yield counted(utf8ToBytes(`${words.join(' ')}\n`))
    for await (const chunk of chunksOf(await encrypter.encrypt(payload))) yield counted(chunk)
    yield counted(utf8ToBytes(`\nEND ${String(bytes + TRAILER_BYTES).padStart(10, '0')}\n`))
    done({ sha256: digest.hex(), bytes })
  }
  return streamOf(parts())
}

/**
 * The outer layer of a file being read: names what it is not, checks the length, and tells a cut file from a changed
 * one. Nothing is buffered beyond the first `HEAD_BYTES`.
 */
export class Envelope {
  #source: AsyncGenerator<Uint8Array, void, undefined>
  #body: AsyncGenerator<Uint8Array, void, undefined>
  #failure: unknown
  #digest = sha256Digest()
  #bytes = 0

  issue = ''
  /** Last word of the header line, if there is one. */
  extra: string | undefined

  private constructor(stream: ByteStream, limits: SiksLimits) {
    this.#source = this.#count(stream, limits.fileBytes)
    this.#body = this.#untilTrailer(new Uint8Array())
  }

  static async open(stream: ByteStream, kind: EnvelopeKind, limits: SiksLimits): Promise<Envelope> {
    const envelope = new Envelope(stream, limits)
    try {
      await envelope.#readHeader(kind)
    } catch (error) {
      await envelope.close()
      throw error
    }
    return envelope
  }

  /** The decrypted payload. `wrongKey` is thrown when none of the keys in `decrypter` opens the file. */
  async *decrypt(decrypter: Decrypter, wrongKey: () => SiksError): AsyncGenerator<Uint8Array, void, undefined> {
    const body = this.#body
    const bodyOnly = { [Symbol.asyncIterator]: () => ({ next: () => body.next() }) }
    try {
      yield* chunksOf(await decrypter.decrypt(streamOf(bodyOnly)))
    } catch (error) {
      if (error instanceof Error && error.message === NO_MATCH) throw wrongKey()
      throw await this.#verdict(error)
    }
  }

  /** To be asked once, after the payload was read to its end. */
  facts(): FileFacts {
    return { sha256: this.#digest.hex(), bytes: this.#bytes }
  }

  /** Gives the source back; safe at any time and more than once. */
  async close(): Promise<void> {
    await this.#source.return()
  }

  async *#count(stream: ByteStream, limit: number) {
    for await (const chunk of chunksOf(stream)) {
      this.#bytes += chunk.length
      if (this.#bytes > limit) throw new SiksError('E_SIKS_FILE_TOO_LARGE', { limit })
      this.#digest.update(chunk)
      yield chunk
    }
  }

  async #readHeader(kind: EnvelopeKind) {
    const parts: Uint8Array[] = []
    while (this.#bytes < HEAD_BYTES) {
      const next = await this.#source.next()
      if (next.done) break
      parts.push(next.value)
    }
    const start = concatBytes(...parts)
    const head = start.subarray(0, HEAD_BYTES)
    const text = asLatin1(head)
    const header = HEADER.exec(text)
    if (header === null) {
      if (CUT_HEADER.test(text)) throw new SiksError('E_SIKS_TRUNCATED', { bytes: this.#bytes })
      throw wrongKind(kind, await sniff(head))
    }
    const [line, magic, version, issue, extra] = header
    if (magic !== MAGIC[kind]) throw wrongKind(kind, await sniff(head))
    if (!SUPPORTED_VERSIONS.includes(Number(version))) throw unknownVersion(Number(version))
    this.issue = issue
    this.extra = extra
    this.#body = this.#untilTrailer(start.subarray(line.length))
    const ageHeader = text.slice(line.length)
    const whole = ageHeader.startsWith('age-encryption.org/v1\n-> ') && /\n--- [^\n]+\n/.test(ageHeader)
    if (!whole) throw await this.#verdict()
  }

  /** Everything but the trailer; fails when the trailer is absent or states another length. */
  async *#untilTrailer(start: Uint8Array) {
    let held = start
    try {
      for (;;) {
        if (held.length > HELD_BYTES) {
          yield held.subarray(0, -HELD_BYTES)
          held = held.subarray(-HELD_BYTES)
        }
        const next = await this.#source.next()
        if (next.done) break
        held = concatBytes(held, next.value)
      }
      const stated = TRAILER.exec(asLatin1(held.subarray(-TRAILER_BYTES)))
      if (Number(stated?.[1]) !== this.#bytes) this.#refuse(held, stated)
      yield held.subarray(0, -TRAILER_BYTES)
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  /** Tells what became of a file whose last bytes are `held` and do not state its length. */
  #refuse(held: Uint8Array, stated: RegExpExecArray | null): never {
    const before = this.#bytes - held.length
    for (const { index, 0: trailer, 1: length } of asLatin1(held).matchAll(TRAILERS)) {
      const end = before + index + trailer.length
      if (Number(length) === end) throw new SiksError('E_SIKS_BEHIND_END', { bytes: this.#bytes - end })
    }
    if (stated === null || Number(stated[1]) > this.#bytes) throw new SiksError('E_SIKS_TRUNCATED', { bytes: this.#bytes })
    throw new SiksError('E_SIKS_TAMPERED')
  }

  /** Why the payload could not be read: reads on to the trailer, since a cut file fails in the same way as a changed one. */
  async #verdict(cause?: unknown): Promise<unknown> {
    try {
      while (!(await this.#body.next()).done);
    } catch (error) {
      this.#failure = error
    }
    return this.#failure ?? new SiksError('E_SIKS_TAMPERED', {}, { cause })
  }
}

function asLatin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
