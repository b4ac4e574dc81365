import type { CycleContribution } from './cycle.js'
import type { Instrument, Text, Values } from './instrument.js'
import type { Outcome, Rule } from './rules.js'
import type { SampleContribution } from './sample.js'
import type { SetRules } from './store/set_rules.js'

/**
 * What a verification module declares; from it the core gives tables, editions, periods, `.siks` import, review,
 * lists, recap, finalisation, seal, letter and results. A module adds nothing else to take part in the cycle.
 */
export interface VerificationContribution {
  instrument: Instrument
  rules: readonly Rule[]
  /** Codes of the rules that the core judges over the whole regency. */
  setRules?: SetRules
  outcomes: readonly Outcome[]
  words: VerificationWords
  /** The same nouns on English pages; the short name is one for both. */
  english: Omit<VerificationWords, 'short'>
  recap: RecapDeclaration
  /**
   * Subject line of the approval letter, e.g. `Pengesahan Hasil Verifikasi dan Validasi Basis Data Terpadu`, how its sentence goes on, and what a
   * family is told that it stands on or leaves, e.g. `daftar peserta …`. `copies` are offices that get one beside governor and regent or mayor.
   */
  letter: { subject: string; body: string; list: string; copies?: readonly string[] }
  /** How the module says that somebody is recorded twice. Without it duplicates are found and told apart, but none is put right. */
  doubles?: DoublesDeclaration
  /** Addresses of the module's pages, relative to its path; with `changes` what was touched has a list of its own. */
  paths: { repairs: string; additions: string; record: string; changes?: string }
  /** What holds records together beyond their own rules, on the server. */
  cycle?: () => Promise<{ default: CycleContribution }>
  /** Invented records for the demonstration, tests and measurements. */
  sample?: () => Promise<{ default: SampleContribution }>
}

/** Nouns of the module as the screens say them. */
export interface VerificationWords {
  /** `Verifikasi Validasi BDT` */
  title: string
  /** `BDT`, for headings and file names */
  short: string
  record: { one: string; many: string }
  person: { one: string; many: string }
  repairs: string
  additions: string
  /** Title of the list of what was touched, where the module has one. */
  changes?: string
}

export interface RecapDeclaration {
  /** Percentile limits that separate the bands of the recap; the last band is everything above. */
  deciles: readonly { upTo: number; label: Text }[]
  beyond: Text
  unknown: Text
}

export interface DoublesDeclaration {
  /** Outcome of a record of the register that gives way to its double; it must deactivate. */
  outcome: string
  /** Further outcomes of records that leave and name another one in the same way. */
  likewise?: readonly string[]
  /** Variable of such a record that names the other one by its register id, else by its key. */
  refers?: string
  /** Further answers of such a record, for instance the reason for which it goes out. */
  answers?: Values
  /** Presence code of a person who is recorded elsewhere. */
  elsewhere: number
  /** Yes/no variables of programmes: where either record says yes, the one that stays says yes. */
  programmes: readonly string[]
  /** Variables of the record that count the rows of a group, of persons those who are members. */
  counts?: Readonly<Record<string, string>>
}

/** What makes a plugin a verification module: everything of its cycle that is its own. It is checked at boot. */
export function defineVerification(contribution: VerificationContribution): VerificationContribution {
  return Object.freeze(contribution)
}
