import { formOf } from '#core/plugin'
import type { ChildRow, RecordDoc, Rule, RuleContext } from '#core/plugin'
import { instrument } from '../instrument/index.js'
import { STAYING } from '../outcomes.js'

export const form = formOf(instrument)
export const { about, ageOf, words } = form

/** A rule of the catalogue; unless it says otherwise it looks only at persons who stay on the list. */
export function rule(declaration: Rule): Rule {
  return { outcomes: STAYING, ...declaration }
}

/** The rows of a record's person: one in order, none or several where a file is broken. */
export function persons(record: RecordDoc): readonly ChildRow[] {
  return form.rows(record, 'persons')
}

/** Whether the answer stood in the edition as it is, so that nobody typed it in this period. */
export function isInherited(record: RecordDoc, field: string, { base }: RuleContext): boolean {
  return base?.values[field] !== undefined && base.values[field] === record.values[field]
}
