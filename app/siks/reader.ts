import { decrypterFor } from './age_keys.js'
import { sha256Digest } from './digest.js'
import { Envelope } from './envelope.js'
import { SiksError } from './errors.js'
import { SHA256_HEX, SIKS_LIMITS, type SiksLimits, type SiksManifest, type SiksRecord } from './format.js'
import { readLine, unpackLines, type LinesDigest, type SiksSummary } from './lines.js'
import { parseManifest, parseRecord } from './shape.js'
import { endIsSigned } from './signature.js'
import type { ByteStream } from './streams.js'

export interface OpenOptions {
  /** The age identity of an issue, or `null` when this reader may not open it (unknown, or another region's). */
  identityOf(issue: string): Promise<string | null>
  /** The Ed25519 public key (hex) of an issue whose identity was given. */
  publicKeyOf(issue: string): Promise<string>
  /** Only tests lower them. */
  limits?: Partial<SiksLimits>
}

/** One line between manifest and end: a record, or why it is none. The manifest is line 1. */
export type RecordLine =
  | { line: number; record: SiksRecord; problem?: undefined }
  | { line: number; record?: undefined; problem: SiksError; module: string | null; key: string | null }

export interface OpenedSiks {
  manifest: SiksManifest
  /** Manifest fields this version does not know. */
  unknown: Record<string, unknown>
  /** In file order, once. Throws a `SiksError` when the file as a whole cannot be trusted. */
  records: AsyncGenerator<RecordLine, void, undefined>
  /** Reads what is left and resolves only when end line, count, digest and signature hold. Nothing read may be kept before. */
  finish(): Promise<SiksSummary>
  /** Gives up early and gives the source back. */
  close(): Promise<void>
}

/** Opens a `.siks` file while it streams. Memory does not grow with the file. Every refusal is a `SiksError`. */
export async function openSiks(stream: ByteStream, options: OpenOptions): Promise<OpenedSiks> {
  const limits = { ...SIKS_LIMITS, ...options.limits }
  const envelope = await Envelope.open(stream, 'siks', limits)
  try {
    const { issue } = envelope
    const identity = await options.identityOf(issue)
    if (identity === null) throw new SiksError('E_SIKS_FOREIGN_ISSUE', { issue })
    const publicKey = await options.publicKeyOf(issue)
    const payload = envelope.decrypt(decrypterFor(identity), () => new SiksError('E_SIKS_WRONG_RECIPIENT', { issue }))
    const lines = unpackLines(payload, limits)
    const first = await lines.next()
    if (first.done) throw new SiksError('E_SIKS_NO_END', { line: 0 })
    const { value, repeats } = readLine(first.value, 1)
    if (repeats) throw new SiksError('E_SIKS_NAME_REPEATED', { line: 1 })
    const { manifest, unknown } = parseManifest(value)
    if (manifest.issue !== issue) throw new SiksError('E_SIKS_ISSUE_MISMATCH', { header: issue, manifest: manifest.issue })
    return new SiksFile(envelope, lines, first.value, manifest, unknown, publicKey, limits)
  } catch (error) {
    await envelope.close()
    throw error
  }
}

class SiksFile implements OpenedSiks {
  readonly records: AsyncGenerator<RecordLine, void, undefined>
  #verified: SiksSummary | undefined
  #failure: unknown

  constructor(
    private envelope: Envelope,
    private lines: AsyncGenerator<Uint8Array, void, undefined>,
    first: Uint8Array,
    readonly manifest: SiksManifest,
    readonly unknown: Record<string, unknown>,
    private publicKey: string,
    private limits: SiksLimits,
  ) {
    this.records = this.#read(first)
  }

  async finish() {
    while (!(await this.records.next()).done);
    if (!this.#verified) throw this.#failure ?? new Error('The records of this .siks file were not read to the end')
    return this.#verified
  }

  async close() {
    await this.records.return()
    await this.lines.return()
    await this.envelope.close()
  }

  async *#read(first: Uint8Array): AsyncGenerator<RecordLine, void, undefined> {
    const digest = sha256Digest().update(first)
    const seen = new Map<string, number>()
    let line = 1
    try {
      for await (const bytes of this.lines) {
        const { value, repeats } = readLine(bytes, ++line)
        if (typeof value === 'object' && value !== null && 't' in value && value.t === 'end') {
          const found = { records: line - 2, sha256: digest.hex() }
          this.#checkEnd(value, line, found)
          if (!(await this.lines.next()).done) throw new SiksError('E_SIKS_END_SHAPE', { line })
          this.#verified = { ...found, file: this.envelope.facts() }
          return
        }
        if (line - 1 > this.limits.records) throw new SiksError('E_SIKS_TOO_MANY_RECORDS', { limit: this.limits.records })
        digest.update(bytes)
        yield this.#recordLine(value, repeats, line, seen)
      }
      throw new SiksError('E_SIKS_NO_END', { line })
    } catch (error) {
      this.#failure = error
      throw error
    } finally {
      await this.lines.return()
      await this.envelope.close()
    }
  }

  #recordLine(value: unknown, repeats: boolean, line: number, seen: Map<string, number>): RecordLine {
    try {
      if (repeats) throw new SiksError('E_SIKS_NAME_REPEATED', { line })
      const record = parseRecord(value, line, this.manifest.modules)
      const name = `${record.module} ${record.key}`
      const earlier = seen.get(name)
      if (earlier !== undefined) throw new SiksError('E_SIKS_RECORD_REPEATED', { line, first: earlier })
      seen.set(name, line)
      return { line, record }
    } catch (error) {
      if (!(error instanceof SiksError)) throw error
      const { module, key } = (value ?? {}) as Record<string, unknown>
      return { line, problem: error, module: shortText(module), key: shortText(key) }
    }
  }

  #checkEnd(end: object, line: number, found: LinesDigest) {
    const { records, sha256: stated, signature } = end as Record<string, unknown>
    const whole = Number.isSafeInteger(records) && typeof stated === 'string' && SHA256_HEX.test(stated)
    if (!whole || typeof signature !== 'string') throw new SiksError('E_SIKS_END_SHAPE', { line })
    if (records !== found.records) throw new SiksError('E_SIKS_COUNT', { declared: Number(records), found: found.records })
    if (stated !== found.sha256) throw new SiksError('E_SIKS_DIGEST')
    const { issue } = this.manifest
    if (!endIsSigned({ issue, ...found }, signature, this.publicKey)) throw new SiksError('E_SIKS_SIGNATURE', { issue })
    if (found.records === 0) throw new SiksError('E_SIKS_EMPTY')
  }
}

function shortText(value: unknown): string | null {
  return typeof value === 'string' && value.length <= 64 ? value : null
}
