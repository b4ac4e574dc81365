import { isActive, rowsOf } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc } from '../instrument.js'

/** A role that a person holds alone, and who could take it when he goes. */
export interface HeldRole {
  variable: string
  code: number
  within: 'record' | 'parent'
  candidates: ChildRow[]
}

/** Roles of a person that would stand empty without him, where somebody is left who could take them. */
export function rolesOf(instrument: Instrument, doc: RecordDoc, person: ChildRow): HeldRole[] {
  const { people } = instrument.summary
  const group = instrument.groups.find(({ name }) => name === people.group)
  const field = group?.parent?.field
  if (!isActive(instrument, person)) return []
  return (people.heads ?? []).flatMap(({ variable, code, within }): HeldRole[] => {
    if (person[variable] !== code) return []
    const peers = rowsOf(doc, people.group).filter(
      (other) =>
        other.key !== person.key &&
        isActive(instrument, other) &&
        (within === 'record' || field === undefined || other[field] === person[field]),
    )
    if (!peers.length || peers.some((other) => other[variable] === code)) return []
    return [{ variable, code, within, candidates: peers }]
  })
}

/** Names the successor in a role; where it is the first of the record, the record bears his name. Changes the record. */
export function succeed(
  { summary }: Instrument,
  doc: RecordDoc,
  { variable, code }: Pick<HeldRole, 'variable' | 'code'>,
  successor: string,
): void {
  const { people, name } = summary
  const row = rowsOf(doc, people.group).find(({ key }) => key === successor)
  if (!row) return
  row[variable] = code
  const called = row[people.name]
  if (people.heads?.[0]?.variable === variable && called !== undefined) doc.values[name] = called
}
