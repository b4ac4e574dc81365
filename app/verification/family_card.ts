import { groupOf, rowsOf } from './engine.js'
import type { ChildRow, Instrument, RecordDoc, Value } from './instrument.js'

/** Where the number of a person's family card stands when not with the person himself; null where an instrument has no such place. */
export function familyCardOf(instrument: Instrument): { group: string; variable: string; parent: string } | null {
  const { familyGroup: group, familyCard: variable, people } = instrument.summary
  const parent = groupOf(instrument, people.group).parent
  return group && variable && parent?.group === group ? { group, variable, parent: parent.field } : null
}

/** The number of a person's family card: his own, else that of his family (form, block I.11). */
export function cardOfPerson(instrument: Instrument, doc: RecordDoc, person: ChildRow): Value | undefined {
  const own = person[instrument.summary.people.kk]
  const family = familyCardOf(instrument)
  if (own !== undefined || !family) return own
  return rowsOf(doc, family.group).find(({ key }) => key === person[family.parent])?.[family.variable]
}

/** SQL of the same: `person` is the alias of a person's row, `from` what follows `from` for the family `f`, with its further conditions. */
export function cardOfPersonSql(instrument: Instrument, person: string, from: (group: string) => string): string {
  const own = `${person}.${instrument.summary.people.kk}`
  const family = familyCardOf(instrument)
  if (!family) return own
  return `coalesce(${own}, (select f.${family.variable} from ${from(family.group)} and f.key = ${person}.${family.parent} limit 1))`
}
