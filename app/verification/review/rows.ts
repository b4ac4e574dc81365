import { groupOf, rowsOf } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Value } from '../instrument.js'

/** Stands before the key of a row that is made in the same act, as the place another row goes to. */
export const NEW_ROW = '+'

const OWN_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a key can be one that a form of ours gave to a row that did not exist. */
export function isOwnKey(key: string): boolean {
  return OWN_KEY.test(key)
}

/** The group on whose rows those of this one hang. */
export function parentOf(instrument: Instrument, { parent }: RowGroup): RowGroup | undefined {
  return parent && groupOf(instrument, parent.group)
}

/** Adds a row to a record, numbered and under the given row, else under the first it can hang on. Changes the record. */
export function newRowIn(
  instrument: Instrument,
  doc: RecordDoc,
  group: RowGroup,
  key: string,
  parent?: string,
  from?: ChildRow,
): ChildRow {
  const rows = rowsOf(doc, group.name)
  const row: ChildRow = { ...from, key }
  if (group.identity && row[group.identity] === undefined) {
    row[group.identity] = firstFree(rows.map((other) => Number(other[group.identity!])))
  }
  doc.groups[group.name] = [...rows, row].sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  if (group.parent) moveRow(instrument, doc, group, row, parent ?? String(row[group.parent.field] ?? ''))
  return row
}

/**
 * Hangs a row on another one of its record and gives it that one's number, where it carries such. A row to be made is made; where
 * there is none of the key, the first one takes it. Changes the record.
 */
export function moveRow(instrument: Instrument, doc: RecordDoc, group: RowGroup, row: ChildRow, to: string): void {
  const parents = parentOf(instrument, group)
  if (!parents || !group.parent) return
  const owners = rowsOf(doc, parents.name)
  const made = to.startsWith(NEW_ROW) && isOwnKey(to.slice(1)) ? to.slice(1) : null
  const owner =
    owners.find(({ key }) => key === (made ?? to)) ??
    (made ? newRowIn(instrument, doc, parents, made) : owners[0]) ??
    newRowIn(instrument, doc, parents, `${row.key}-1`)
  row[group.parent.field] = owner.key
  const { identity } = parents
  const number = identity === undefined ? undefined : owner[identity]
  if (identity && number !== undefined && group.variables.some(({ name }) => name === identity)) row[identity] = number
}

/** Gives the rows that hang on a renumbered one its new number, where they had the old one. Changes the record. */
export function renumber(
  instrument: Instrument,
  doc: RecordDoc,
  group: RowGroup,
  row: ChildRow,
  before: Value | undefined,
): void {
  const { identity } = group
  if (!identity) return
  for (const child of instrument.groups) {
    if (child.parent?.group !== group.name || !child.variables.some(({ name }) => name === identity)) continue
    for (const other of rowsOf(doc, child.name)) {
      if (other[child.parent.field] !== row.key || (other[identity] !== before && other[identity] !== undefined)) continue
      const number = row[identity]
      if (number === undefined) delete other[identity]
      else other[identity] = number
    }
  }
}

/** All rows that hang on one, on whatever depth, by group. */
export function hangingOn(
  instrument: Instrument,
  doc: RecordDoc,
  of: { group: string; key: string },
): { group: string; row: ChildRow }[] {
  return instrument.groups.flatMap(({ name, parent }) => {
    if (parent?.group !== of.group) return []
    const own = rowsOf(doc, name).filter((row) => row[parent.field] === of.key)
    return own.flatMap((row) => [{ group: name, row }, ...hangingOn(instrument, doc, { group: name, key: row.key })])
  })
}

/** Takes rows out of a record. Changes it; a group without rows goes too. */
export function dropRows(doc: RecordDoc, rows: readonly { group: string; key: string }[]): void {
  for (const [name, all] of Object.entries(doc.groups)) {
    const kept = all.filter(({ key }) => !rows.some((gone) => gone.group === name && gone.key === key))
    if (kept.length) doc.groups[name] = kept
    else delete doc.groups[name]
  }
}

function firstFree(taken: readonly number[]): number {
  let number = 1
  while (taken.includes(number)) number += 1
  return number
}
