import type { Text } from '#verification/instrument'
import type { Tx } from '#services/scope'

/** What a chart, map layer or card is computed for. */
export interface FigureContext {
  tx: Tx
  regency: string
  period: { id: string; name: string }
}

/** Numbers of a chart and, always beside it, of its table: one series has as many values as there are labels. */
export interface ChartFigures {
  labels: string[]
  series: { label: string; values: number[] }[]
}
export type Chart = (context: FigureContext) => Promise<ChartFigures>

/** Values by region code; a region that is absent has no value, which differs from zero. */
export type MapLayer = (context: FigureContext) => Promise<Record<string, number>>

/** Rows of a file of the module's own, e.g. a bank's list; a row that is refused says why and what to do. */
export interface FileImport {
  columns: readonly { name: string; required: boolean }[]
  accept(tx: Tx, row: Readonly<Record<string, string>>): Promise<{ accepted: true } | { accepted: false; reason: string }>
}

/** Values for the Edge view of a letter. */
export type LetterData = (context: FigureContext) => Promise<Record<string, unknown>>

/** What a module adds to the page of one person. */
export type PersonCard = (tx: Tx, personKey: string) => Promise<{ label: string; value: string }[]>

/** What a module does to its rows when a person's household moves to another regency. */
export type Relocation = (tx: Tx, move: { personKey: string; from: string; to: string }) => Promise<void>

/** Work that waits for somebody, for Beranda: how many, and the list that holds exactly so many. */
export type TaskSource = (context: FigureContext) => Promise<{ label: string; count: number; href: string }[]>

export type Listener = (event: Readonly<Record<string, string>>) => Promise<void>

/** Whether a regency may be given data: until when (last day, `YYYY-MM-DD`; null for no end), or why not and the page that helps. */
export type DataAccessAnswer = { allowed: true; until: string | null } | { allowed: false; reason: Text; href: string | null }

/** A gate in front of the data of the register: asked before a package is issued or a database is handed out. */
export type DataAccess = (tx: Tx, regency: string) => Promise<DataAccessAnswer>
