import { groupOf, isActive, rowsOf } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup } from '../instrument.js'
import { dropRows, hangingOn, moveRow, parentOf, renumber } from './rows.js'
import { mayHold } from '../may_hold.js'
import { rolesOf, succeed } from './succession.js'

/** One act on the rows of a record. */
export type StructureAct =
  /** A person does not count any more: died, moved, never lived here. */
  | { type: 'gone'; row: string; presence: number; heirs: Heirs }
  /** A row goes to another one of its record, or to a new one. */
  | { type: 'move'; group: string; row: string; to: string; role: number | null; heirs: Heirs }
  /** A row is taken out; what hangs on it goes to `to`, or with it where nothing else is possible. */
  | { type: 'remove'; group: string; row: string; to: string | null }
  /** Somebody else takes a role from its holder, who stays with another code. */
  | { type: 'head'; variable: string; to: string; role: number | null }

/** Successors by the role's variable. */
export type Heirs = Readonly<Record<string, string>>

export type ActFault = 'row' | 'presence' | 'heir' | 'place' | 'register' | 'role'

/** Why an act cannot be done, and the input it is about. */
export class ActRefused extends Error {
  constructor(
    readonly fault: ActFault,
    readonly input: string | null = null,
  ) {
    super(fault)
  }
}

/**
 * The record after an act, in one step with all that must follow: successors named, rows renumbered. Nothing else is put right by itself.
 * An act that was done already leaves the record as it is.
 *
 * @param today the day by which successors are judged old enough
 * @param base the record as the edition has it, whose persons are never taken out but marked
 * @throws ActRefused
 */
export function restructure(
  instrument: Instrument,
  doc: RecordDoc,
  act: StructureAct,
  base: RecordDoc | null,
  today: string,
): RecordDoc {
  const result = structuredClone(doc)
  if (act.type === 'gone') goes(instrument, result, act, today)
  else if (act.type === 'move') moves(instrument, result, act, today)
  else if (act.type === 'remove') leaves(instrument, result, act, base)
  else heads(instrument, result, act, today)
  return result
}

function goes(
  instrument: Instrument,
  doc: RecordDoc,
  { row: key, presence, heirs }: Extract<StructureAct, { type: 'gone' }>,
  today: string,
) {
  const { people } = instrument.summary
  const person = found(doc, people.group, key)
  const codes = groupOf(instrument, people.group).variables.find(({ name }) => name === people.presence)?.codes ?? []
  if (people.active.includes(presence) || !codes.some(({ code }) => code === presence))
    throw new ActRefused('presence', 'keberadaan')
  const roles = rolesOf(instrument, doc, person, today)
  person[people.presence] = presence
  inherit(instrument, doc, roles, heirs)
}

function moves(instrument: Instrument, doc: RecordDoc, act: Extract<StructureAct, { type: 'move' }>, today: string) {
  const group = groupNamed(instrument, act.group)
  const row = found(doc, act.group, act.row)
  const parents = parentOf(instrument, group)
  if (!group.parent || !parents) throw new ActRefused('place', 'ke')
  const isKnown = rowsOf(doc, parents.name).some(({ key }) => key === act.to)
  if (!isKnown && !(act.to.startsWith('+') && parents.identity)) throw new ActRefused('place', 'ke')
  if (row[group.parent.field] === act.to) return
  const { people } = instrument.summary
  const left = group.name === people.group ? rolesOf(instrument, doc, row, today).filter(({ within }) => within === 'parent') : []
  moveRow(instrument, doc, group, row, act.to)
  inherit(instrument, doc, left, act.heirs)
  const own = people.heads?.find(({ within }) => within === 'parent')
  if (!own || group.name !== people.group || act.role === null) return
  if (!codesOf(group, own.variable).includes(act.role)) throw new ActRefused('role', 'hubungan')
  row[own.variable] = act.role
}

