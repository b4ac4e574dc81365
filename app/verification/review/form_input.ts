import { formatDate } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { parseDecimal } from '#domain/decimal'
import { DomainError } from '#domain/domain_error'
import { applicability, findVariable, groupOf } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Value, Values, Variable } from '../instrument.js'
import type { Locale } from '../message.js'
import { narrowDecimal } from '../number_text.js'
import { withPlace } from './place_input.js'
import { isOwnKey, moveRow, newRowIn, parentOf, renumber } from './rows.js'

/** A group with more questions than this is filled in row by row, so that a form stays short. */
const WIDE = 10
/** A third would be taken for thousands once the number stands in a file with a point. */
const MOST_DECIMALS = 2

/** One row that a form asks about: the root (`index` null) or a child row. */
export interface FormRow {
  group: RowGroup
  index: number | null
  /** Key of the child row; empty for the root. */
  key: string
  /** Questions that can be answered here. */
  asked: readonly Variable[]
  /** Answers of the centre, shown only. */
  shown: readonly Variable[]
}

/** What was typed into one row; a question that was emptied holds undefined, one that was not asked is absent. */
export interface TypedRow extends Pick<FormRow, 'group' | 'key' | 'asked'> {
  values: ReadonlyMap<string, Value | undefined>
  /** The row is made where the record has none of that key. */
  create?: boolean
  /** Key of the row that it shall hang on, or `NEW_ROW` and the key of one to be made; absent where the form does not say. */
  parent?: string
  /** What a row that is made begins with. */
  from?: ChildRow
}

export interface TypedForm {
  rows: TypedRow[]
  /** What cannot be read, by input name. */
  errors: Record<string, string>
}

export type InputKind = 'codes' | 'date' | 'number' | 'text' | 'long'

export interface InputOption {
  value: number
  label: string
}

type Posted = Readonly<Record<string, unknown>>

/** Name of the input of a question: `q-alamat`, `q-members-0-nama`. */
export function inputName(row: Pick<FormRow, 'group' | 'index'>, variable: string): string {
  return row.index === null ? `q-${variable}` : `q-${row.group.name}-${row.index}-${variable}`
}

/** Name of the hidden input that tells which row an index is. */
export function keyName(group: string, index: number): string {
  return `k-${group}-${index}`
}

/** Name of the input by which a row is made where there is none. */
export function createName(group: string, index: number): string {
  return `b-${group}-${index}`
}

/** Name of the select that says on which row another hangs. */
export function parentName(group: string, index: number): string {
  return `p-${group}-${index}`
}

export function isWide(group: RowGroup): boolean {
  return group.variables.length > WIDE
}

/** The rows a block of the form asks about; of a wide group only the one chosen by its key, else the first. */
export function formRows(instrument: Instrument, doc: RecordDoc, block: string, rowKey?: string): FormRow[] {
  const sections = instrument.blocks.filter(({ id }) => id === block).map(({ group }) => groupOf(instrument, group))
  return sections.flatMap((group): FormRow[] => {
    if (group === instrument.root) return [{ group, index: null, key: '', ...questions(group, block) }]
    const rows = doc.groups[group.name] ?? []
    const chosen = isWide(group) ? [rows.find(({ key }) => key === rowKey) ?? rows[0]] : rows
    return chosen.flatMap((row, index) => (row ? [{ group, index, key: row.key, ...questions(group, block) }] : []))
  })
}

/** The questions of a group in a block: those that can be answered, and answers of the centre. */
export function questions(group: RowGroup, block: string) {
  const own = group.variables.filter((variable) => variable.block === block)
  return { asked: own.filter(({ readonly }) => !readonly), shown: own.filter(({ readonly }) => readonly === true) }
}

