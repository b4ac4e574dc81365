import canonicalize from 'canonicalize'
import { diff, isEmptyDiff } from './diff.js'
import type { ChildRow, RecordDoc, Value } from './instrument.js'

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

/** A row without its empty answers; the very row where it has none. */
function answered<T extends Record<string, Value>>(row: T): T {
  let complete = true
  for (const name in row) if (isEmpty(row[name])) complete = false
  if (complete) return row
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !isEmpty(value))) as T
}

const byRowKey = (a: ChildRow, b: ChildRow) => Number(a.key > b.key) - Number(a.key < b.key)

/**
 * The one form of a record: no empty answers, no empty groups, child rows in the order of their keys (UTF-16 code units).
 * Field order is left to `canonicalJson`.
 */
export function canonicalDoc(record: RecordDoc): RecordDoc {
  const groups = Object.entries(record.groups)
    .filter(([, rows]) => rows.length > 0)
    .map(([name, rows]) => [name, rows.map(answered).sort(byRowKey)])
  return { key: record.key, values: answered(record.values), groups: Object.fromEntries(groups) }
}

/**
 * Canonical JSON of a record (RFC 8785), the text that is hashed into a seal. Test vectors: docs/canonical-json.md.
 * For server and command line; browsers older than Chrome 111 and Firefox 119 lack `String.prototype.isWellFormed`.
 * @throws Error for a number that is not finite or text with a lone surrogate, which `checkShape` never lets in
 */
export function canonicalJson(record: RecordDoc): string {
  const json = canonicalize(canonicalDoc(record))
  if (json === undefined) throw new Error('A record always has a canonical form.')
  return json
}

/** Whether two records say the same, whatever the order of rows and fields. */
export function sameDoc(a: RecordDoc, b: RecordDoc): boolean {
  return a.key === b.key && isEmptyDiff(diff(canonicalDoc(a), canonicalDoc(b)))
}
