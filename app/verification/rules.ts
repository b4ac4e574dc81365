import type { RecordDoc, Text } from './instrument.js'

/** Whether a problem keeps its record from being accepted, or is only told. */
export type Severity = 'block' | 'warn'

/** A place a problem points to: the root (`key` absent) or a child row, and the variable. */
export interface FieldPath {
  group?: string
  key?: string
  field: string
}

/** A rule that a record breaks, with the places that it points to. */
export interface Problem {
  /** Stable code, e.g. `BDT-R06`. */
  rule: string
  severity: Severity
  fields: FieldPath[]
  /**
   * Values named in the message. Never a full NIK, KK or a mother's name: mask them first. `case` selects one of the
   * rule's `messages`, `who` names the person the row is about.
   */
  params?: Record<string, string | number>
}

/** What a check reports: a problem without its rule; the severity is the rule's unless it says otherwise. */
export type Finding = Omit<Problem, 'rule' | 'severity'> & { severity?: Severity }

/** What a rule may know beside the record. */
export interface RuleContext {
  /** Today in the regency's zone, `YYYY-MM-DD`. */
  today: string
  /** Outcome proposed with the record, e.g. `repaired`. */
  outcome: string
  kind: 'repair' | 'new'
  /** The same household as the edition has it; absent for a new one. Tells an inherited value from one typed in this period. */
  base?: RecordDoc | null
}

/** A rule of a module. The same one judges offline, in the browser and on the server. */
export interface Rule {
  code: string
  severity: Severity
  /** A supervisor may leave the problem standing with a reason ("kecualikan dengan alasan"). */
  waivable: boolean
  title: Text
  /** Message with `{param}` placeholders: what is wrong, where, what to do. */
  message: Text
  /** Messages for the cases of one rule, chosen by `params.case`; `message` serves the rest. */
  messages?: Readonly<Record<string, Text>>
  /** Regulation or block and number of the form. */
  source: string
  /** Outcomes of the record the rule looks at; absent = all. */
  outcomes?: readonly string[]
  /** The rule, or a part of it, needs the whole register and lives in SQL under the same code. */
  setBased?: true
  /** The part that one record alone decides. Absent for rules that are set-based only. */
  check?: (record: RecordDoc, context: RuleContext) => Finding[]
  /** Puts right what needs no judgement (offered, never applied silently). Returns a new document. */
  fix?: (record: RecordDoc) => RecordDoc
}

/** Why an outcome has its effect, as it is told to the family itself. */
export interface Ground {
  text: Text
  /** Regulation, or block and number of the form. */
  source: string
  /** Questions of the root whose answers it rests on. */
  facts?: readonly string[]
}

/** A result of the visit or the musdes, and what becomes of the record by it. */
export interface Outcome {
  code: string
  label: Text
  /** What happens to the household when the decree comes: keep, replace, deactivate or add. */
  effect: 'keep' | 'replace' | 'deactivate' | 'add' | 'none'
  /** Chosen by an operator or supervisor (false: derived, like `unverified`). */
  selectable: boolean
  /** Icon name and tone of the badge. */
  tone: 'green' | 'blue' | 'red' | 'orange' | 'grey' | 'purple'
  ground?: Ground
}
