import { saysWhy } from '#core/domain'
import { query, type Tx } from '#core/plugin'
import { notInForce, notWaiting, REASON_LENGTH, reasonless } from '../errors.js'
import { todayOf } from './drafts.js'
import { agreementsOf, roundById, type Round } from './rounds.js'
import { record, tellBoth } from './told.js'

/**
 * Takes a waiting request back, so that its regency can correct it; all of it stands in the form again, and the round keeps the reason.
 *
 * @returns null for a request that does not exist within the scope
 * @throws Refused `E_MOU_NOT_WAITING`, `E_MOU_REASON`
 */
export async function withdrawRound(tx: Tx, id: string, reason: string): Promise<Round | null> {
  const round = await roundById(tx, id, true)
  if (!round) return null
  if (round.state !== 'waiting') throw notWaiting()
  return end(tx, round, 'withdrawn', reason)
}

/**
 * Takes an approval away that was given wrongly. From then on no data goes out, not under an earlier agreement either.
 *
 * @returns null for a request that does not exist within the scope
 * @throws Refused `E_MOU_NOT_IN_FORCE`, `E_MOU_REASON`
 */
export async function revokeApproval(tx: Tx, id: string, reason: string): Promise<Round | null> {
  const round = await roundById(tx, id, true)
  if (!round) return null
  if (!(await isInForce(tx, round))) throw notInForce()
  return end(tx, round, 'revoked', reason)
}

/** Whether data goes out under this very round today. */
export async function isInForce(tx: Tx, { id, regency, validUntil }: Round): Promise<boolean> {
  const [agreement] = await agreementsOf(tx, [regency])
  return agreement?.id === id && validUntil >= (await todayOf(tx, regency))
}

async function end(tx: Tx, round: Round, state: 'withdrawn' | 'revoked', reason: string): Promise<Round> {
  const told = reason
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, REASON_LENGTH.max)
  if (!saysWhy(told, REASON_LENGTH.min)) throw reasonless()
  await query(
    tx,
    `update mou_rounds set state = :state, ended_by_name = :name, ended_at = :now, end_reason = :told, taken_by = null,
       taken_by_name = null, taken_at = null where regency_code = :regency and id = cast(:id as uuid)`,
    { state, name: tx.actor.name, now: tx.now, told, regency: round.regency, id: round.id },
  )
  await record(tx, round, `mou.${state}`)
  await tellBoth(tx, round, state)
  return { ...round, state, endedBy: tx.actor.name, endedAt: tx.now, endReason: told }
}
