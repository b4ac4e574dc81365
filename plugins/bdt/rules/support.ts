import { isCalendarDate } from '#core/domain'
import { formOf } from '#core/plugin'
import type { ChildRow, FieldPath, RecordDoc, Rule, RuleContext, Values } from '#core/plugin'
import { instrument } from '../instrument/index.js'
import { STAYING } from '../outcomes.js'

export const form = formOf(instrument)
export const { about, words } = form

/** A rule of the catalogue; unless it says otherwise it looks only at households whose values stay in the result. */
export function rule(declaration: Rule): Rule {
  return { outcomes: STAYING, ...declaration }
}

export function number(row: Readonly<Values>, name: string): number | undefined {
  const value = row[name]
  return typeof value === 'number' ? value : undefined
}

export function memberField(member: ChildRow, field: string): FieldPath {
  return { group: 'members', key: member.key, field }
}

/** How a message names a person. */
export function nameOf(member: ChildRow): string {
  return words(member, 'nama') ?? '—'
}

/** The day the answers are about: the visit, where its date is plausible, else today. */
export function visitDate(record: RecordDoc, { today }: RuleContext): string {
  const date = words(record.values, 'tanggal_verivali')
  return date && isCalendarDate(date) && date <= today ? date : today
}

/** Age in completed years on a day: from the birth date, else as stated on the form. */
export function ageOf(member: ChildRow, on: string): number | undefined {
  return form.ageOf(member, on) ?? number(member, 'umur')
}

/** The member who heads the household, if exactly one does. */
export function headOf(record: RecordDoc): ChildRow | undefined {
  const heads = form.active(record).filter((member) => member.hub_krt === 1)
  return heads.length === 1 ? heads[0] : undefined
}
