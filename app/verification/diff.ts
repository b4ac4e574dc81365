import type { ChildRow, RecordDoc, Value } from './instrument.js'
import type { FieldPath } from './rules.js'

/** One answer that differs; an absent side means no answer there. */
export interface FieldChange extends FieldPath {
  before?: Value
  after?: Value
}

export interface RowChange {
  group: string
  key: string
}

/** What lies between two states of one record. Fields of added and removed rows are not listed again one by one. */
export interface RecordDiff {
  fields: FieldChange[]
  added: RowChange[]
  removed: RowChange[]
}

type Fields = Readonly<Record<string, Value | undefined>>

/** Names of all fields of several rows, in the order they are first met. */
export function fieldNames(...rows: (Fields | undefined)[]): string[] {
  return [...new Set(rows.flatMap((row) => (row ? Object.keys(row) : [])))]
}

/** Names of all groups of several records. */
function groupNames(...records: (RecordDoc | null)[]): string[] {
  return [...new Set(records.flatMap((record) => (record ? Object.keys(record.groups) : [])))]
}

/** The rows of a group by key. */
export function byKey(record: RecordDoc | null, group: string): Map<string, ChildRow> {
  return new Map((record?.groups[group] ?? []).map((row) => [row.key, row]))
}

/** Fields in which two rows differ. */
export function changedFields(before: Fields, after: Fields): string[] {
  const fields: string[] = []
  for (const field in before) if (before[field] !== after[field]) fields.push(field)
  for (const field in after) if (!(field in before) && after[field] !== undefined) fields.push(field)
  return fields
}

function changes(before: Fields, after: Fields, path: { group?: string; key?: string }): FieldChange[] {
  return changedFields(before, after).map((field) => ({
    ...path,
    field,
    ...(before[field] === undefined ? {} : { before: before[field] }),
    ...(after[field] === undefined ? {} : { after: after[field] }),
  }))
}

/** Difference of two states; `before` null means the record was not there, so every group row counts as added. */
export function diff(before: RecordDoc | null, after: RecordDoc | null): RecordDiff {
  const result: RecordDiff = { fields: changes(before?.values ?? {}, after?.values ?? {}, {}), added: [], removed: [] }
  for (const group of groupNames(before, after)) {
    const [old, now] = [byKey(before, group), byKey(after, group)]
    for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
      const [oldRow, newRow] = [old.get(key), now.get(key)]
      if (oldRow === newRow) continue
      if (oldRow && newRow) result.fields.push(...changes(oldRow, newRow, { group, key }))
      else if (newRow) result.added.push({ group, key })
      else result.removed.push({ group, key })
    }
  }
  return result
}

/** Whether nothing differs. */
export function isEmptyDiff(difference: RecordDiff): boolean {
  return difference.fields.length + difference.added.length + difference.removed.length === 0
}

/** Number of changed answers and rows, as lists and histories show it. */
export function sizeOfDiff(difference: RecordDiff): number {
  return difference.fields.length + difference.added.length + difference.removed.length
}
