import { v7 as uuid } from 'uuid'
import { groupOf, isActive, rowsOf } from '#verification/engine'
import type { ChildRow, RecordDoc, Values } from '#verification/instrument'
import type { OfflineModule } from '../module.js'
import type { Editing, RowPath } from './editing.js'
import { mayHold } from '#verification/may_hold'

/** Adds an empty row with a key of its own under the first row it can belong to, with `number` where it carries one, else the first free. */
export function addRow(editing: Editing, groupName: string, number?: number): ChildRow | undefined {
  const { instrument } = editing.module
  const group = groupOf(instrument, groupName)
  const rows = editing.doc.groups[groupName] ?? []
  if (rows.length >= (group.max ?? Infinity)) return undefined
  const row: ChildRow = { key: uuid() }
  if (group.identity) row[group.identity] = number ?? firstFree(rows.map((other) => Number(other[group.identity!])))
  if (group.parent) {
    const owner = editing.rows(group.parent.group)[0] ?? addRow(editing, group.parent.group)
    if (!owner) return undefined
    row[group.parent.field] = owner.key
    const shared = groupOf(instrument, group.parent.group).identity
    const given = shared === undefined ? undefined : owner[shared]
    if (shared && given !== undefined && group.variables.some(({ name }) => name === shared)) row[shared] = given
  }
  editing.doc.groups[groupName] = [...rows, row]
  editing.touched = true
  return row
}

/** Whether a row can be taken out: only one that was typed here and that no other row hangs on. Who is gone keeps a row and a reason. */
export function canRemove(editing: Editing, path: RowPath): boolean {
  return editing.isNew(path) && !childrenOf(editing, path).length
}

export function removeRow(editing: Editing, path: RowPath): boolean {
  if (!canRemove(editing, path)) return false
  editing.doc.groups[path.group] = rowsOf(editing.doc, path.group).filter(({ key }) => key !== path.key)
  editing.forget(`${path.group}/${path.key}/`)
  editing.touched = true
  return true
}

function childrenOf(editing: Editing, { group, key }: RowPath): ChildRow[] {
  return editing.module.instrument.groups.flatMap(({ name, parent }) =>
    parent?.group === group ? rowsOf(editing.doc, name).filter((row) => row[parent.field] === key) : [],
  )
}

function firstFree(taken: readonly number[]): number {
  let number = 1
  while (taken.includes(number)) number += 1
  return number
}

/** A role that its holder has just lost, and who could take it. */
export interface Succession {
  variable: string
  code: number
  /** Who held it, and what he answers now, where the form has an answer for that. */
  former: RowPath
  left: number | undefined
  candidates: { key: string; name: string }[]
}

/** The roles that stand empty because the person who held them no longer counts; each needs a successor among those who stay. */
export function successions(editing: Editing): Succession[] {
  const { instrument } = editing.module
  const { people } = instrument.summary
  const persons = editing.rows(people.group)
  const field = groupOf(instrument, people.group).parent?.field
  return (people.heads ?? []).flatMap((role) => {
    const { variable, code, within, former: left } = role
    return persons
      .filter((person) => person[variable] === code && !isActive(instrument, person))
      .flatMap((former): Succession[] => {
        const peers = persons.filter(
          (person) => isActive(instrument, person) && (within === 'record' || (field && person[field] === former[field])),
        )
        const able = peers.filter((person) => mayHold(instrument, role, person, editing.today))
        if (able.length === 0 || peers.some((person) => person[variable] === code)) return []
        const candidates = able.map((person) => ({ key: person.key, name: String(person[people.name] ?? '—') }))
        return [{ variable, code, former: { group: people.group, key: former.key }, left, candidates }]
      })
  })
}

/** Names the successor in every role the former head held and the successor may take; the record's own name follows. */
export function succeed(editing: Editing, open: readonly Succession[], successor: string): void {
  const { people, name } = editing.module.instrument.summary
  const path = { group: people.group, key: successor }
  for (const { variable, code, former, left, candidates } of open) {
    if (!candidates.some(({ key }) => key === successor)) continue
    editing.set(path, variable, code)
    if (left !== undefined) editing.set(former, variable, left)
  }
  const [first] = people.heads ?? []
  const row = editing.row(path)
  const called = row?.[people.name]
  if (first && row?.[first.variable] === first.code && called !== undefined) {
    editing.set({ group: editing.module.instrument.root.name, key: '' }, name, called)
  }
}

/** An empty proposal at a place, with one person to begin with, in a family where the form has those. */
export function newRecord({ instrument: { summary, groups } }: OfflineModule, place: Values): RecordDoc {
  const doc: RecordDoc = { key: uuid(), values: { ...place }, groups: {} }
  const family = groups.find(({ name }) => name === summary.familyGroup)
  const person = groups.find(({ name }) => name === summary.people.group)
  if (person && !person.parent) doc.groups[person.name] = [{ key: uuid() }]
  if (family) {
    const key = uuid()
    doc.groups[family.name] = [{ key, ...(family.identity ? { [family.identity]: 1 } : {}) }]
    if (person?.parent) {
      const number =
        family.identity && person.variables.some(({ name }) => name === family.identity) ? { [family.identity]: 1 } : {}
      doc.groups[person.name] = [{ key: uuid(), [person.parent.field]: key, ...number }]
    }
  }
  return doc
}
