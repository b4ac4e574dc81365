import { DomainError } from '#domain/domain_error'
import { applicability, evaluate, findVariable, groupOf, rowsOf } from '#verification/engine'
import type { ChildRow, RecordDoc, RowGroup, Value, Values, Variable } from '#verification/instrument'
import type { Locale } from '#verification/message'
import { clearSkipped, readAnswer, type TypedRow } from '#verification/review/form_input'
import type { Problem } from '#verification/rules'
import type { WorkDraft } from '#siks/work'
import { outcomesFor, type OfflineModule } from '../modules.js'
import { today } from '../work/moment.js'
import { follow } from './follow.js'

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
  outcome: string
  typed?: Record<string, string>
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
  outcome: string
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
    this.outcome = record.outcome
    this.typed = { ...record.typed }
    for (const [id, text] of Object.entries(this.typed)) {
      const [group = '', key = '', name = ''] = id.split('/')
      const variable = this.variable({ group, key }, name)
      if (variable) this.#read(id, variable, text)
    }
  }

  row({ group, key }: RowPath): Values | undefined {
    if (group === this.module.instrument.root.name) return this.doc.values
    return rowsOf(this.doc, group).find((row) => row.key === key)
  }

  baseRow({ group, key }: RowPath): Values | undefined {
    if (group === this.module.instrument.root.name) return this.base?.values
    return this.base ? rowsOf(this.base, group).find((row) => row.key === key) : undefined
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
   * Takes what was typed into one question. Returns whether an answer changed; a text that cannot be read is kept and told of.
   */
  type(path: RowPath, name: string, text: string): boolean {
    const variable = this.variable(path, name)
    const row = this.row(path)
    if (!variable || !row || variable.readonly) return false
    const id = pathId(path, name)
    const answer = this.#read(id, variable, text)
    this.touched = true
    if (answer.fault) return false
    return this.set(path, name, answer.value)
  }

  set(path: RowPath, name: string, value: Value | undefined): boolean {
    const row = this.row(path)
    if (!row || row[name] === value) return false
    const before = row[name]
    if (value === undefined) delete row[name]
    else row[name] = value
    this.touched = true
    follow(this, path, name, before)
    return true
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
    const choices = outcomesFor(this.module, this.kind)
    const wanted = this.kind === 'new' ? 'add' : isChanged ? 'replace' : 'keep'
    return (choices.find(({ effect }) => effect === wanted) ?? choices[0])?.code ?? ''
  }

  problems(): Problem[] {
    const outcome = this.outcome || this.impliedOutcome(true)
    return evaluate(this.module.rules, this.doc, {
      ...{ today: today(), outcome, kind: this.kind, base: this.base },
    })
  }

  /** Puts right what a rule can put right by itself. */
  fix(rule: string): boolean {
    const fixed = this.module.rules.find(({ code }) => code === rule)?.fix?.(this.doc)
    if (!fixed) return false
    this.doc = structuredClone(fixed)
    this.touched = true
    return true
  }

  /** The record as it is saved: without answers to questions that are not asked. */
  finished(): RecordDoc {
    const { root, groups } = this.module.instrument
    const asked = (group: RowGroup) => group.variables.filter(({ readonly }) => !readonly)
    const rowsIn = (group: RowGroup): TypedRow[] =>
      rowsOf(this.doc, group.name).map(({ key }) => ({ group, key, asked: asked(group), values: new Map() }))
    clearSkipped(this.doc, [{ group: root, key: '', asked: asked(root), values: new Map() }, ...groups.flatMap(rowsIn)])
    for (const name of Object.keys(this.doc.groups)) {
      const rows = this.doc.groups[name]!
      if (rows.length === 0) delete this.doc.groups[name]
      else rows.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
    }
    return structuredClone(this.doc)
  }

  toDraft(): Omit<WorkDraft, 'edited_at'> {
    const { key, values, groups } = structuredClone(this.doc)
    return { module: this.module.name, kind: this.kind, outcome: this.outcome, typed: { ...this.typed }, key, values, groups }
  }

  faultOf(path: RowPath, name: string, locale: Locale): string {
    return this.faults[pathId(path, name)]?.reason(locale) ?? ''
  }
}

export function pathId({ group, key }: RowPath, name: string): string {
  return `${group}/${key}/${name}`
}
