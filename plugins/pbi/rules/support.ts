import { ageOn, isCalendarDate } from '#core/domain'
import { formOf } from '#core/plugin'
import type { ChildRow, FieldPath, Finding, RecordDoc, Rule, RuleContext, Values } from '#core/plugin'
import { instrument } from '../instrument/index.js'
import { STAYING } from '../outcomes.js'

export const form = formOf(instrument)

/** A rule of the catalogue; unless it says otherwise it looks only at persons who stay on the list. */
export function rule(declaration: Rule): Rule {
  return { outcomes: STAYING, ...declaration }
}

export function words(row: Readonly<Values>, name: string): string | undefined {
  const value = row[name]
  return typeof value === 'string' ? value : undefined
}

/** The rows of a record's person: one in order, none or several where a file is broken. */
export function persons(record: RecordDoc): readonly ChildRow[] {
  return form.rows(record, 'persons')
}

/** A finding about answers of the person. */
export function about({ key, ...row }: ChildRow, fields: readonly string[], more: Omit<Finding, 'fields'> = {}): Finding {
  return {
    ...more,
    fields: fields.map((field): FieldPath => ({ group: 'persons', key, field })),
    params: { who: words(row, 'nama') ?? '—', ...more.params },
  }
}

/** Whether the answer stood in the edition as it is, so that nobody typed it in this period. */
export function isInherited(record: RecordDoc, field: string, { base }: RuleContext): boolean {
  if (!base) return false
  if (field in record.values) return base.values[field] === record.values[field]
  return base.groups.persons?.[0]?.[field] === record.groups.persons?.[0]?.[field]
}

/** Age in completed years; undefined where the birth date is missing or none. */
export function ageOf(person: ChildRow, today: string): number | undefined {
  const birth = words(person, 'tgl_lahir')
  return birth && isCalendarDate(birth) && birth <= today ? ageOn(birth, today) : undefined
}
