import type { FieldPath, Problem } from '#verification/rules'
import type { RecordDoc, Text } from '#verification/instrument'
import { decrypterFor, encrypterFor } from './age_keys.js'
import type { FileFacts } from './envelope.js'
import { SiksError } from './errors.js'
import type { RecordKind } from './format.js'
import { openSealedLines, sealLines } from './sealed_lines.js'
import type { ByteStream } from './streams.js'

/** First line of a file of returned records (`.siksback`). */
export interface BackManifest {
  format: 'siksback'
  version: number
  issue: string
  /** Running number of the file for its issue, from 1; each holds everything that is returned at that moment. */
  number: number
  edition: string
  period: string
  modules: string[]
  /** Person who made the file. */
  created_by: string
  created_at: string
}

/** A problem as the server judged it, with its sentence. */
export interface BackProblem extends Pick<Problem, 'rule' | 'severity' | 'fields'> {
  message: Text
}

/** One returned record: the working copy of the server, and what the supervisor wrote about it. */
export interface BackRecord extends RecordDoc {
  module: string
  kind: RecordKind
  outcome: string
  /** Computer the record came from and its `rev` there; `null` when the server knows of no file it came with. */
  device: string | null
  rev: number | null
  /** Why it was returned. */
  note: string
  /** Fields to look at, those of blocking problems first; may be empty. */
  fields: FieldPath[]
  problems: BackProblem[]
  returned_by: string | null
  /** Moment with offset, ISO 8601. */
  returned_at: string
}

export interface OpenedBack {
  manifest: BackManifest
  /** Throws at the end unless the file was whole. */
  records: AsyncGenerator<BackRecord, void, undefined>
}

/** Writes a file of returned records that only the holder of the opened package can read. `recipient` is the issue's return recipient. */
export function writeBack(
  manifest: Omit<BackManifest, 'format' | 'version'>,
  recipient: string,
  records: AsyncIterable<BackRecord> | Iterable<BackRecord>,
  done?: (facts: FileFacts) => void,
): ByteStream {
  return sealLines({ kind: 'siksback' }, manifest, wireRecords(records), encrypterFor(recipient), done)
}

/**
 * Opens a file of returned records with the `return_identity` of the package's manifest.
 * @throws SiksError `E_SIKS_BACK_ISSUE` when it belongs to another package
 */
export async function openBack(stream: ByteStream, identity: string): Promise<OpenedBack> {
  const { manifest, lines } = await openSealedLines<BackManifest>(stream, {
    kind: 'siksback',
    decrypterOf: async () => decrypterFor(identity),
    wrongKey: (issue) => new SiksError('E_SIKS_BACK_ISSUE', { issue }),
  })
  return { manifest, records: backRecords(lines) }
}

async function* wireRecords(records: AsyncIterable<BackRecord> | Iterable<BackRecord>) {
  for await (const { groups, ...record } of records) yield { t: 'returned', ...record, groups }
}

async function* backRecords(lines: AsyncGenerator<unknown, void, undefined>): AsyncGenerator<BackRecord, void, undefined> {
  for await (const line of lines) {
    const { t, ...record } = line as BackRecord & { t: string }
    if (t === 'returned') yield record
  }
}
