import { toldCell } from '#domain/mask'
import { findVariable } from './engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Text, Values } from './instrument.js'
import { isReadable, isTooLong, readValue, SHAPE_REASONS, type ShapeReason } from './read_value.js'

/** Longest key of a household or row. */
export const MAX_KEY_LENGTH = 64
const SHOWN_LENGTH = 80
/** Longest unknown structure, as JSON, that is kept beside a record. */
const MAX_KEPT_LENGTH = 65_536
const KEY = /^[^\p{Cc}\p{Surrogate}\uFFFD]+$/u

export interface ShapeError {
  group: string
  key?: string
  field: string
  /** As found, shortened; absent for secrets. */
  value?: string
  code: ShapeReason
  reason: Text
}

/** `unknown` names what the instrument does not know (`group.field`); `kept` holds it by `group/key/field`. */
export type ShapeResult =
  { ok: true; doc: RecordDoc; unknown: string[]; kept: Record<string, unknown> } | { ok: false; errors: ShapeError[] }

type Raw = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a text can be the key of a household or row. */
function isKey(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_KEY_LENGTH && value.trim() === value && KEY.test(value)
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > SHOWN_LENGTH ? `${toldCell(text, SHOWN_LENGTH)}…` : toldCell(text, SHOWN_LENGTH)
}

/** Whether a row says exactly what the register holds. */
function isSameRow(known: ChildRow, raw: Raw): boolean {
  const fields = Object.keys(raw)
  return fields.length === Object.keys(known).length && fields.every((field) => raw[field] === known[field])
}

/** Collects what is wrong and what is unknown while one record is read. */
class Reading {
  readonly errors: ShapeError[] = []
  readonly unknown = new Set<string>()
  readonly kept: [string, unknown][] = []

  fail(code: ShapeReason, group: string, field: string, value?: unknown, key?: string, limit = 0): void {
    const found = value === undefined ? {} : { value: shown(value) }
    const { id, en } = SHAPE_REASONS[code]
    const reason = { id: id.replace('{limit}', String(limit)), en: en.replace('{limit}', String(limit)) }
    this.errors.push({ group, ...(key === undefined ? {} : { key }), field, ...found, code, reason })
  }

  keep(group: string, field: string, value: unknown, key?: string): void {
    const tooLong = typeof value === 'string' ? isTooLong(value) : (JSON.stringify(value) ?? '').length > MAX_KEPT_LENGTH
    if (tooLong || isTooLong(field, MAX_KEY_LENGTH)) return this.fail('length', group, shown(field), undefined, key)
    if (typeof value === 'string' && !isReadable(value)) return this.fail('text', group, field, undefined, key)
    this.unknown.add(`${group}.${field}`)
    this.kept.push([[group, ...(key === undefined ? [] : [key]), field].join('/'), value])
  }

  /** What the register holds already was read before and is not read again. */
  values(group: RowGroup, raw: Raw, known: Values | undefined, key?: string): Values {
    const values: Values = {}
    for (const field of Object.keys(raw)) {
      const value = raw[field]
      if (key !== undefined && (field === 'key' || field === group.parent?.field)) continue
      if (value !== undefined && known && value === known[field]) {
        values[field] = known[field]
        continue
      }
      const variable = findVariable(group, field)
      if (!variable) {
        this.keep(group.name, field, value, key)
        continue
      }
      const read = readValue(variable, value)
      if (read.fault) this.fail(read.fault, group.name, field, variable.sensitivity === 'secret' ? undefined : value, key)
      else if (read.value !== undefined) values[field] = read.value
    }
    return values
  }

  rows(group: RowGroup, raw: unknown, parents: ReadonlySet<string>, known: readonly ChildRow[] | undefined): ChildRow[] {
    if (raw === undefined || raw === null) return []
    if (!Array.isArray(raw)) {
      this.fail('record', group.name, group.name)
      return []
    }
    const { max = Infinity } = group
    if (raw.length > max) {
      this.fail('rows', group.name, group.name, raw.length, undefined, max)
      return []
    }
    const seen = new Set<string>()
    const rows = raw.map((item: unknown) => this.row(group, item, parents, seen, known)).filter((row) => row !== undefined)
    return rows.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  }

  private row(
    group: RowGroup,
    raw: unknown,
    parents: ReadonlySet<string>,
    seen: Set<string>,
    known: readonly ChildRow[] | undefined,
  ): ChildRow | undefined {
    if (!isObject(raw)) return void this.fail('record', group.name, group.name, raw)
    if (!isKey(raw.key)) return void this.fail('key', group.name, 'key', raw.key)
    const key = raw.key
    if (seen.has(key)) return void this.fail('duplicate', group.name, 'key', key, key)
    seen.add(key)
    const same = known?.find((row) => row.key === key)
    const parent = group.parent && raw[group.parent.field]
    const orphan = group.parent && (!isKey(parent) || !parents.has(parent))
    if (same && !orphan && isSameRow(same, raw)) return same
    const values = this.values(group, raw, same, key)
    if (orphan) return void this.fail('parent', group.name, group.parent!.field, parent, key)
    values.key = key
    if (group.parent) values[group.parent.field] = parent as string
    return values as ChildRow
  }
}

/**
 * Reads a record as a reader hands it over, `{key, values, groups: {<group>: [{key, …}]}}`, into the document all else works
 * on: types and lengths strict, identifiers cleaned, empty answers dropped, rows sorted by key, every row under an existing
 * parent. Groups and fields the instrument does not know are kept aside and reported; what else stands beside these three
 * (revision, outcome) belongs to the file format and is not looked at. Rows that are those of `known`, a document read before, are
 * taken from it.
 */
export function checkShape(instrument: Instrument, raw: unknown, known: RecordDoc | null = null): ShapeResult {
  const reading = new Reading()
  const root = instrument.root.name
  const groups = isObject(raw) ? (raw.groups ?? {}) : undefined
  if (!isObject(raw) || !isObject(raw.values) || !isObject(groups)) {
    reading.fail('record', root, 'key')
    return { ok: false, errors: reading.errors }
  }
  const doc: RecordDoc = {
    key: isKey(raw.key) ? raw.key : '',
    values: reading.values(instrument.root, raw.values, known?.values),
    groups: {},
  }
  if (doc.key === '') reading.fail('key', root, 'key', raw.key)
  const keys = new Map<string, ReadonlySet<string>>()
  for (const group of instrument.groups) {
    const parents = keys.get(group.parent?.group ?? '') ?? new Set()
    const rows = reading.rows(group, groups[group.name], parents, known?.groups[group.name])
    keys.set(group.name, new Set(rows.map((row) => row.key)))
    if (rows.length > 0) doc.groups[group.name] = rows
  }
  const declared = new Set(instrument.groups.map((group) => group.name))
  for (const [name, rows] of Object.entries(groups)) if (!declared.has(name)) reading.keep(root, name, rows)
  if (reading.errors.length > 0) return { ok: false, errors: reading.errors }
  return { ok: true, doc, unknown: [...reading.unknown], kept: Object.fromEntries(reading.kept) }
}
