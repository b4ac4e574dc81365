import type { FigureContext } from '#kernel/chart'
import type { RecordDoc, Text } from '#verification/instrument'
import type { Place } from '#verification/store/place'
import type { Tx } from '#services/scope'

export type MapLevel = 'province' | 'regency' | 'district' | 'village'

/** What a map layer is computed for. */
export interface MapContext {
  tx: Tx
  /** Level of the areas that are shown. */
  level: MapLevel
  /** The regencies of the reader's scope that take part and where the module is on; nothing else may be counted. */
  regencies: readonly string[]
  /** Only desa of this kecamatan. */
  district: string | null
  /** Null for a module without periods. */
  period: { id: string; name: string } | null
}

/** What is counted in an area and, for a share, of how many. */
export interface MapFigure {
  part: number
  whole?: number
}

/** A figure that the map shows by area. */
export interface MapLayer {
  /** `share` shows the part of the whole in percent. */
  measure: 'count' | 'share'
  /** What the part counts, e.g. `rumah tangga`; the whole of a share counts the same. */
  unit: Text
  /** By region code; a region that is absent has no value, which differs from zero. */
  figures(context: MapContext): Promise<Readonly<Record<string, MapFigure>>>
}

/** A column of a list that the ministry brings from outside. Its cells are read as those of an edition are: nothing is repaired. */
export interface LoadColumn {
  name: string
  label: Text
  /** Other headings under which it is known, in lower case with `_` for blanks. */
  aliases?: readonly string[]
  /** Without it the file is refused whole. An empty cell of it rejects its row. */
  required?: boolean
  /** `region` is a code of the declared system, given as the Kemendagri code in force; `bps` one of BPS in digits; others as in an instrument. */
  type: 'text' | 'digits' | 'code' | 'int' | 'number' | 'date' | 'region' | 'bps'
  /** Most letters of a text, most figures of `digits`. */
  length?: number
  /** Of `digits`: a number of fewer figures rejects its row as well. */
  exact?: boolean
  /** Of a number: a value outside rejects its row. */
  min?: number
  max?: number
  /** Of a region: the level that its code must have. */
  level?: 'province' | 'regency' | 'district' | 'village'
}

/** A row as it was read: a value is text as PostgreSQL reads it, null where nothing was answered. */
export interface LoadRow {
  /** As in the file; the heading is row 1. */
  row: number
  values: Readonly<Record<string, string | null>>
}

/** Why a row cannot be taken, with what to do, in both languages. */
export interface LoadFault {
  row: number
  column: string
  reason: Text
}

/** The load that a list of a module is checked or taken in. */
export interface LoadContext {
  /** Of the load in the history. */
  id: string
  /** `YYYY-MM-DD` in the ministry's zone. */
  today: string
  /** Regencies whose whole list the rows of the file replace; none where rows are added and renewed. */
  replaces?: readonly string[]
}

/**
 * A list of the module's own that the ministry loads at its desk: quotas, a cut-off list, a bank's or an insurer's file. It is read,
 * checked in a dry run, then taken in one transaction or not at all; history, report and the file of rejected rows are the core's.
 */
export interface LoadHandler {
  columns: readonly LoadColumn[]
  /** Columns whose values together may stand once in a file, for each such set; of several such rows none is taken. */
  keys?: readonly (readonly string[])[]
  /** The list holds only together: one bad row refuses all of them. */
  whole?: boolean
  /** Faults among some rows, looked at as one set (at most 2,000); it only looks. */
  check?(tx: Tx, rows: readonly LoadRow[], context: LoadContext): Promise<readonly LoadFault[]>
  /** Takes some accepted rows (at most 2,000), set after set, in the one transaction of the load. */
  apply(tx: Tx, rows: readonly LoadRow[], context: LoadContext): Promise<void>
  /** Called in the same transaction with the number of all rows taken; gives figures by name, a word under `figure` of the module's catalogue. */
  finish?(tx: Tx, context: LoadContext, taken: number): Promise<Readonly<Record<string, number>>>
  /** The table that `apply` writes, registered as `loaded`: a load of the list can be taken back. Without it none can. */
  table?: string
  /** Column of the table whose value stands in one regency only: a load is not taken back while a row that it replaced stands in another. */
  onceOver?: string
  /** A period that was finalised after a load rests on it, so that the load stays in the regencies of that period. */
  basis?: boolean
  /** Called when a load was taken back, in the same transaction, with the regencies that had rows of it. */
  takenBack?(tx: Tx, context: LoadContext, regencies: readonly string[]): Promise<void>
}

/** Values for the Edge view of a letter. */
export type LetterData = (context: FigureContext) => Promise<Record<string, unknown>>

/** By what every module knows a person. The numbers are in clear: they are for looking up, and a card never prints them. */
export interface PersonIdentity {
  name: string
  nik: string | null
  kk: string | null
  /** `YYYY-MM-DD` */
  birthDate: string | null
}

/** What the module's own register says of the person at one time: by a decree, or now, with what is proposed in the running period. */
export interface PersonState {
  /** Id of the edition, or `now`. */
  id: string
  /** The whole record that the person belongs to. */
  doc: RecordDoc
  /** Key of the person's own row in it. */
  key: string
}

