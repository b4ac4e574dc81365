import type { Signing } from '#services/documents/drawn_parts'
import type { Occasion } from '#services/documents/strings'
import type { Tx } from '#services/scope'
import type { Text } from './instrument.js'
import type { Place } from './store/place.js'

/** A sentence of a catalogue and what stands in it; the page or the command that tells it chooses the language. */
export interface Said {
  /** Full key of the catalogue: `bsp.standing.full`. */
  key: string
  params?: Readonly<Record<string, string | number>>
}

/** What one village has of a sum that is wrong, with the page on which something can be done there. */
export interface VillageShare {
  village: string
  /** Its figures, by the names that the command gives them. */
  figures: Readonly<Record<string, number>>
  message: Said
  /** As of a blocker. */
  href: string
}

/** One thing of the module's own that stands against finalising, with the page on which it is solved. */
export interface ModuleBlocker {
  id: string
  /** Code of the rule that it breaks, where the module has one. */
  rule?: string
  /** Key and name of the record it is about, where it is about one. */
  record?: { key: string; name: string | null }
  village: string | null
  message: Said
  /** Address of the page, without the region and the period that the core adds. */
  href: string
  /** Of a sum of the whole regency: the villages that it is made of. */
  villages?: readonly VillageShare[]
}

/** A figure that stands under the head of every page of the module. */
export interface CycleFigure {
  label: Text
  value: number
  tone?: 'neutral' | 'good' | 'warn' | 'bad'
  /** Address of the list that holds exactly so many. */
  href?: string
}

/** A paper of the module's own, made once when its result is sealed; it lies and is hashed with the annexes. */
export interface CyclePaper {
  /** Name of the file, e.g. `berita-acara-33.71.pdf`. */
  name: string
  content: AsyncIterable<Uint8Array>
  /** Rows that it lists. */
  records: number
}

/** What the module itself knows of why a record stands as it does: a place, a pair, an insurer's answer; never a secret. */
export interface ExplainedFact {
  label: Text
  value: Text
}

/** A record that went from one village of the regency into another. */
export interface MovedRecord {
  key: string
  from: string
  to: string
}

/** A figure that a module keeps by village, before and after a move. */
export interface VillageFigure {
  label: Text
  /** By village code; a village without one counts nothing. */
  values: Readonly<Record<string, number>>
}

/** What every print of a finalisation names. */
export interface PaperOccasion extends Occasion {
  /** `Dinas Sosial Kota Magelang`. */
  institution: string
  /** Date of the finalisation, `YYYY-MM-DD`. */
  finalised: string
  /** Who signs a paper of it, where and when, as `papers.list` takes it. */
  signing: Signing
}

/**
 * What a module adds to the cycle where records are not independent of each other: quotas, pairs, balances. All of it runs on the
 * server only, so that it is loaded when it is needed and stays out of the offline application.
 */
export interface CycleContribution {
  /**
   * Called after every write of records, in its transaction, alone in the register and with list rows and kept counts up to date. It
   * keeps the module's own tables in step, and refuses the whole act by throwing.
   *
   * @throws Refused where the act would break what the module holds together
   */
  written?(tx: Tx, place: Place, keys: readonly string[]): Promise<void>
  /**
   * Called after records were moved between villages, before `written` and in the same transaction: the module's own rows follow. Moving
   * back calls it again the other way round, and must leave what was before.
   */
  moved?(tx: Tx, place: Place, moves: readonly MovedRecord[]): Promise<void>
  /** Figures of the module's own by village, shown before somebody moves records between them. */
  villageFigures?(tx: Tx, place: Place, villages: readonly string[]): Promise<VillageFigure[]>
  /** What stands against finalising beside clashes, running work and blocking problems; `total` counts all, at most `limit` are given. */
  blockers?(tx: Tx, place: Place, limit: number): Promise<{ list: ModuleBlocker[]; total: number }>
  /**
   * SQL: condition on a list row `c` of an update that nobody objects to and that `written` would refuse all the same, such as one who comes in before
   * somebody went out. "Terima … tanpa masalah" leaves it for later instead of refusing all.
   */
  waiting?(place: Place): string
  figures?(tx: Tx, place: Place): Promise<CycleFigure[]>
  papers?(tx: Tx, place: Place, occasion: PaperOccasion): Promise<CyclePaper[]>
  /** What the module adds to "Kenapa?" of a record, beside facts, rules and decisions that the core tells. */
  explain?(tx: Tx, place: Place, key: string): Promise<ExplainedFact[]>
}
