import { papers, type Text, type Tx } from '#core/plugin'
import type { CalendarDate } from '#core/domain'
import { FIELD_NAMES, fieldOf, type FieldName } from '../fields.js'
import { endsSoon, LOOKS, stateOf, type State } from '../states.js'
import { draftOf, todayOf, type Draft } from './drafts.js'
import { inForceUntil, roundsOf, type Round } from './rounds.js'

/** A fact of two rounds, as the comparison shows it. */
export interface Compared {
  field: FieldName
  before: string | null
  after: string | null
  change: 'same' | 'changed' | 'added' | 'removed'
}

/** Everything about the request of one regency. */
export interface Situation {
  today: CalendarDate
  state: State
  look: (typeof LOOKS)[State]
  /** Every round, the newest first. */
  rounds: Round[]
  /** Last day of the agreement in force; null where none is. */
  until: string | null
  endsSoon: boolean
  /** The form, or null while a request waits. */
  draft: Draft | null
  /** Fields of Profil Pengesahan without which the blank papers cannot be made. */
  missing: Text[]
}

export async function situationOf(tx: Tx, regency: string): Promise<Situation> {
  const today = await todayOf(tx, regency)
  const rounds = await roundsOf(tx, regency)
  const state = stateOf(rounds[0] ?? null, today)
  const until = await inForceUntil(tx, regency, today)
  return {
    ...{ today, state, look: LOOKS[state], rounds, until, endsSoon: until !== null && endsSoon(until, today) },
    draft: state === 'waiting' ? null : await draftOf(tx, regency),
    missing: await papers.missing(tx, regency),
  }
}

/** The facts of a round beside those of the one before it. */
export function compare(before: Round, after: Round): Compared[] {
  return FIELD_NAMES.map((field) => {
    const [was, is] = [before.facts[field] ?? null, after.facts[field] ?? null]
    const change = was === is ? 'same' : was === null ? 'added' : is === null ? 'removed' : 'changed'
    return { field, before: was, after: is, change }
  })
}

/** Labels of the fields in the reader's language, by name. */
export function labelsIn(locale: keyof Text): Record<FieldName, string> {
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, fieldOf(name).label[locale]])) as Record<FieldName, string>
}
