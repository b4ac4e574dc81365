import { addDays, type CalendarDate } from '#core/domain'

/** Where a regency stands, as its newest round tells it and the calendar of its zone. */
export const STATES = ['not_uploaded', 'waiting', 'returned', 'approved', 'expired'] as const
export type State = (typeof STATES)[number]

/** So many days before its last day a supervisor is reminded of an agreement. */
export const REMIND_DAYS = 60

/** How long a reviewer keeps a request that he took, in milliseconds; then others may take it. */
export const HELD_MS = 30 * 60_000

/** What may become of a round; a waiting one is withdrawn by its regency, an approval is revoked by DitJen PFM. */
export type RoundState = 'waiting' | 'approved' | 'returned' | 'withdrawn' | 'revoked'

interface Dated {
  state: RoundState
  validUntil: CalendarDate
}

/** @param today in the regency's zone; the last day itself still counts */
export function stateOf(newest: Dated | null, today: CalendarDate): State {
  if (!newest) return 'not_uploaded'
  if (newest.state === 'waiting') return 'waiting'
  if (newest.state !== 'approved') return 'returned'
  return newest.validUntil < today ? 'expired' : 'approved'
}

export function endsSoon(validUntil: CalendarDate, today: CalendarDate): boolean {
  return validUntil >= today && validUntil <= addDays(today, REMIND_DAYS)
}

interface Look {
  tone: 'neutral' | 'info' | 'good' | 'warn' | 'bad'
  icon: string
}

/** Look of each state, for the badge: word and icon beside the colour. */
export const LOOKS: Record<State, Look> = {
  not_uploaded: { tone: 'neutral', icon: 'circle-dashed' },
  waiting: { tone: 'info', icon: 'hourglass' },
  returned: { tone: 'warn', icon: 'arrow-back-up' },
  approved: { tone: 'good', icon: 'circle-check' },
  expired: { tone: 'bad', icon: 'circle-x' },
}

/** Look of a regency where the module is switched off. */
export const OFF: Look = { tone: 'neutral', icon: 'ban' }