/** The person whose card is shown, and how the module knows him in each decree and open period. */
export interface PersonCardContext {
  tx: Tx
  regency: string
  person: PersonIdentity
  /** Newest first; empty for a module without a register and where it does not know the person. */
  states: readonly PersonState[]
}

/** Taking part in a programme as the module knows it, state by state. */
export interface CardProgramme {
  name: Text
  /** Who takes part: the person himself, the household, or what the centre has on file for it. */
  of: 'person' | 'household' | 'centre'
  /** Ids of the states with the answer there; a state without an answer is left out. */
  answers: Readonly<Record<string, 'yes' | 'no'>>
}

/** A fact of the module about the person, in words; never a number that is a secret. */
export interface CardFact {
  label: Text
  value: Text
  tone?: 'neutral' | 'info' | 'good' | 'warn' | 'bad'
}

export interface PersonCardPart {
  programmes: readonly CardProgramme[]
  facts: readonly CardFact[]
}

/** What a module adds to the page of one person; null where it knows nothing of him. */
export type PersonCard = (context: PersonCardContext) => Promise<PersonCardPart | null>

/** Work that waits for a person. */
export interface WaitingContext {
  tx: Tx
  /** The regency he works for; null for a desk of the ministry. */
  regency: string | null
  /** Whether he has a right of the module, by its short name. */
  can: (permission: string) => boolean
}

/** How much waits, and the list that holds exactly so many; what counts nothing is left out. */
export interface WaitingTask {
  /** Words behind the number, as a message that may choose by `count`: `{count, plural, one {move} other {moves}} not run yet`. */
  label: Text
  count: number
  href: string
  tone?: 'neutral' | 'warn' | 'bad'
}

/** What of a module waits for the person on Beranda; a count equals the list that its link opens. */
export type TaskSource = (context: WaitingContext) => Promise<WaitingTask[]>

/** Work of a night, done regency by regency. */
export interface NightlyTask {
  /** Codes of the regencies where something may be due, from a transaction that sees all of them; it only looks. */
  due(tx: Tx): Promise<readonly string[]>
  /** Does it for one regency, in a transaction of its own; gives how much was done. Run again it does nothing more. */
  run(tx: Tx, regency: string): Promise<number>
}

/** The day, the regencies and the people of the demonstration. */
export interface DemoStage {
  /** `YYYY-MM-DD` in the ministry's zone. */
  today: string
  /** The regencies of the demonstration's province and the two it tells most of, by code. */
  regencies: readonly { code: string; name: string }[]
  /** Makes sure that the regency has a profile, so that a letter can be made in its name. */
  profile(regency: string): Promise<void>
  /** Work as the supervisor of a regency, so many days ago. */
  asSupervisor<T>(regency: string, daysAgo: number, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Work as the reviewer of the ministry, so many days ago. */
  asReviewer<T>(daysAgo: number, work: (tx: Tx) => Promise<T>): Promise<T>
}

/** The part of a module in the demonstration. */
export interface DemoStory {
  /** Told once, when the demonstration is made, before any period is open. */
  tell?(stage: DemoStage): Promise<void>
  /** Told once, when the periods of all modules are open. */
  later?(stage: DemoStage): Promise<void>
  /** Moves what is told of days to come so many days on, whenever a kept demonstration is started later. */
  move?(tx: Tx, days: number): Promise<void>
}

/** What a module would do to one of its own records because of what another module told. */
export interface Proposal {
  /** Key of the other module's record, one of those that were told of. */
  source: string
  /** Key of the own record. */
  record: string
  /** Key of the own row that it is about; of the record itself where it is about all of it. */
  subject: string
  /** What the other module says: `<module>.news.<kind>` has its words, with `params`. */
  kind: string
  /** Names and dates for the words, and what `confirm` must know again; never a number that is a secret. */
  params: Readonly<Record<string, string>>
}

/** How a module answers what another one tells. Nothing is done until a person confirms it on the module's page. */
export interface Listener {
  /**
   * What these records of the other module, as they now stand, would do to own records. Asked again it gives the same, so that a
   * proposal that holds no longer is taken back. Set-based; it only looks.
   */
  proposals(tx: Tx, place: Place, keys: readonly string[]): Promise<readonly Proposal[]>
  /** What the person must choose to confirm, such as an heir; none where nothing is left to choose. */
  choices?(tx: Tx, place: Place, proposal: Proposal): Promise<readonly { value: string; label: string }[]>
  /**
   * Writes what was confirmed, alone in the register; it is decided on as every other change is.
   * @throws Refused where it cannot be done any more
   */
  confirm(tx: Tx, place: Place, proposal: Proposal, choice: string): Promise<void>
}

/** Whether a regency may be given data: until when (last day, `YYYY-MM-DD`; null for no end), or why not and the page that helps. */
export type DataAccessAnswer = { allowed: true; until: string | null } | { allowed: false; reason: Text; href: string | null }

/** A gate in front of the data of the register: asked before a package is issued or a database is handed out. */
export type DataAccess = (tx: Tx, regency: string) => Promise<DataAccessAnswer>
