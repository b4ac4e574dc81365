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

/**
 * SQL of the same for many persons at once: the column, and a join for what follows `from`.
 *
 * @param family table of the families, and what makes its row `f` one of the person's record
 */
export function joinedCardSql(
  instrument: Instrument,
  person: string,
  family: (group: string) => { table: string; on: string },
): { column: string; join: string } {
  const own = `${person}.${instrument.summary.people.kk}`
  const card = familyCardOf(instrument)
  if (!card) return { column: own, join: '' }
  const { table, on } = family(card.group)
  return {
    column: `coalesce(${own}, f.${card.variable})`,
    join: `left join ${table} f on ${on} and f.key = ${person}.${card.parent}`,
  }
}
