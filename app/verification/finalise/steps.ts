import { v7 as uuid } from 'uuid'
import { query, type Tx } from '#services/scope'
import type { FinalisationState } from '#verification/periods/index'
import type { Place } from '#verification/store/index'

/** What is noted of a cycle; beside the states, what brought one back. */
export type StepName = Exclude<FinalisationState, 'open'> | 'failed' | 'returned'

/** One step of the cycle with person, time and, where one was given, the reason. */
export interface Step {
  step: StepName
  reason: string | null
  by: string
  at: Date
}

type Changes = Record<string, string | Date | null>

/**
 * Brings the finalisation to its next state and notes the step. The caller holds the row's lock.
 *
 * @param state of the row from now on
 * @param changes further columns of the row
 */
export async function takeStep(
  tx: Tx,
  { periodId, regency }: Pick<Place, 'periodId' | 'regency'>,
  {
    state,
    step,
    reason = null,
    ...rest
  }: { state: FinalisationState; step: StepName; reason?: string | null; changes?: Changes },
): Promise<void> {
  await tx.trx
    .from('finalisations')
    .where({ period_id: periodId, regency_code: regency })
    .update({ ...rest.changes, state, version: tx.trx.raw('version + 1'), updated_at: tx.now, since: tx.now })
  await tx.trx.table('finalisation_steps').insert({
    ...{ id: uuid(), period_id: periodId, regency_code: regency, step, reason },
    ...{ actor_id: tx.actor.id, actor_name: tx.actor.name, at: tx.now },
  })
}

/** Every step of a cycle, oldest first. */
export function stepsOf(tx: Tx, { periodId, regency }: Pick<Place, 'periodId' | 'regency'>): Promise<Step[]> {
  return query<Step>(
    tx,
    `select step, reason, actor_name as by, at from finalisation_steps where regency_code = ? and period_id = ? order by at, id`,
    [regency, periodId],
  )
}
