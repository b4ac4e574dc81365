/**
 * The vocabulary in which a module declares its form. One declaration per variable feeds columns, validators,
 * web and offline forms, diffs, exports and the data dictionary; nothing else may restate it.
 */
export interface Text {
  id: string
  en: string
}

/**
 * - `text`   free text, at most `length` characters
 * - `digits` an identifier made of digits, kept as text for ever (NIK, No KK, card and account numbers)
 * - `code`   one code of `codes`, stored as smallint exactly as the form prints it
 * - `flags`  sum of the codes of `codes` (bit mask), stored as smallint
 * - `int`    whole number between `min` and `max`
 * - `number` decimal number between `min` and `max`
 * - `date`   calendar date, `YYYY-MM-DD` as text, never a moment
 */
export type VariableType = 'text' | 'digits' | 'code' | 'flags' | 'int' | 'number' | 'date'

/** A code of a list with its meaning. */
export interface CodeLabel {
  code: number
  label: Text
}

/** A skip rule as data: the variable applies only when every condition holds. Evaluated by `applies()`. */
export interface Condition {
  variable: string
  /** The condition looks at the same row, or at the household when a child row asks about its root. */
  of?: 'row' | 'root'
  in?: readonly number[]
  notIn?: readonly number[]
  atLeast?: number
  atMost?: number
}

/** One question of the form. Columns, forms, rules, diffs and exports are made from it. */
export interface Variable {
  /** Column, `.siks` value and CSV heading: lower case, `_` before an inner capital (JnsKel = jns_kel). */
  name: string
  /** Block of the form: `I`, `II`, `III`, `IV`, `V`, or `A` for administrative columns filled by the centre. */
  block: string
  /** Number on the form, e.g. `9b`; empty where the form has none. */
  number: string
  label: Text
  type: VariableType
  length?: number
  min?: number
  max?: number
  codes?: readonly CodeLabel[]
  /** For yes/no answers: the codes of this line that mean yes and no (1/2 or 3/4 by line). */
  yesNo?: { yes: number; no: number }
  required?: boolean
  /** The variable applies only when all conditions hold; then it follows `required`, else it must be empty. */
  when?: readonly Condition[]
  /** `secret`: masked, shown only through the core's secret component (NIK, KK, mother's name, cards). */
  sensitivity?: 'public' | 'personal' | 'secret'
  /** Filled by the centre; an operator or a supervisor never edits it. */
  readonly?: boolean
  /** Version of the instrument that introduced the variable. */
  since?: string
  /** Register key of the row (IDBDT, IDARTBDT): opaque text. */
  registerKey?: boolean
}

/** A kind of row: the root (household) or a child group hanging on the root or on another group. */
export interface RowGroup {
  /** Group name in documents, `.siks` and table names: `households`, `families`, `members`, `businesses`. */
  name: string
  label: Text
  variables: readonly Variable[]
  /** Field that holds the key of the row this one belongs to, and the group it points to (`family_key` → families). */
  parent?: { field: string; group: string }
  /** Variable that tells the rows of one record apart where the register gives them no key (nuk). */
  identity?: string
  /** Most rows a record may carry. */
  max?: number
  /** Rows exist only when all conditions hold for the root; then at least one is expected if `required`. */
  when?: readonly Condition[]
  required?: boolean
}

/**
 * A published code list that differs from the instrument's own. A file that declares it is translated on the way in;
 * nothing is ever guessed from the values.
 */
export interface CodeVariant {
  /** Value of `code_list_version` by which a file declares the variant. */
  version: string
  label: Text
  /** Per group and variable: the foreign code and the code of this instrument. A code not listed stays as it came. */
  groups: Readonly<Record<string, Readonly<Record<string, Readonly<Record<number, number>>>>>>
}

/** The form of a module as data: its blocks, its groups of rows and what the core has to know of them. */
export interface Instrument {
  module: string
  version: string
  /** Version of the code lists; stored beside every row. */
  codeListVersion: string
  blocks: readonly { id: string; label: Text; group: string }[]
  root: RowGroup
  groups: readonly RowGroup[]
  variants?: readonly CodeVariant[]
  summary: Summary
}

