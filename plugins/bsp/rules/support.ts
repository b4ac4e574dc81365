import { ageOn, isCalendarDate } from '#core/domain'
import { formOf } from '#core/plugin'
import type { ChildRow, FieldPath, Finding, RecordDoc, Rule, RuleContext, Values } from '#core/plugin'
import { instrument } from '../instrument/index.js'
import { STAYING } from '../outcomes.js'

export const form = formOf(instrument)

/** A rule of the catalogue; unless it says otherwise it looks only at families that stay on the list. */
export function rule(declaration: Rule): Rule {
  return { outcomes: STAYING, ...declaration }
}

export function words(row: Readonly<Values>, name: string): string | undefined {
  const value = row[name]
  return typeof value === 'string' ? value : undefined
}

export function memberField(member: ChildRow, field: string): FieldPath {
  return { group: 'members', key: member.key, field }
}

/** A finding about answers of one member. */
export function about(member: ChildRow, fields: readonly string[], more: Omit<Finding, 'fields'> = {}): Finding {
  return {
    ...more,
    fields: fields.map((field) => memberField(member, field)),
    params: { who: words(member, 'nama') ?? '—', ...more.params },
  }
}

/** Whether the member stood in the edition with this very answer, so that nobody typed it in this period. */
export function isInherited(member: ChildRow, field: string, { base }: RuleContext): boolean {
  const before = base?.groups.members?.find(({ key }) => key === member.key)
  return before !== undefined && before[field] === member[field]
}

/** All who are marked as holding the card, whether they still count as members or not. */
export function holders(record: RecordDoc): ChildRow[] {
  return form.rows(record, 'members').filter(({ pengurus }) => pengurus === 1)
}

/** Age in completed years; undefined where the birth date is missing or none. */
export function ageOf(member: ChildRow, today: string): number | undefined {
  const birth = words(member, 'tgl_lahir')
  return birth && isCalendarDate(birth) && birth <= today ? ageOn(birth, today) : undefined
}
