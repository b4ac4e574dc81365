import {
  activity,
  NotFound,
  query,
  records,
  regions,
  scope,
  type MoveEffect,
  type Scope,
  type Tx,
  type UndoEffect,
} from '#core/plugin'
import { formatMoment, saysWhy } from '#core/domain'
import { alreadyDone, alreadyUndone, discarded, notDone, reasonless, REASON_LENGTH } from '../errors.js'
import { findPlan, originOf, type KeptEffect, type Plan } from './plans.js'

export interface RunOrder {
  id: string
  reason: string
  /** Token of the effect that the person saw; absent = whatever stands now. */
  token?: string
}

/**
 * Runs a plan: everything moves in one transaction, or nothing. Sent twice it moves once.
 *
 * @throws Refused `E_RELOCATION_REASON`, `E_RELOCATION_DONE`, `E_RELOCATION_DISCARDED`; what `records.moves.apply` refuses
 */
export async function runPlan(of: Scope, regency: string, { id, reason, token }: RunOrder): Promise<MoveEffect> {
  const why = reasonOf(reason)
  const plan = await planOf(of, regency, id)
  return records.moves.apply(of, regency, {
    request: plan.request,
    order: { id, reason: why, ...(token === undefined ? {} : { token }) },
    before: (tx) => assertWaiting(tx, regency, id),
    along: async (tx, effect) => {
      const { examples: _examples, token: _token, unknown: _unknown, ...kept }: MoveEffect = effect
      await query(
        tx,
        `update relocation_moves set state = 'done', from_village = :from, reason = :why, done_by_name = :by, done_at = :at, effect = cast(:effect as jsonb)
         where regency_code = :regency and id = :id`,
        {
          ...{ why, by: tx.actor.name, at: tx.now, regency, id },
          ...{ from: originOf(plan, effect), effect: JSON.stringify(kept satisfies KeptEffect) },
        },
      )
      const lead = leadOf(plan, effect)
      await activity(tx, {
        ...{ action: 'relocation.moved', regency, object: { type: 'relocation.move', id } },
        data: { records: lead?.records ?? 0, persons: lead?.persons ?? 0, villages: effect.villages.length },
      })
      return effect
    },
  })
}

/**
 * Takes a move back, as far as nobody moved the records again.
 *
 * @throws Refused `E_RELOCATION_REASON`, `E_RELOCATION_NOT_DONE`, `E_RELOCATION_UNDONE`; what `records.moves.undo` refuses
 */
export async function undoPlan(of: Scope, regency: string, { id, reason }: { id: string; reason: string }): Promise<UndoEffect> {
  const why = reasonOf(reason)
  await planOf(of, regency, id)
  return records.moves.undo(of, regency, {
    ...{ id, reason: why },
    before: (tx) => assertDone(tx, regency, id),
    along: async (tx, effect) => {
      await query(
        tx,
        `update relocation_moves set state = 'undone', undone_by_name = :by, undone_at = :at, undone_reason = :why,
           undone_effect = cast(:effect as jsonb) where regency_code = :regency and id = :id`,
        { by: tx.actor.name, at: tx.now, why, effect: JSON.stringify(withoutNames(effect)), regency, id },
      )
      await activity(tx, {
        ...{ action: 'relocation.undone', regency, object: { type: 'relocation.move', id } },
        data: { restored: effect.restored, blocked: effect.blocked.length },
      })
      return effect
    },
  })
}

/**
 * Throws a plan away that nobody ran.
 *
 * @throws Refused `E_RELOCATION_DONE`, `E_RELOCATION_DISCARDED` for the second of two people
 */
export async function discardPlan(tx: Tx, regency: string, id: string): Promise<void> {
  await assertWaiting(tx, regency, id)
  await query(tx, `update relocation_moves set state = 'discarded' where regency_code = ? and id = ?`, [regency, id])
  await activity(tx, { action: 'relocation.discarded', regency, object: { type: 'relocation.move', id } })
}

/** The module that the move was chosen by: of an area the first that has something there. */
function leadOf({ request }: Plan, { modules }: MoveEffect): MoveEffect['modules'][number] | undefined {
  return modules.find(({ module, records: count }) => (request.kind === 'area' ? count > 0 : module === request.module))
}

function withoutNames(effect: UndoEffect): UndoEffect {
  return { ...effect, blocked: effect.blocked.slice(0, 200).map((row) => ({ ...row, name: null })) }
}

/** @throws NotFound */
async function planOf(of: Scope, regency: string, id: string): Promise<Plan> {
  const plan = await scope.run(of, (tx) => findPlan(tx, regency, id))
  if (!plan) throw new NotFound()
  return plan
}

async function assertWaiting(tx: Tx, regency: string, id: string): Promise<void> {
  const plan = await findPlan(tx, regency, id, { lock: true })
  if (plan?.state === 'discarded') throw discarded()
  if (plan?.doneAt) throw alreadyDone(plan.doneByName ?? '', await momentIn(regency, plan.doneAt))
}

async function assertDone(tx: Tx, regency: string, id: string): Promise<void> {
  const plan = await findPlan(tx, regency, id, { lock: true })
  if (plan?.undoneAt) throw alreadyUndone(plan.undoneByName ?? '', await momentIn(regency, plan.undoneAt))
  if (plan?.state !== 'done') throw notDone()
}

async function momentIn(regency: string, at: Date): Promise<string> {
  return formatMoment(await regions.zone(regency), at)
}

/** @throws Refused `E_RELOCATION_REASON` */
export function reasonOf(reason: string): string {
  const why = reason.trim().slice(0, REASON_LENGTH.max)
  if (!saysWhy(why, REASON_LENGTH.min)) throw reasonless()
  return why
}