/** What one active person of a record, or of each parent row, is. */
export interface Role {
  variable: string
  code: number
  within: 'record' | 'parent'
  former?: number
  youngest?: number
}

/** What a figure has to agree with. */
export type Expected =
  /** Every row counted has the answer. */
  | { every: true }
  /** At least and at most so many. */
  | { from?: number; to?: number }
  /** As many as there are rows of that group. */
  | { rows: string }
  /** The number that the root answers; of a yes/no question, none after no, and some after yes where every row has its answer. */
  | { answer: string }
  /** As many are enough; fewer are no fault. */
  | { enough: number }

/**
 * One figure of a record that a reviewer holds against others. Of a group the rows that have an answer to `variable` (one of `in`; yes, where it
 * is a yes/no question), or all of them; of the root the answers to `variables`. Who left, what hangs on him, and a family that nobody stays in are left out.
 */
export interface Counter {
  label: Text
  group?: string
  variable?: string
  in?: readonly number[]
  /** Rows of persons who left count too. */
  everyone?: true
  variables?: readonly string[]
  expects?: Expected
}

/** Which variables feed the narrow list rows, so that lists of every module are read the same way. */
export interface Summary {
  /** Variable of the root shown as the record's name (nama_krt) and the address line. */
  name: string
  address: string
  locality: string
  registerKey: string
  percentile: string
  /** Root variable with the village's Kemendagri code (`33.71.01.1003`); part of the form's place block, set by the place. */
  village: string
  /**
   * Root variables that hold the BPS code of that village in four parts, province to village, as the form prints it. Filled from
   * the mapping of regions and from nothing else; empty where a village is not mapped.
   */
  placeParts?: readonly [province: string, regency: string, district: string, village: string]
  /** Root variables with the place in degrees, for the map; they may be empty or wrong, which the map says. */
  coordinates?: { latitude: string; longitude: string }
  /** Group of persons and the variables that identify one. */
  people: {
    group: string
    name: string
    nik: string
    kk: string
    birthDate: string
    sex: string
    relation: string
    /** Code of the relation by which the husband or wife of the head is known; the printed prelist names both. */
    spouse?: number
    /** Coded answers of the persons that the printed prelist tells by number, under a heading of its own; `except` are no news. */
    told?: readonly { variable: string; heading: Text; except?: readonly number[] }[]
    presence: string
    registerKey: string
    /** Presence codes that count as an active member. */
    active: readonly number[]
    /** Presence code of somebody who moved out; with it a record may be split, for some of its persons move. */
    movedOut?: number
    /**
     * Roles that one active person of the record, or of each parent row, must hold: who loses it needs a successor. `former` is the answer
     * of somebody who holds it no longer, where the form has one; `youngest` the age from which somebody may be named in it.
     */
    heads?: readonly Role[]
  }
  /** Variables that hold the number of a card by which a person or a record can be looked up; of the root where no group is named. */
  cards?: readonly { group?: string; variable: string }[]
  /** Variable of the root that holds the number of an account, which two records must not share. */
  account?: string
  /** Figures that stand beside each other on the page of a record, in this order. */
  counters?: readonly Counter[]
  /** Group of families; absent where each record is one family. */
  familyGroup?: string
  /** Its variable with the number of the family card, which is that of members who have none of their own. */
  familyCard?: string
}

/** Whether each record is exactly one person, so that counts of its people say nothing beside it. */
export function isOnePerson({ groups, summary }: Instrument): boolean {
  return groups.some(({ name, max, required }) => name === summary.people.group && max === 1 && required === true)
}

/** An answer as it is kept: codes and numbers as numbers, dates as `YYYY-MM-DD`, identifiers as text. */
export type Value = string | number

/** Answers by the names of their variables; an empty answer is absent. */
export type Values = Record<string, Value>
/** A child row: its key, the key of its parent where the group declares one, and its values beside them. */
export type ChildRow = { key: string } & Record<string, Value>

/**
 * The whole of one record as it travels through the product: merge, rules, history, seal and `.siks` all read this
 * shape. An empty answer is absent, never null and never an empty string. Child rows are sorted by key.
 */
export interface RecordDoc {
  key: string
  values: Values
  groups: Record<string, ChildRow[]>
}
