import { DomainError } from '#domain/domain_error'
import { applicability, findVariable } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Value, Values, Variable } from '../instrument.js'
import type { Locale } from '../message.js'
import { readAnswer } from './answer_input.js'
import { withPlace } from './place_input.js'
import { moveRow, newRowIn, parentOf, renumber } from './rows.js'

/** What a browser sent, by input name. */
export type Posted = Readonly<Record<string, unknown>>

/** What was typed into one row; a question that was emptied holds undefined, one that was not asked is absent. */
export interface TypedRow {
  group: RowGroup
  /** Key of the child row; empty for the root. */
  key: string
  /** Questions that the form asks of the row. */
  asked: readonly Variable[]
  values: ReadonlyMap<string, Value | undefined>
  /** The row is made where the record has none of that key. */
  create?: boolean
  /** Key of the row that it shall hang on, or `NEW_ROW` and the key of one to be made; absent where the form does not say. */
  parent?: string
  /** What a row that is made begins with. */
  from?: ChildRow
}

/** What a form is read from and tells its faults in. */
export interface Reading {
  posted: Posted
  /** What cannot be read, by input name. */
  errors: Record<string, string>
  locale: Locale
}

/**
 * What was typed into the questions of one row, of which a place is one in two boxes.
 * @param nameOf name of the input of a variable
 */
export function readRow(
  instrument: Instrument,
  { group, key, asked }: Pick<TypedRow, 'group' | 'key' | 'asked'>,
  nameOf: (variable: string) => string,
  { posted, errors, locale }: Reading,
): TypedRow {
  const values = new Map<string, Value | undefined>()
  for (const variable of asked) {
    const name = nameOf(variable.name)
    const text = posted[name]
    if (typeof text !== 'string') continue
    try {
      values.set(variable.name, readAnswer(variable, text.trim()))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      errors[name] = error.reason(locale)
    }
  }
  return { group, key, asked, values: withPlace(instrument, { group, asked, values }, nameOf, { posted, errors, locale }) }
}

/**
 * The record with the typed answers in it. A row that is to be made comes into being, one that hangs elsewhere now moves there with its
 * number, and rows of a family that was renumbered follow. Rows that are no longer there are passed over.
 */
export function withTyped(instrument: Instrument, doc: RecordDoc, rows: readonly TypedRow[]): RecordDoc {
  const result = structuredClone(doc)
  for (const row of rows) {
    const { group, key } = row
    const target = rowIn(result, row) ?? (row.create ? newRowIn(instrument, result, group, key, row.parent, row.from) : undefined)
    if (!target) continue
    const before = group.identity ? target[group.identity] : undefined
    const shared = parentOf(instrument, group)?.identity
    const number = shared === undefined ? undefined : target[shared]
    for (const [name, value] of row.values) {
      if (value === undefined) delete target[name]
      else target[name] = value
    }
    if (group.identity && target[group.identity] !== before) renumber(instrument, result, group, target as ChildRow, before)
    if (key === '' || !group.parent) continue
    if (row.parent !== undefined && row.parent !== target[group.parent.field]) {
      moveRow(instrument, result, group, target as ChildRow, row.parent)
    } else if (shared !== undefined && target[shared] !== number) {
      const named = result.groups[group.parent.group]?.find((other) => other[shared] === target[shared])
      if (named) target[group.parent.field] = named.key
    }
  }
  return result
}

/** The answers a row holds in a record; undefined when the record has no such row. */
export function rowIn(doc: RecordDoc, row: Pick<TypedRow, 'group' | 'key'>): Values | undefined {
  return row.key === '' ? doc.values : doc.groups[row.group.name]?.find(({ key }) => key === row.key)
}

/**
 * Takes out what the skip rules say is not asked, among the questions of the form: the browser hides them, so nobody can have
 * meant them. Changes the record; returns how many answers went.
 */
export function clearSkipped(doc: RecordDoc, rows: readonly TypedRow[]): number {
  let cleared = 0
  for (let before = -1; before !== cleared;) {
    before = cleared
    for (const row of rows) {
      const target = rowIn(doc, row)
      if (!target) continue
      for (const { name } of row.asked) {
        const variable = findVariable(row.group, name)
        if (!variable?.when || target[name] === undefined || applicability(variable, target, doc.values) !== 'no') continue
        delete target[name]
        cleared += 1
      }
    }
  }
  return cleared
}