function leaves(instrument: Instrument, doc: RecordDoc, act: Extract<StructureAct, { type: 'remove' }>, base: RecordDoc | null) {
  const group = groupNamed(instrument, act.group)
  const row = rowsOf(doc, act.group).find(({ key }) => key === act.row)
  if (!row) return
  if (!isRemovable(instrument, doc, { group: act.group, key: act.row }, base)) throw new ActRefused('register')
  const held = hangingOn(instrument, doc, { group: act.group, key: act.row })
  if (held.length && group.identity) {
    const to = rowsOf(doc, act.group).find(({ key }) => key === act.to && key !== act.row)
    if (!to) throw new ActRefused('place', 'ke')
    for (const { group: name, row: child } of held) {
      const own = groupOf(instrument, name)
      if (own.parent?.group === act.group) moveRow(instrument, doc, own, child, to.key)
    }
    dropRows(doc, [{ group: act.group, key: act.row }])
  } else {
    dropRows(doc, [...held.map(({ group: name, row: { key } }) => ({ group: name, key })), { group: act.group, key: act.row }])
  }
  closeGap(instrument, doc, group, row)
}

function heads(
  instrument: Instrument,
  doc: RecordDoc,
  { variable, to, role }: Extract<StructureAct, { type: 'head' }>,
  today: string,
) {
  const { people } = instrument.summary
  const head = people.heads?.find((one) => one.variable === variable)
  const group = groupOf(instrument, people.group)
  const heir = rowsOf(doc, people.group).find(({ key }) => key === to)
  if (!head || !heir || !isActive(instrument, heir)) throw new ActRefused('heir', 'ke')
  if (heir[variable] === head.code) return
  if (!mayHold(instrument, head, heir, today)) throw new ActRefused('heir', 'ke')
  const field = group.parent?.field
  const holders = rowsOf(doc, people.group).filter(
    (one) => one[variable] === head.code && (head.within === 'record' || field === undefined || one[field] === heir[field]),
  )
  const staying = holders.filter((one) => isActive(instrument, one))
  if (staying.length && (role === null || role === head.code || !codesOf(group, variable).includes(role))) {
    throw new ActRefused('role', 'hubungan')
  }
  for (const holder of staying) holder[variable] = role!
  succeed(instrument, doc, head, to)
}

/** Whether a row may be taken out: a person whom the edition knows keeps his row with a reason, and with him whatever he hangs on. */
export function isRemovable(
  instrument: Instrument,
  doc: RecordDoc,
  of: { group: string; key: string },
  base: RecordDoc | null,
): boolean {
  const { people } = instrument.summary
  const group = groupOf(instrument, of.group)
  if (group.identity) return rowsOf(doc, of.group).length > 1
  const isRegistered = (name: string, key: string) =>
    name === people.group && base !== null && rowsOf(base, name).some((row) => row.key === key)
  return ![{ group: of.group, row: { key: of.key } }, ...hangingOn(instrument, doc, of)].some(({ group: name, row }) =>
    isRegistered(name, row.key),
  )
}

function inherit(instrument: Instrument, doc: RecordDoc, roles: ReturnType<typeof rolesOf>, heirs: Heirs) {
  for (const role of roles) {
    const heir = role.candidates.find(({ key }) => key === heirs[role.variable])
    if (!heir) throw new ActRefused('heir', `pengganti-${role.variable}`)
    succeed(instrument, doc, role, heir.key)
  }
}

/** The numbers above that of a row which went move down by one. */
function closeGap(instrument: Instrument, doc: RecordDoc, group: RowGroup, gone: ChildRow) {
  const { identity } = group
  const number = identity && gone[identity]
  if (!identity || typeof number !== 'number') return
  const above = rowsOf(doc, group.name).filter((row) => typeof row[identity] === 'number' && row[identity] > number)
  for (const row of above.sort((a, b) => Number(a[identity]) - Number(b[identity]))) {
    const before = row[identity]
    row[identity] = Number(before) - 1
    renumber(instrument, doc, group, row, before)
  }
}

function codesOf(group: RowGroup, variable: string): number[] {
  return group.variables.find(({ name }) => name === variable)?.codes?.map(({ code }) => code) ?? []
}

/** The rows that a form names; of a name that is none there is no row. */
function groupNamed({ groups }: Instrument, name: string): RowGroup {
  const group = groups.find((one) => one.name === name)
  if (!group) throw new ActRefused('row')
  return group
}

function found(doc: RecordDoc, group: string, key: string): ChildRow {
  const row = rowsOf(doc, group).find((one) => one.key === key)
  if (!row) throw new ActRefused('row')
  return row
}
