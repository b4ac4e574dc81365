import { ageOn, isCalendarDate } from '#domain/calendar_date'
import type { ChildRow, Instrument, Values } from './instrument.js'
import type { Finding, RuleContext } from './rules.js'

export function words(row: Readonly<Values>, name: string): string | undefined {
  const value = row[name]
  return typeof value === 'string' ? value : undefined
}

/** What rules say and ask of the persons of a record, whatever the instrument calls their answers. */
export function peopleOf({ summary: { people } }: Instrument) {
  return {
    /** The answer where it is a text. */
    words,
    /** A finding about answers of one person, whom the message names. */
    about: (person: ChildRow, fields: readonly string[], more: Omit<Finding, 'fields'> = {}): Finding => ({
      ...more,
      fields: fields.map((field) => ({ group: people.group, key: person.key, field })),
      params: { who: words(person, people.name) ?? '—', ...more.params },
    }),
    /** Whether the person stood in the edition with this very answer, so that nobody typed it in this period. */
    isInherited: (person: ChildRow, field: string, { base }: RuleContext): boolean => {
      const before = base?.groups[people.group]?.find(({ key }) => key === person.key)
      return before !== undefined && before[field] === person[field]
    },
    /** Age in completed years on a day; undefined where the birth date is missing, none, or later. */
    ageOf: (person: ChildRow, on: string): number | undefined => {
      const birth = words(person, people.birthDate)
      return birth && isCalendarDate(birth) && birth <= on ? ageOn(birth, on) : undefined
    },
  }
}
