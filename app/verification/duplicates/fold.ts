import type { DoublesDeclaration } from '../contribution.js'
import { canonicalDoc } from '../canonical.js'
import { activePeople, applies, groupOf, isActive, rowsOf } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Values } from '../instrument.js'

/** Where rows of one record stand in another: key there by key here, by group. */
export type Paths = Record<string, Record<string, string>>

export interface Folding {
  doc: RecordDoc
  /** Rows of the record that gave way, with the keys under which they are found in the one that stays. */
  paths: Paths
}

/**
 * One record out of two of the same household. What the one that stays says is kept; its empty answers are filled from the other as far
 * as its skip rules ask them, programmes of either stand, and persons whom it does not know come over with their keys, families and
 * businesses. Pure; neither record is changed.
 *
 * @param matches persons of the record that gives way by key, with whom they are in the one that stays
 */
export function fold(
  { instrument, doubles }: { instrument: Instrument; doubles: DoublesDeclaration },
  stays: RecordDoc,
  gives: RecordDoc,
  matches: ReadonlyMap<string, string>,
): Folding {
  const { people, familyGroup } = instrument.summary
  const programmes = new Set(doubles.programmes)
  const doc: RecordDoc = structuredClone(stays)
  const paths: Paths = {}
  fill(instrument.root, doc.values, gives.values, doc.values, programmes)
  for (const group of instrument.groups) {
    const rows = [...rowsOf(doc, group.name)]
    const before = new Map(rows.map((row) => [row.key, row]))
    const known = new Set(group.parent ? rows.map((row) => String(row[group.parent!.field])) : [])
    const path: Record<string, string> = (paths[group.name] = {})
    for (const row of rowsOf(gives, group.name)) {
      const twin = twinOf(group, row)
      const own = twin === undefined ? undefined : before.get(twin)
      if (own) {
        path[row.key] = own.key
        fill(group, own, row, doc.values, programmes)
        continue
      }
      const parent = group.parent && paths[group.parent.group]?.[String(row[group.parent.field])]
      if (group.parent && parent === undefined) continue
      if (group.name === people.group && !isActive(instrument, row)) continue
      // What a person on both sides owns is told by the record that stays.
      if (group.parent?.group === people.group && known.has(parent!)) continue
      rows.push(moved(group, row, parent, rows))
      path[row.key] = row.key
    }
    if (rows.length > 0) doc.groups[group.name] = rows
  }
  recount(instrument, doubles, doc)
  return { doc: canonicalDoc(doc), paths }

  /** The row of the record that stays that is the same as this one. */
  function twinOf(group: RowGroup, row: ChildRow): string | undefined {
    if (rowsOf(stays, group.name).some(({ key }) => key === row.key)) return row.key
    if (group.name === people.group) return matches.get(row.key)
    if (group.name !== familyGroup) return undefined
    const field = groupOf(instrument, people.group).parent?.field
    const member = field && rowsOf(gives, people.group).find((person) => person[field] === row.key && matches.has(person.key))
    const kin = member && rowsOf(stays, people.group).find(({ key }) => key === matches.get(member.key))
    return kin && String(kin[field!])
  }

  function moved(group: RowGroup, row: ChildRow, parent: string | undefined, rows: readonly ChildRow[]): ChildRow {
    const come: ChildRow = { ...row, ...(group.parent ? { [group.parent.field]: parent! } : {}) }
    if (group.identity) come[group.identity] = freeNumber(group.identity, row, rows)
    if (group.name === people.group && familyGroup) joinFamily(come, rows)
    return come
  }

  /** A person who comes into a family bears its number, and its card where somebody of it has one. */
  function joinFamily(person: ChildRow, others: readonly ChildRow[]) {
    const { parent, variables } = groupOf(instrument, people.group)
    const { identity } = groupOf(instrument, familyGroup!)
    const home = rowsOf(doc, familyGroup!).find(({ key }) => key === person[parent!.field])
    if (!home) return
    const number = identity && home[identity]
    if (number !== undefined && variables.some(({ name }) => name === identity)) person[identity!] = number
    const card = others.find((other) => other[parent!.field] === home.key && other[people.kk] !== undefined)?.[people.kk]
    if (card !== undefined) person[people.kk] = card
  }
}

/** A number that no row of the group has: the row's own where it is free, else the next. */
function freeNumber(identity: string, row: ChildRow, rows: readonly ChildRow[]) {
  const taken = rows.map((other) => other[identity]).filter((value) => typeof value === 'number')
  const own = row[identity]
  return typeof own === 'number' && !taken.includes(own) ? own : Math.max(0, ...taken) + 1
}

function fill(group: RowGroup, own: Values, other: Values, root: Values, programmes: ReadonlySet<string>) {
  for (const { name, yesNo } of group.variables) {
    if (programmes.has(name) && yesNo && other[name] === yesNo.yes) own[name] = yesNo.yes
  }
  for (const variable of group.variables) {
    const { name, readonly } = variable
    if (!readonly && own[name] === undefined && other[name] !== undefined && applies(variable, own, root)) own[name] = other[name]
  }
}

function recount(instrument: Instrument, { counts = {} }: DoublesDeclaration, doc: RecordDoc) {
  for (const [variable, group] of Object.entries(counts)) {
    const rows = group === instrument.summary.people.group ? activePeople(instrument, doc) : rowsOf(doc, group)
    doc.values[variable] = rows.length
  }
}
