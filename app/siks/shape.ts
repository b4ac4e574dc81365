import { isCalendarDate } from '#domain/calendar_date'
import { excerpt } from '#domain/plain_cell'
import type { ChildRow, Value, Values } from '#verification/instrument'
import { SiksError, unknownVersion, type SiksErrorCode } from './errors.js'
import {
  FIELD_NAME,
  ISSUE_ID,
  MANIFEST_FIELDS,
  MODULE_NAME,
  MOMENT,
  MOST_COUNT,
  RECORD_FIELDS,
  RECORD_KEY,
  REGION_CODE,
  SHA256_HEX,
  SIKS_LIMITS,
  SUPPORTED_VERSIONS,
  type SiksManifest,
  type SiksRecord,
} from './format.js'

type Json = Record<string, unknown>

const MANIFEST_CHECKS: Record<Exclude<keyof SiksManifest, 'format' | 'version'>, (value: unknown) => boolean> = {
  modules: (value) => isListOf(value, MODULE_NAME) && value.length > 0,
  issue: (value) => matches(value, ISSUE_ID),
  edition: (value) => matches(value, RECORD_KEY),
  period: (value) => matches(value, RECORD_KEY),
  code_system: (value) => value === 'kemendagri' || value === 'bps',
  device: (value) => matches(value, RECORD_KEY),
  sequence: isCount,
  previous: (value) => value === null || matches(value, SHA256_HEX),
  operator: isLabel,
  app: isLabel,
  created_at: isMoment,
  scope: (value) => isListOf(value, REGION_CODE) && value.length > 0,
}

/** Checks the first line of a `.siks` file. Fields it does not know are handed back beside it. */
export function parseManifest(value: unknown): { manifest: SiksManifest; unknown: Json } {
  if (!isObject(value) || value.format !== 'siks') throw new SiksError('E_SIKS_MANIFEST', { field: 'format' })
  if (!SUPPORTED_VERSIONS.some((version) => version === value.version)) throw unknownVersion(value.version)
  for (const [field, holds] of Object.entries(MANIFEST_CHECKS)) {
    if (!holds(value[field])) throw new SiksError('E_SIKS_MANIFEST', { field })
  }
  const known = Object.fromEntries(MANIFEST_FIELDS.map((field) => [field, value[field]]))
  return { manifest: known as unknown as SiksManifest, unknown: without(value, MANIFEST_FIELDS) }
}

/** Checks one record line; throws what is wrong with it (an `E_SIKS_RECORD_…`, `E_SIKS_ROW_…` or `E_SIKS_TEXT_…`). */
export function parseRecord(value: unknown, line: number, modules: readonly string[]): SiksRecord {
  if (!isObject(value) || value.t !== 'household') {
    const type = isObject(value) && matches(value.t, FIELD_NAME) ? shownName(value.t) : ''
    throw new SiksError('E_SIKS_RECORD_TYPE', { line, type })
  }
  const must = (field: string, holds: boolean) => {
    if (!holds) throw new SiksError('E_SIKS_RECORD_FIELD', { line, field })
  }
  must('module', matches(value.module, MODULE_NAME))
  must('key', matches(value.key, RECORD_KEY))
  must('rev', isCount(value.rev))
  must('kind', value.kind === 'repair' || value.kind === 'new')
  must('outcome', matches(value.outcome, FIELD_NAME))
  must('edited_at', isMoment(value.edited_at))
  must('values', isObject(value.values))
  const { module, key, rev, kind, outcome, edited_at } = value as unknown as SiksRecord
  if (!modules.includes(module)) throw new SiksError('E_SIKS_RECORD_MODULE', { line, module })

  const groups: Record<string, ChildRow[]> = {}
  const unknown: Json = {}
  for (const [field, content] of Object.entries(without(value, RECORD_FIELDS))) {
    must(shownName(field), FIELD_NAME.test(field))
    if (Array.isArray(content)) groups[field] = parseRows(content, field, line)
    else if (isShallow(content, 4)) unknown[field] = content
    else must(field, false)
  }
  const values = parseValues(value.values as Json, '', line)
  const extra = Object.keys(unknown).length > 0 ? { unknown } : {}
  return { module, key, rev, kind, outcome, edited_at, values, groups, ...extra }
}

function parseRows(rows: unknown[], group: string, line: number): ChildRow[] {
  const keys = new Set<string>()
  const parsed = rows.map((row): ChildRow => {
    if (!isObject(row) || !matches(row.key, RECORD_KEY)) {
      throw new SiksError('E_SIKS_RECORD_FIELD', { line, field: `${group}.key`, group })
    }
    if (keys.has(row.key)) throw new SiksError('E_SIKS_ROW_REPEATED', { line, field: group, group, row: row.key })
    keys.add(row.key)
    return parseValues(row, group, line, row.key) as ChildRow
  })
  return parsed.sort((a, b) => (a.key < b.key ? -1 : 1))
}

function parseValues(values: Json, group: string, line: number, row?: string): Values {
  const refuse = (code: SiksErrorCode, name: string, limit = 0) => {
    const place = { line, field: group ? `${group}.${name}` : name, ...(group && { group }), ...(row && { row }) }
    return new SiksError(code, limit ? { ...place, limit } : place)
  }
  let dropped: string[] | undefined
  for (const name of Object.keys(values)) {
    const value = values[name]
    if (!FIELD_NAME.test(name)) throw refuse('E_SIKS_RECORD_FIELD', shownName(name))
    if (value === null || value === '') {
      ;(dropped ??= []).push(name)
      continue
    }
    if (!isValue(value)) throw refuse('E_SIKS_RECORD_FIELD', name)
    if (typeof value === 'string') {
      if (isTooLong(value)) throw refuse('E_SIKS_TEXT_TOO_LONG', name, SIKS_LIMITS.textBytes)
      if (UNSTORABLE.test(value)) throw refuse('E_SIKS_TEXT_INVALID', name)
    }
  }
  return (dropped ? without(values, dropped) : values) as Values
}

/** NUL and halves of a surrogate pair can be written in JSON, but neither in UTF-8 text of a database. */
const UNSTORABLE = /[\0\p{Surrogate}]/u

const encoder = new TextEncoder()

function isTooLong(text: string): boolean {
  return text.length * 3 > SIKS_LIMITS.textBytes && encoder.encode(text).length > SIKS_LIMITS.textBytes
}

function isValue(value: unknown): value is Value {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}

function isListOf(value: unknown, pattern: RegExp): value is string[] {
  return Array.isArray(value) && value.every((item) => matches(item, pattern))
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= MOST_COUNT
}

function isLabel(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 && !/[\p{Cc}\p{Surrogate}]/u.test(value)
}

/** Date.parse alone takes 30 February for 2 March. */
function isMoment(value: unknown): boolean {
  return matches(value, MOMENT) && isCalendarDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))
}

/** A name that nobody declared, as a message may repeat it: a number of identity that slipped in as a name is not. */
function shownName(name: string): string {
  return excerpt(name, 64).replace(/\d{6,}/g, '…')
}

/** An unknown field is kept only if it can be stored: few levels, storable text, no monster. */
function isShallow(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return !isTooLong(value) && !UNSTORABLE.test(value)
  if (typeof value !== 'object' || value === null) return typeof value !== 'number' || Number.isFinite(value)
  return levels > 0 && Object.entries(value).every(([name, inner]) => !UNSTORABLE.test(name) && isShallow(inner, levels - 1))
}

function without(value: Json, fields: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field)))
}
