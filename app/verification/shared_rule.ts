import { activePeople } from './engine.js'
import type { ChildRow, Instrument, RecordDoc } from './instrument.js'
import { peopleOf } from './people_of.js'
import type { Finding, Rule, RuleContext } from './rules.js'

/** Its code and source are a module's own; whatever else it says replaces what is common, message by message. */
export type Own = Pick<Rule, 'code' | 'source'> & Partial<Rule>

/** A rule that waits for the code of a module. */
export const as =
  (common: Omit<Rule, 'code' | 'source'>) =>
  (own: Own): Rule => ({ ...common, ...own, messages: { ...common.messages, ...own.messages } })

/** The persons of an instrument, and `each`: a check that looks at every one who is a member. */
export function personsOf(instrument: Instrument) {
  const each = (look: (person: ChildRow, record: RecordDoc, context: RuleContext) => Finding[]) => ({
    check: (record: RecordDoc, context: RuleContext) =>
      activePeople(instrument, record).flatMap((person) => look(person, record, context)),
  })
  return { people: instrument.summary.people, ...peopleOf(instrument), each }
}
