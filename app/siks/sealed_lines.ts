import type { Decrypter, Encrypter } from 'age-encryption'
import { sha256Digest } from './digest.js'
import { Envelope, sealEnvelope, type FileFacts } from './envelope.js'
import { SiksError, unknownVersion } from './errors.js'
import { SIKS_LIMITS, SUPPORTED_VERSIONS } from './format.js'
import { packLines, parseLine, unpackLines } from './lines.js'
import type { EnvelopeKind } from './sniff.js'
import type { ByteStream } from './streams.js'

interface FirstLine {
  format: string
  version: number
  issue: string
}

export interface SealedLines<M> {
  manifest: M
  /** JSON values of the lines between manifest and end. Throws at the end unless the file was whole. */
  lines: AsyncGenerator<unknown, void, undefined>
}

/** How a file of one kind is opened. */
export interface Opening {
  kind: EnvelopeKind
  /** Gives the key, when the header line is known. */
  decrypterOf(envelope: Envelope): Promise<Decrypter>
  wrongKey(issue: string): SiksError
}

/**
 * Writes an encrypted file of NDJSON lines whose end line carries count and digest but no signature (package, returned records, work).
 * @param head kind of the file, and a last word of its header line
 * @param manifest the first line, without format and version
 * @param lines what follows; a text is a line as it stands on the wire, JSON without its line feed
 */
export function sealLines(
  head: { kind: EnvelopeKind; extra?: string },
  manifest: Omit<FirstLine, 'format' | 'version'>,
  lines: AsyncIterable<object | string> | Iterable<object | string>,
  encrypter: Encrypter,
  done?: (facts: FileFacts) => void,
): ByteStream {
  const first = { format: head.kind, version: SUPPORTED_VERSIONS.at(-1), ...manifest }
  const payload = packLines(first, lines, (digest) => ({ t: 'end', ...digest }))
  return sealEnvelope({ ...head, issue: manifest.issue }, payload, encrypter, done)
}

/**
 * Opens an encrypted file of NDJSON lines whose end line carries count and digest but no signature (package, returned records, work).
 * @throws SiksError when it is of another kind or version, cut, changed, or the key does not open it
 */
export async function openSealedLines<M extends FirstLine>(stream: ByteStream, opening: Opening): Promise<SealedLines<M>> {
  const envelope = await Envelope.open(stream, opening.kind, SIKS_LIMITS)
  try {
    const { issue } = envelope
    const payload = envelope.decrypt(await opening.decrypterOf(envelope), () => opening.wrongKey(issue))
    const lines = unpackLines(payload, SIKS_LIMITS)
    const first = await lines.next()
    if (first.done) throw new SiksError('E_SIKS_NO_END', { line: 0 })
    const manifest = parseLine(first.value, 1) as M
    if (manifest?.format !== opening.kind) throw new SiksError('E_SIKS_MANIFEST', { field: 'format' })
    if (!SUPPORTED_VERSIONS.includes(manifest.version)) throw unknownVersion(manifest.version)
    if (manifest.issue !== issue) throw new SiksError('E_SIKS_ISSUE_MISMATCH', { header: issue, manifest: manifest.issue })
    return { manifest, lines: untilEnd(envelope, first.value, lines) }
  } catch (error) {
    await envelope.close()
    throw error
  }
}

async function* untilEnd(envelope: Envelope, first: Uint8Array, lines: AsyncGenerator<Uint8Array, void, undefined>) {
  const digest = sha256Digest().update(first)
  let line = 1
  try {
    for await (const bytes of lines) {
      const value = parseLine(bytes, ++line)
      if (isEnd(value)) {
        if (value.records !== line - 2) throw new SiksError('E_SIKS_COUNT', { declared: value.records, found: line - 2 })
        if (value.sha256 !== digest.hex()) throw new SiksError('E_SIKS_DIGEST')
        if (!(await lines.next()).done) throw new SiksError('E_SIKS_END_SHAPE', { line })
        return
      }
      digest.update(bytes)
      yield value
    }
    throw new SiksError('E_SIKS_NO_END', { line })
  } finally {
    await lines.return()
    await envelope.close()
  }
}

function isEnd(value: unknown): value is { t: 'end'; records: number; sha256: string } {
  return typeof value === 'object' && value !== null && 't' in value && value.t === 'end'
}
