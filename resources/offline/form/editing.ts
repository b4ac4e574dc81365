import { DomainError } from '#domain/domain_error'
import { applicability, evaluate, findVariable, groupOf, rowsOf } from '#verification/engine'
import { sameDoc } from '#verification/canonical'
import type { ChildRow, RecordDoc, RowGroup, Value, Values, Variable } from '#verification/instrument'
import { readAnswer } from '#verification/review/answer_input'
import type { Problem } from '#verification/rules'
import { checkShape, type ShapeError } from '#verification/shape'
import type { WorkDraft } from '#siks/work'
import { impliedFor, type OfflineModule } from '../module.js'
import { cleared } from './clearing.js'
import { follow } from './follow.js'
import { pastedPlace } from './typing.js'

/** A row of the record: the root (`key` empty) or a child row. */
export interface RowPath {
  group: string
  key: string
}

export interface EditedRecord {
  module: OfflineModule
  kind: 'repair' | 'new'
  /** The household of the package; `null` for a proposal. */
  base: RecordDoc | null
  doc: RecordDoc
  /** As stored; one that follows from the answers anyway is not taken for a choice. */
  outcome: string
  /** The day the rules judge by, `YYYY-MM-DD`. */
  today: string
  typed?: Record<string, string>
}

/** A household as the office would read it from the file, with what the office would say of it. */
export interface Judged {
  doc: RecordDoc
  outcome: string
  problems: Problem[]
  /** What the office could not read at all. */
  refused: ShapeError[]
}

/**
 * One household while it is being filled in. Holds the document as typed so far; texts that cannot be read are kept beside it. Every
 * judgement comes from the engine and the rules that the server uses.
 */
export class Editing {
  readonly module: OfflineModule
  readonly kind: 'repair' | 'new'
  readonly base: RecordDoc | null
  doc: RecordDoc
  /** What the operator chose; empty where the outcome follows from the answers. */
  outcome: string
  readonly today: string
  /** The question the cursor writes in, with its text as it stands there. */
  typing: { path: RowPath; name: string; text: string; before: Value | undefined } | null = null
  /** Rows that came by themselves. */
  readonly made = new Set<string>()
  /** Texts that cannot be read, by `pathId`. */
  readonly typed: Record<string, string>
  /** What is wrong with each of them. */
  readonly faults: Record<string, DomainError> = {}
  touched = false

  constructor(record: EditedRecord) {
    this.module = record.module
    this.kind = record.kind
    this.base = record.base
    this.doc = structuredClone(record.doc)
    const implied = [this.impliedOutcome(true), this.impliedOutcome(false)]
    this.outcome = implied.includes(record.outcome) ? '' : record.outcome
    this.today = record.today
    this.typed = { ...record.typed }
    for (const [id, text] of Object.entries(this.typed)) {
      const path = pathOf(id)
      const variable = this.variable(path, path.field)
      if (variable) this.#read(id, variable, text)
    }
  }

  row(path: RowPath): Values | undefined {
    return this.#rowAt(this.doc, path)
  }

  baseRow(path: RowPath): Values | undefined {
    return this.base ? this.#rowAt(this.base, path) : undefined
  }

  variable({ group }: RowPath, name: string): Variable | undefined {
    return findVariable(groupOf(this.module.instrument, group), name)
  }

  /** Rows of a group as people count them: those of the package first, then the new ones as they came. */
  rows(group: string): ChildRow[] {
    const known = new Set((this.base ? rowsOf(this.base, group) : []).map(({ key }) => key))
    const rows = rowsOf(this.doc, group)
    const identity = groupOf(this.module.instrument, group).identity
    const sorted = [...rows.filter(({ key }) => known.has(key)), ...rows.filter(({ key }) => !known.has(key))]
    return identity ? sorted.sort((a, b) => Number(a[identity] ?? 99) - Number(b[identity] ?? 99)) : sorted
  }

  isNew({ group, key }: RowPath): boolean {
    return this.baseRow({ group, key }) === undefined
  }

  /**
   * Takes what was typed into one question. A text that cannot be read is kept and told of. What follows from the answer in other rows
   * waits until the question is left, see `settle`.
   */
  type(path: RowPath, name: string, text: string): void {
    const variable = this.variable(path, name)
    const row = this.row(path)
    if (!variable || !row || variable.readonly) return
    const id = pathId(path, name)
    if (this.typing && pathId(this.typing.path, this.typing.name) !== id) this.settle()
    const place = pastedPlace(this.module.instrument, variable, text)
    if (place) this.set(path, place.other, place.value)
    const answer = this.#read(id, variable, place?.text ?? text)
    this.typing = { path, name, text, before: this.typing ? this.typing.before : row[name] }
    this.touched = true
    if (!answer.fault) put(row, name, answer.value)
  }

