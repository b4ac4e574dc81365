import type { CodeSystem } from './format.js'

/** A region by its code in the file's code system, and its name in force. */
export interface NamedRegion {
  code: string
  name: string
}

export interface PackageVillage extends NamedRegion {
  district: NamedRegion
}

/** The period of one module in which the issue is answered, and the edition its base households come from. */
export interface PackagePeriod {
  module: string
  id: string
  name: string
  /** Last day of work at the time of the issue, `YYYY-MM-DD`; the ministry may move it. */
  closes_on: string
  edition: {
    id: string
    name: string
    /** Number of the decree (SK) and its date, `YYYY-MM-DD`. */
    decree: string
    decree_date: string
    code_list_version: string
  }
}

/** Localities (SLS) of one village, as the instrument's locality variable holds them. */
export interface PackagePart {
  village: string
  localities: string[]
}

/** What the base households of a package are, known before the first of them is read. */
export interface PackageBase {
  /** Household lines of all modules. */
  households: number
  /** Persons in them. */
  persons: number
  /** The parts the villages were cut to; `null` when the package holds whole villages. */
  parts: PackagePart[] | null
}

/** First line of a package (`.siksdb`): what an operator's computer needs to answer one issue. */
export interface PackageManifest {
  format: 'siksdb'
  version: number
  issue: string
  /** Running number of the issue in its regency, from 1: what people call it by. */
  number: number
  /** What was asked for, e.g. `Kel. Kemirirejo, SLS RT 01 RW 02`. */
  label: string
  /** Edition and period of the first module; a `.siks` file repeats these two. */
  edition: string
  period: string
  modules: string[]
  /** One a module, in the order of `modules`. */
  periods: PackagePeriod[]
  code_system: CodeSystem
  regency: NamedRegion
  /** Village codes the issue covers. */
  scope: string[]
  /** The same villages with their names. */
  villages: PackageVillage[]
  base: PackageBase
  /** age recipient every `.siks` file of this issue is encrypted to. */
  recipient: string
  /** Ed25519 seed (hex) every `.siks` file of this issue is signed with. */
  signing_seed: string
  /** age identity, `AGE-SECRET-KEY-1…`, that opens the `.siksback` files of this issue. */
  return_identity: string
  /** Oldest version of the offline application whose `.siks` files are taken, at the time of the issue. */
  offline: { minimum: string | null }
  created_at: string
}
