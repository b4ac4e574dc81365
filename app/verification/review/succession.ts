import { isActive, rowsOf } from '../engine.js'
import { mayHold } from '../may_hold.js'
import type { ChildRow, Instrument, RecordDoc } from '../instrument.js'

/** A role that a person holds alone, and who could take it when he goes. */
export interface HeldRole {
  variable: string
  code: number
  within: 'record' | 'parent'
  candidates: ChildRow[]
}

/** Roles of a person that would stand empty without him, where somebody is left who could take them. */
export function rolesOf(instrument: Instrument, doc: RecordDoc, person: ChildRow, today: string): HeldRole[] {
  const { people } = instrument.summary
  const group = instrument.groups.find(({ name }) => name === people.group)
  const field = group?.parent?.field
  if (!isActive(instrument, person)) return []
  return (people.heads ?? []).flatMap((role): HeldRole[] => {
    const { variable, code, within } = role
    if (person[variable] !== code) return []
    const peers = rowsOf(doc, people.group).filter(
      (other) =>
        other.key !== person.key &&
        isActive(instrument, other) &&
        (within === 'record' || field === undefined || other[field] === person[field]),
    )
    const candidates = peers.filter((other) => mayHold(instrument, role, other, today))
    if (!candidates.length || peers.some((other) => other[variable] === code)) return []
    return [{ variable, code, within, candidates }]
  })
}

/**
 * Names the successor in a role; where it is the first of the record, the record bears his name. Who held it and is gone answers that he
 * holds it no longer, where the form has an answer for that. Changes the record.
 */
export function succeed(
  instrument: Instrument,
  doc: RecordDoc,
  { variable, code }: Pick<HeldRole, 'variable' | 'code'>,
  successor: string,
): void {
  const { people, name } = instrument.summary
  const persons = rowsOf(doc, people.group)
  const row = persons.find(({ key }) => key === successor)
  if (!row) return
  const { former, within } = people.heads?.find((head) => head.variable === variable) ?? {}
  const field = within === 'parent' ? instrument.groups.find((group) => group.name === people.group)?.parent?.field : undefined
  for (const other of persons) {
    const held = other[variable] === code && (field === undefined || other[field] === row[field])
    if (former !== undefined && held && !isActive(instrument, other)) other[variable] = former
  }
  row[variable] = code
  const called = row[people.name]
  if (people.heads?.[0]?.variable === variable && called !== undefined) doc.values[name] = called
}
