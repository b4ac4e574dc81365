import type { LoadHandler } from '#kernel/contributions'
import type { Actor, Tx } from '#services/scope'
import type { Remark } from '#verification/editions/elsewhere'
import type { FileSource } from '#verification/editions/sources'
import type { Text } from '#verification/instrument'
import type { ReplacedList } from './replace_list.js'

/** A column that a heading of a file may stand for. */
export interface KindColumn {
  name: string
  label: Text
  required: boolean
  /** Other names under which it is known, in lower case with `_` for blanks. */
  aliases: readonly string[]
  /** Codes that may be answered, for the template. */
  codes?: readonly { code: number; label: Text }[]
}

/** One table of a load: a list has one, a register one for each kind of row. */
export interface KindPart {
  name: string
  label: Text
  columns: readonly KindColumn[]
  /** The load goes without it. */
  optional?: boolean
}

/** What the officer says of a load beside its files; which of it is asked is the kind's. */
export interface LoadOptions {
  code_system?: string
  code_list?: string
  /** An edition that is being loaded already; else a new one of this name and decree. */
  edition?: string
  name?: string
  decree?: string
  decree_date?: string
  /** Codes of regencies or provinces outside of which no row is taken; those of the file unless told. */
  regencies?: readonly string[]
  /** The file stands for the whole list of each regency that it names; without it rows are added and renewed. */
  replace?: boolean
  /** Of an edition made out of results: the period, and the regencies whose results are taken. */
  period?: string
  results?: readonly string[]
}

export interface PartCount {
  read: number
  accepted: number
  rejected: number
  /** Headings that were left out. */
  unknown: string[]
  /** Columns that no heading stood for. */
  missing: string[]
  /** Rows made because others name them. */
  made?: number
  /** Path of the rejected rows, while the load runs. */
  rejectedFile?: string | null
  /** Of the stored files of rejected rows, by format. */
  rejectedIds?: { csv: string; xlsx: string }
}

/** What came of a check or an application: read = accepted + rejected, in each part and over all. */
export interface LoadOutcome {
  read: number
  accepted: number
  rejected: number
  parts: Record<string, PartCount>
  /** Figures of the kind's own, by name. */
  figures: Record<string, number>
  mapped: { from: string; to: string; rows: number }[]
  regencies: { code: string; records: number; persons: number; inherited_problems: number; off?: true }[]
  /** How often each rule found an inherited problem. */
  rules: Record<string, number>
  /** What is told of accepted rows, the first of them. */
  remarks?: readonly Remark[]
  /** Lists of regencies that the load replaces as a whole. */
  replaced?: readonly ReplacedList[]
  /** The list holds only together and has bad rows, so that nothing of it is taken. */
  refusedWhole: boolean
  /** Where the load was taken back: rows of its own that went, and rows that came back. */
  taken_back?: { removed: number; restored: number }
}

export interface RunRequest {
  load: { id: string; options: LoadOptions; editionId: string | null; regencies: readonly string[] }
  sources: Readonly<Record<string, FileSource>>
  dryRun: boolean
  actor: Actor
  /** For files of rejected rows. */
  folder: string
  onRows: (part: string, read: number) => Promise<void>
  onStep: (step: Text) => Promise<void>
  /** Remembers at once, whatever becomes of the load, the edition that was made for it. */
  noteEdition: (editionId: string) => Promise<void>
  /** Keeps the outcome in the transaction of the load; `faults` are the temporary tables `(row, faults)` of the parts. */
  keep: (tx: Tx, outcome: LoadOutcome, faults: Readonly<Record<string, string>>) => Promise<void>
}

/** The rows that loads of a list have brought. */
export interface HeldRows extends Pick<LoadHandler, 'onceOver' | 'basis' | 'takenBack'> {
  table: string
}

/** Something the ministry loads from files. */
export interface LoadKind {
  /** `core.bps`, `<module>.edition`, `<plugin>.<id>`. */
  id: string
  title: Text
  hint: Text
  /** Right that is needed, with its owner. */
  permission: string
  /** Plugin that must be on. */
  plugin: string | null
  asks: { codeSystem: boolean; edition: boolean; replace?: boolean; codeLists: readonly { version: string; label: Text }[] }
  parts(options?: LoadOptions): Promise<readonly KindPart[]>
  /** Checks the choices of the form. @throws LoadError `E_LOAD_CHOICE` */
  validate(options: LoadOptions): void
  /** Refuses before the dry run what could not be loaded after it, however good the rows are. */
  allowed?(tx: Tx, options: LoadOptions): Promise<void>
  run(request: RunRequest): Promise<LoadOutcome>
  /** How a load of it is taken back; null or absent where none is. */
  held?(): Promise<HeldRows | null>
}