  /** The question is left: what follows from its answer is done. Gives its id, or `null` where none was being typed in. */
  settle(): string | null {
    const { typing } = this
    if (!typing) return null
    this.typing = null
    if (this.row(typing.path)?.[typing.name] !== typing.before) follow(this, typing.path, typing.name, typing.before)
    return pathId(typing.path, typing.name)
  }

  /** Gives a question an answer at once, with all that follows from it. */
  set(path: RowPath, name: string, value: Value | undefined): boolean {
    const row = this.row(path)
    if (!row) return false
    const id = pathId(path, name)
    this.forget(id)
    const own = this.typing && pathId(this.typing.path, this.typing.name) === id ? this.typing : null
    if (own) this.typing = null
    const before = own ? own.before : row[name]
    if (row[name] === value && before === value) return false
    put(row, name, value)
    this.touched = true
    follow(this, path, name, before)
    return true
  }

  /** Forgets texts that could not be read: of one question, or with `group/key/` of a row that went. */
  forget(id: string): void {
    for (const known of Object.keys(this.typed)) {
      if (known !== id && !(id.endsWith('/') && known.startsWith(id))) continue
      delete this.typed[known]
      delete this.faults[known]
    }
  }

  /** Questions with a text that cannot be read, among those that are asked. */
  unreadable(): (RowPath & { field: string })[] {
    return Object.keys(this.faults).flatMap((id) => {
      const path = pathOf(id)
      const variable = this.row(path) && this.variable(path, path.field)
      return variable && !this.isSkipped(path, variable) ? [path] : []
    })
  }

  #rowAt(doc: RecordDoc, { group, key }: RowPath): Values | undefined {
    if (group === this.module.instrument.root.name) return doc.values
    return rowsOf(doc, group).find((row) => row.key === key)
  }

  #read(id: string, variable: Variable, text: string): { value?: Value; fault?: true } {
    delete this.typed[id]
    delete this.faults[id]
    try {
      const value = readAnswer(variable, text.trim())
      return value === undefined ? {} : { value }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      this.typed[id] = text
      this.faults[id] = error
      return { fault: true }
    }
  }

  /** Whether the skip rules leave the question out. */
  isSkipped(path: RowPath, variable: Variable): boolean {
    return applicability(variable, this.row(path) ?? {}, this.doc.values) === 'no'
  }

  /** Whether a group of rows is asked for at all. */
  isAsked(group: RowGroup): boolean {
    return applicability(group, this.doc.values, this.doc.values) !== 'no' || rowsOf(this.doc, group.name).length > 0
  }

  /** The outcome that stands if none is chosen: what was done to the household says it. */
  impliedOutcome(isChanged: boolean): string {
    return impliedFor(this.module, this.kind, isChanged)
  }

  /** Puts right what a rule can put right by itself. */
  fix(rule: string): boolean {
    this.settle()
    const fixed = this.module.rules.find(({ code }) => code === rule)?.fix?.(this.doc)
    if (!fixed) return false
    const before = this.doc
    this.doc = structuredClone(fixed)
    for (const id of Object.keys(this.faults)) {
      const path = pathOf(id)
      const row = this.row(path)
      if (!row || row[path.field] !== this.#rowAt(before, path)?.[path.field]) this.forget(id)
    }
    this.touched = true
    return true
  }

  /** The record as it is saved and as the office will judge it: without answers this edit made unasked, identifiers cleaned. */
  judged(): Judged {
    const { module, base, kind, today } = this
    const finished = cleared(module, this.doc, base)
    const read = checkShape(module.instrument, finished, base)
    const doc = read.ok ? read.doc : finished
    const outcome = this.outcome || this.impliedOutcome(!base || !sameDoc(base, doc))
    const problems = evaluate(module.rules, doc, { today, outcome, kind, base })
    return { doc, outcome, problems, refused: read.ok ? [] : read.errors }
  }

  toDraft(): Omit<WorkDraft, 'edited_at'> {
    const { key, values, groups } = structuredClone(this.doc)
    return { module: this.module.name, kind: this.kind, outcome: this.outcome, typed: { ...this.typed }, key, values, groups }
  }
}

function put(row: Values, name: string, value: Value | undefined): void {
  if (value === undefined) delete row[name]
  else row[name] = value
}

export function pathId({ group, key }: RowPath, name: string): string {
  return `${group}/${key}/${name}`
}

/** The question that an id of `pathId` names. */
export function pathOf(id: string): RowPath & { field: string } {
  const [group = '', key = '', field = ''] = id.split('/')
  return { group, key, field }
}
