import type { RecordDoc } from '#verification/instrument'

/**
 * Shapes and limits of the `.siks` file, version 1. The text of the format, with test vectors, is
 * `docs/siks-format.md`; this file is its only restatement in code.
 */
export const SUPPORTED_VERSIONS: readonly number[] = [1]

const MIB = 1024 * 1024

/** Everything a reader may be asked to swallow. All of it is checked while streaming. */
export interface SiksLimits {
  /** Bytes of the file itself. */
  fileBytes: number
  /** Bytes of NDJSON after decryption and unpacking. */
  unpackedBytes: number
  /** Unpacked bytes up to which any compression ratio is taken for honest. */
  ratioFreeBytes: number
  /** Unpacked bytes for one packed byte, once past `ratioFreeBytes`. */
  ratio: number
  /** Bytes of one line of NDJSON, without its line feed. */
  lineBytes: number
  /** Bytes of one text value in UTF-8. */
  textBytes: number
  /** Household lines in one file. */
  records: number
}

export const SIKS_LIMITS: Readonly<SiksLimits> = Object.freeze({
  fileBytes: 64 * MIB,
  unpackedBytes: 512 * MIB,
  ratioFreeBytes: 16 * MIB,
  ratio: 200,
  lineBytes: MIB,
  textBytes: 8 * 1024,
  records: 50_000,
})

/** Highest `rev` and `sequence`; a computer that counts on from here does not count. */
export const MOST_COUNT = 2 ** 31 - 1

export type CodeSystem = 'kemendagri' | 'bps'

/** First line of a `.siks` file. */
export interface SiksManifest {
  format: 'siks'
  version: number
  /** Modules whose records the file may hold, e.g. `['bdt']`. */
  modules: string[]
  /** Issue (one handing out of a package) the file answers to; repeats the clear header, which is not authenticated alone. */
  issue: string
  edition: string
  period: string
  /** System of every region code in the file. */
  code_system: CodeSystem
  /** Made once by the offline application of one computer. */
  device: string
  /** Number of this export on that computer, from 1. */
  sequence: number
  /** SHA-256 (hex) of the whole file this computer exported before, `null` for its first. */
  previous: string | null
  /** Name the operator gave. */
  operator: string
  /** Program and version that wrote the file, e.g. `siks-offline/1.0.0`. */
  app: string
  /** Moment with offset, ISO 8601. */
  created_at: string
  /** Region codes the file covers. */
  scope: string[]
}

export type RecordKind = 'repair' | 'new'

/**
 * One household of a `.siks` file, in the shape the rest of the product reads (`RecordDoc`). On the wire the groups
 * stand beside `values` as arrays of rows, and the line carries `t: 'household'`.
 */
export interface SiksRecord extends RecordDoc {
  module: string
  /** Rises by at least one each time that computer changes the household. */
  rev: number
  kind: RecordKind
  outcome: string
  /** Moment of the last change on that computer, ISO 8601 with offset. */
  edited_at: string
  /** Fields this version does not know, kept as they came; absent when there are none. */
  unknown?: Record<string, unknown>
}

/** Last line of a `.siks` file. */
export interface EndLine {
  t: 'end'
  /** Lines between the manifest and this one. */
  records: number
  /** SHA-256 (hex) over every byte before this line, line feeds included. */
  sha256: string
  /** Ed25519 signature (hex) over the message of `signature.ts`. */
  signature: string
}

/** Wire fields of a household line that are not groups of rows. */
export const RECORD_FIELDS = ['t', 'module', 'key', 'rev', 'kind', 'outcome', 'values', 'edited_at'] as const

export const MANIFEST_FIELDS = [
  'format',
  'version',
  'modules',
  'issue',
  'edition',
  'period',
  'code_system',
  'device',
  'sequence',
  'previous',
  'operator',
  'app',
  'created_at',
  'scope',
] as const satisfies readonly (keyof SiksManifest)[]

export const ISSUE_ID = /^[A-Za-z0-9-]{1,64}$/
export const MODULE_NAME = /^[a-z][a-z0-9_]{0,31}$/
export const FIELD_NAME = /^[a-z][a-z0-9_]{0,62}$/
export const RECORD_KEY = /^[A-Za-z0-9._:-]{1,64}$/
export const REGION_CODE = /^\d[\d.]{1,19}$/
export const SHA256_HEX = /^[0-9a-f]{64}$/
export const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