/** Reads what a browser sent for one block. Rows are taken by their keys, so that an index never hits another row. */
export function readForm(instrument: Instrument, block: string, posted: Posted, locale: Locale): TypedForm {
  const form: TypedForm = { rows: [], errors: {} }
  for (const { id, group: name } of instrument.blocks) {
    if (id !== block) continue
    const group = groupOf(instrument, name)
    const { asked } = questions(group, block)
    if (group === instrument.root) form.rows.push(readRoot(instrument, asked, posted, form.errors, locale))
    for (let index = 0; typeof posted[keyName(name, index)] === 'string'; index++) {
      const key = String(posted[keyName(name, index)])
      const row = readRow({ group, index, key, asked }, posted, form.errors, locale)
      form.rows.push({ ...row, ...placeOf(group, key, index, posted) })
    }
  }
  return form
}

/** Whether a row is to be made, and what it shall hang on. Only keys of our own making are taken for new rows. */
function placeOf(group: RowGroup, key: string, index: number, posted: Posted): Pick<TypedRow, 'create' | 'parent'> {
  const parent = posted[parentName(group.name, index)]
  return {
    ...(posted[createName(group.name, index)] === '1' && isOwnKey(key) ? { create: true } : {}),
    ...(group.parent && typeof parent === 'string' && parent !== '' ? { parent } : {}),
  }
}

/** The questions of the record itself, of which a place is one in two boxes. */
function readRoot(
  instrument: Instrument,
  asked: FormRow['asked'],
  posted: Posted,
  errors: Record<string, string>,
  locale: Locale,
) {
  const row = { group: instrument.root, index: null, key: '', asked }
  const read = readRow(row, posted, errors, locale)
  const nameOf = (variable: string) => inputName(row, variable)
  return { ...read, values: withPlace(instrument, read, nameOf, { posted, errors, locale }) }
}

function readRow(row: Omit<FormRow, 'shown'>, posted: Posted, errors: Record<string, string>, locale: Locale): TypedRow {
  const values = new Map<string, Value | undefined>()
  for (const variable of row.asked) {
    const name = inputName(row, variable.name)
    const text = posted[name]
    if (typeof text !== 'string') continue
    try {
      values.set(variable.name, readAnswer(variable, text.trim()))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      errors[name] = error.reason(locale)
    }
  }
  return { group: row.group, key: row.key, asked: row.asked, values }
}

/** Numbers and dates the Indonesian way; whatever else a value must be is told by its shape and the rules. */
export function readAnswer(variable: Variable, text: string): Value | undefined {
  if (text === '') return undefined
  if (variable.type === 'text' || variable.type === 'digits') return text
  if (variable.type === 'date') return parseDate(text)
  if (variable.type !== 'number') return parseDecimal(text, { decimals: 0 })
  return Number(narrowDecimal(variable, text) ?? parseDecimal(text, { decimals: MOST_DECIMALS }))
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

/** The kind of input a question is answered in. */
export function inputOf({ type, length = 0 }: Variable): InputKind {
  if (type === 'code') return 'codes'
  if (type === 'date') return 'date'
  if (type === 'text' || type === 'digits') return length > 250 ? 'long' : 'text'
  return 'number'
}

/** The code list; a stored code outside it stands at the end, so that opening the form does not lose it. */
export function optionsOf({ codes = [] }: Variable, value: Value | undefined, locale: Locale): InputOption[] {
  const listed = codes.map(({ code, label }) => ({ value: code, label: label[locale] }))
  const known = typeof value !== 'number' || codes.some(({ code }) => code === value)
  return known ? listed : [...listed, { value, label: OUTSIDE[locale] }]
}

const OUTSIDE = { id: 'di luar daftar kode', en: 'outside the code list' }
const SUM = { id: 'Jumlahkan:', en: 'Sum of:' }

/** What may be typed; a bit mask is filled in as on the paper form: the sum of its codes. */
export function hintOf({ type, codes, min, max }: Variable, locale: Locale): string | undefined {
  if (type === 'flags') return `${SUM[locale]} ${(codes ?? []).map(({ code, label }) => `${code} ${label[locale]}`).join(', ')}`
  if (type !== 'int' && type !== 'number') return undefined
  return min !== undefined && min >= 0 && max !== undefined && max < 99 ? `${min}–${max}` : undefined
}

/** A value as a person types it: 25-12-1962, 36,5. */
export function typedText(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value).replace('.', ',')
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(value) : value
}
