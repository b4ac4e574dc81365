import { v7 as uuid } from 'uuid'
import { groupOf, isActive, rowsOf } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc, Values } from '../instrument.js'
import { newRowIn, parentOf } from '../review/rows.js'
import { mayHold } from '../may_hold.js'
import { succeed } from '../review/succession.js'
import type { SplitRequest } from './request.js'

/** A record in two: those who stay, with those who moved marked as gone, and those who moved in a record of their own. */
export interface Halves {
  staying: RecordDoc
  leaving: RecordDoc
}

/**
 * Parts a record. Who moved keeps what was answered of him, families their cards; what is asked of a dwelling, of assets and of a business
 * has to be looked at where they live now. Roles that somebody leaves empty pass to another of the same family or record.
 *
 * @param at village and BPS digits of the new place
 */
export function splitDoc(
  instrument: Instrument,
  doc: RecordDoc,
  request: Pick<SplitRequest, 'persons' | 'head' | 'heir' | 'address'>,
  { newKey, at, today }: { newKey: string; at: Values; today: string },
): Halves {
  const { summary } = instrument
  const { people } = summary
  const staying = structuredClone(doc)
  for (const row of rowsOf(staying, people.group)) {
    if (request.persons.includes(row.key)) row[people.presence] = people.movedOut!
  }
  fillRoles(instrument, staying, request.heir, today)
  const leaving: RecordDoc = { key: newKey, values: { ...at, [summary.address]: request.address }, groups: {} }
  const heads = takeAlong(instrument, doc, leaving, request.persons)
  const head = rowsOf(leaving, people.group).find(({ key }) => key === heads.get(request.head))
  const called = head?.[people.name]
  if (called !== undefined) leaving.values[summary.name] = called
  const whole = people.heads?.find(({ within }) => within === 'record')
  // Whoever headed the old record stands beside the chosen head of the new one, by a code that the supervisor corrects.
  for (const row of rowsOf(leaving, people.group)) {
    if (whole && row !== head && row[whole.variable] === whole.code) delete row[whole.variable]
  }
  fillRoles(instrument, leaving, head?.key ?? null, today)
  return { staying, leaving }
}

/** Copies persons with the rows that they hang on, under keys of their own. Gives the new key of each. */
function takeAlong(instrument: Instrument, from: RecordDoc, into: RecordDoc, persons: readonly string[]): Map<string, string> {
  const { people } = instrument.summary
  const group = groupOf(instrument, people.group)
  const parents = parentOf(instrument, group)
  const centre = (name: string) =>
    new Set(groupOf(instrument, name).variables.flatMap((variable) => (variable.readonly ? [variable.name] : [])))
  const copy = (row: ChildRow, left: ReadonlySet<string>): ChildRow =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !left.has(name))) as ChildRow
  const [families, keys] = [new Map<string, string>(), new Map<string, string>()]
  for (const row of rowsOf(from, people.group).filter(({ key }) => persons.includes(key))) {
    const old = group.parent ? String(row[group.parent.field] ?? '') : ''
    const family = parents && rowsOf(from, parents.name).find(({ key }) => key === old)
    if (parents && family && !families.has(old)) {
      families.set(old, uuid())
      const left = new Set([...centre(parents.name), ...(parents.identity ? [parents.identity] : [])])
      newRowIn(instrument, into, parents, families.get(old)!, undefined, copy(family, left))
    }
    keys.set(row.key, uuid())
    const made = newRowIn(instrument, into, group, keys.get(row.key)!, families.get(old), copy(row, centre(people.group)))
    made[people.presence] = people.active[0]!
  }
  return keys
}

/** Gives each role that nobody holds to the preferred person where he may take it, else to the first who may. */
function fillRoles(instrument: Instrument, doc: RecordDoc, preferred: string | null, today: string): void {
  const { people } = instrument.summary
  const field = groupOf(instrument, people.group).parent?.field
  const active = rowsOf(doc, people.group).filter((row) => isActive(instrument, row))
  for (const head of people.heads ?? []) {
    const peers =
      head.within === 'record' || field === undefined ? [active] : [...Map.groupBy(active, (row) => row[field]).values()]
    for (const those of peers) {
      const able = those.filter((row) => mayHold(instrument, head, row, today))
      const chosen = able.find(({ key }) => key === preferred) ?? able[0]
      const held = those.some((row) => row[head.variable] === head.code)
      if (chosen && !held) succeed(instrument, doc, head, chosen.key)
    }
  }
}
