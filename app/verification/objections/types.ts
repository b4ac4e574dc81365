/**
 * What is objected to:
 *
 * - `removal`  the record was taken off the list, or is about to be: while it is open its place is held
 * - `refusal`  a proposal that was turned down
 * - `listing`  somebody is on the list who should not be
 * - `data`     what the list says of the record
 */
export const ABOUTS = ['removal', 'refusal', 'listing', 'data'] as const
export type About = (typeof ABOUTS)[number]

export const OBJECTORS = ['person', 'village'] as const
export type Objector = (typeof OBJECTORS)[number]

const OBJECTION_STATES = ['open', 'granted', 'dismissed', 'withdrawn'] as const
export type ObjectionState = (typeof OBJECTION_STATES)[number]

/**
 * What came of a granted objection in the register: `done`, `waiting` for the next period, or `none` where it is for a person to follow up
 * (an objection to a listing or to data).
 */
export type Restoration = 'done' | 'waiting' | 'none'

export interface Objection {
  id: string
  regency: string
  /** `SGH-3371-2026-0007` */
  receipt: string
  module: string
  periodId: string
  periodName: string
  recordKey: string
  about: About
  /** Outcome of the record when it was objected to. */
  outcome: string
  /** Name of the record. */
  subject: string
  village: string
  objector: Objector
  objectorName: string
  /** Relation to the family, or office in the village. */
  objectorRole: string | null
  phone: string | null
  /** Dates as `YYYY-MM-DD`. */
  objectedOn: string
  reason: string
  scanFileId: string | null
  dueOn: string
  registeredByName: string
  registeredAt: Date
  state: ObjectionState
  decidedByName: string | null
  decidedAt: Date | null
  decidedOn: string | null
  decision: string | null
  restoration: Restoration | null
  restoredPeriod: string | null
  restoredAt: Date | null
  answerFileId: string | null
}
