import { identityToRecipient } from 'age-encryption'
import type { FieldPath } from '#verification/rules'
import type { RecordDoc } from '#verification/instrument'
import { decrypterFor, encrypterFor } from './age_keys.js'
import { SiksError } from './errors.js'
import type { RecordKind, SiksRecord } from './format.js'
import { openSealedLines, sealLines } from './sealed_lines.js'
import type { ByteStream } from './streams.js'

/** One export made from the work, newest last. */
export interface WorkExport {
  sequence: number
  /** SHA-256 (hex) of the whole `.siks` file. */
  sha256: string
  records: number
  /** Moment with offset, ISO 8601. */
  at: string
  /** Name the file was handed out with. */
  name: string
  /** Records by `module/outcome`. */
  outcomes: Record<string, number>
  /** Households of the package that were not finished. */
  left: number
}

/** First line of a work file (`.sikswork`). */
export interface WorkManifest {
  format: 'sikswork'
  version: number
  issue: string
  /** The `device` of every `.siks` file made from this work. It belongs to the work and moves with it to another computer. */
  device: string
  operator: string
  /** Number and SHA-256 of the last export; 0 and `null` before the first. */
  sequence: number
  previous: string | null
  exports: WorkExport[]
  /** Program and version that saved it. */
  app: string
  saved_at: string
}

/** A household that was begun and not yet saved: kept, never exported. */
export interface WorkDraft extends RecordDoc {
  module: string
  kind: RecordKind
  /** Empty while none was chosen. */
  outcome: string
  /** Texts that cannot be read as an answer yet, by input. */
  typed: Record<string, string>
  /** `rev` the household had in the package it was carried over from; the next one stands above it. */
  rev?: number
  edited_at: string
}

/** What the supervisor said of a record that came back. */
export interface WorkReturn {
  module: string
  key: string
  note: string
  fields: FieldPath[]
  returned_by: string | null
  returned_at: string
  /** Saved again after it came back. */
  answered: boolean
}

export type WorkLine =
  | ({ t: 'record' } & SiksRecord)
  | ({ t: 'draft' } & WorkDraft)
  | ({ t: 'return' } & WorkReturn)
  /** A draft was thrown away; a proposal that was never finished went with it. */
  | { t: 'dropped'; module: string; key: string; edited_at: string }

export interface OpenedWork {
  manifest: WorkManifest
  /** Throws at the end unless the file was whole. */
  lines: AsyncGenerator<WorkLine, void, undefined>
}

/** Writes the work of one issue to the key the package carries (`return_identity`), so that saving needs no passphrase. */
export async function writeWork(
  manifest: Omit<WorkManifest, 'format' | 'version'>,
  identity: string,
  lines: Iterable<WorkLine> | AsyncIterable<WorkLine>,
): Promise<ByteStream> {
  return sealLines({ kind: 'sikswork' }, manifest, lines, encrypterFor(await identityToRecipient(identity)))
}

/**
 * Opens a work file with the `return_identity` of its package.
 * @throws SiksError `E_SIKS_WORK_ISSUE` when it belongs to another package
 */
export async function openWork(stream: ByteStream, identity: string): Promise<OpenedWork> {
  const { manifest, lines } = await openSealedLines<WorkManifest>(stream, {
    kind: 'sikswork',
    decrypterOf: async () => decrypterFor(identity),
    wrongKey: (issue) => new SiksError('E_SIKS_WORK_ISSUE', { issue }),
  })
  return { manifest, lines: lines as AsyncGenerator<WorkLine, void, undefined> }
}
