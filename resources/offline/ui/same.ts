import type { RecordDoc, Value } from '#verification/instrument'
import { pathOf, type Editing } from '../form/editing.js'

let before: RecordDoc | null = null

/** The household that was saved last: where "sama dengan sebelumnya" looks. */
export function remember(doc: RecordDoc): void {
  before = doc
}

/**
 * Copies the answer given before to the same question: of the row above in this household, else of the household saved last. Returns
 * false where there is none.
 */
export function sameAsBefore(editing: Editing, id: string): boolean {
  const { group, key, field } = pathOf(id)
  const value = above(editing, group, key, field) ?? lastOf(editing, group, field)
  if (value === undefined) return false
  editing.set({ group, key }, field, value)
  return true
}

function above(editing: Editing, group: string, key: string, name: string): Value | undefined {
  if (key === '') return undefined
  const rows = editing.rows(group)
  const at = rows.findIndex((row) => row.key === key)
  return at > 0 ? rows[at - 1]![name] : undefined
}

function lastOf(editing: Editing, group: string, name: string): Value | undefined {
  if (!before) return undefined
  return group === editing.module.instrument.root.name ? before.values[name] : before.groups[group]?.[0]?.[name]
}
