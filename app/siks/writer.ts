import { encrypterFor } from './age_keys.js'
import { sealEnvelope, type FileFacts } from './envelope.js'
import { SiksError } from './errors.js'
import { SIKS_LIMITS, SUPPORTED_VERSIONS, type EndLine, type SiksManifest, type SiksRecord } from './format.js'
import { packLines, type LinesDigest, type SiksSummary } from './lines.js'
import { parseManifest } from './shape.js'
import { signEnd } from './signature.js'
import type { ByteStream } from './streams.js'

export interface SiksWriterOptions {
  /** age recipient of the issue, `age1…`. */
  recipient: string
  /** Ed25519 seed of the issue, 32 bytes in hex. */
  signingSeed: string
  manifest: Omit<SiksManifest, 'format' | 'version'>
}

export interface SiksWriter {
  /** The bytes of the file; records are taken one by one as the stream is read. One use. */
  stream(records: AsyncIterable<SiksRecord> | Iterable<SiksRecord>): ByteStream
  /** Known once the stream was read to its end. */
  summary(): SiksSummary
}

/** Writes one `.siks` file. Throws `E_SIKS_MANIFEST` at once when the manifest would not be read again. */
export function createSiksWriter({ recipient, signingSeed, manifest }: SiksWriterOptions): SiksWriter {
  const { manifest: first } = parseManifest({ format: 'siks', version: SUPPORTED_VERSIONS.at(-1), ...manifest })
  const { issue } = first
  const encrypter = encrypterFor(recipient)
  let digest: LinesDigest | undefined
  let file: FileFacts | undefined

  function end(lines: LinesDigest): EndLine {
    if (lines.records === 0) throw new SiksError('E_SIKS_EMPTY')
    digest = lines
    return { t: 'end', ...lines, signature: signEnd({ issue, ...lines }, signingSeed) }
  }

  return {
    stream(records) {
      return sealEnvelope({ kind: 'siks', issue }, packLines(first, wireLines(records), end), encrypter, (facts) => {
        file = facts
      })
    },
    summary() {
      if (!digest || !file) throw new Error('The summary of a .siks file is known only after its stream was read to the end')
      return { ...digest, file }
    },
  }
}

async function* wireLines(records: AsyncIterable<SiksRecord> | Iterable<SiksRecord>) {
  let count = 0
  for await (const record of records) {
    if (++count > SIKS_LIMITS.records) throw new SiksError('E_SIKS_TOO_MANY_RECORDS', { limit: SIKS_LIMITS.records })
    const { module, key, rev, kind, outcome, values, groups, edited_at, unknown } = record
    yield { t: 'household', module, key, rev, kind, outcome, values, ...groups, edited_at, ...unknown }
  }
}
