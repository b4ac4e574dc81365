import type { Objection } from './types.js'

/** An objection as commands print it; the objector's telephone stays out. */
export interface ToldObjection {
  id: string
  receipt: string
  module: string
  key: string
  about: string
  outcome: string
  village: string
  objector: string
  objected_on: string
  due_on: string
  state: string
  decided_by: string | null
  decided_on: string | null
  decision: string | null
  restoration: string | null
  restored_period: string | null
}

export function toldObjection(one: Objection): ToldObjection {
  const { id, receipt, module, recordKey: key, about, outcome, village, objector, state, decision, restoration } = one
  return {
    ...{ id, receipt, module, key, about, outcome, village, objector, objected_on: one.objectedOn, due_on: one.dueOn, state },
    ...{ decided_by: one.decidedByName, decided_on: one.decidedOn, decision, restoration, restored_period: one.restoredPeriod },
  }
}
