import { formOf } from '#core/plugin'
import type { ChildRow, FieldPath, RecordDoc, Rule } from '#core/plugin'
import { instrument } from '../instrument/index.js'
import { STAYING } from '../outcomes.js'

export const form = formOf(instrument)
export const { about, ageOf, words } = form

/** A rule of the catalogue; unless it says otherwise it looks only at families that stay on the list. */
export function rule(declaration: Rule): Rule {
  return { outcomes: STAYING, ...declaration }
}

export function memberField(member: ChildRow, field: string): FieldPath {
  return { group: 'members', key: member.key, field }
}

/** All who are marked as holding the card, whether they still count as members or not. */
export function holders(record: RecordDoc): ChildRow[] {
  return form.rows(record, 'members').filter(({ pengurus }) => pengurus === 1)
}
