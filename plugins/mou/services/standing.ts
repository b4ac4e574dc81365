import type { CalendarDate } from '#core/domain'
import type { Tx } from '#core/plugin'
import { stateOf, type State } from '../states.js'
import { todayOf } from './drafts.js'
import { inForceUntil, newestRound, type Round } from './rounds.js'

/** Where a regency stands today. */
export interface StandingToday {
  /** Day of now in the regency. */
  today: CalendarDate
  newest: Round | null
  state: State
  /** Last day of the agreement in force, also while a newer request is examined; null where none is. */
  until: CalendarDate | null
}

export async function standingOf(tx: Tx, regency: string): Promise<StandingToday> {
  const today = await todayOf(tx, regency)
  const newest = await newestRound(tx, regency)
  return { today, newest, state: stateOf(newest, today), until: await inForceUntil(tx, regency, today) }
}
