import { query, type Tx } from '#services/scope'
import type { Place } from '#verification/store/index'

/** How long an officer keeps a finalisation that he looks at, counted from his last look. */
const HOLD_MINUTES = 15

type Of = Pick<Place, 'periodId' | 'regency'>

export interface Hold {
  userId: string
  name: string
  since: Date
}

/** Who looks at a finalisation now. */
export async function holdOf(tx: Tx, { periodId, regency }: Of): Promise<Hold | null> {
  const [row] = await query<Hold>(
    tx,
    `select user_id as "userId", user_name as name, since from finalisation_holds
     where regency_code = ? and period_id = ? and until > ?`,
    [regency, periodId, tx.now],
  )
  return row ?? null
}

/**
 * Keeps a finalisation for the officer who opens it, unless another one looks at it already.
 * @param force takes it over
 * @returns who has it now
 */
export async function takeHold(tx: Tx, { periodId, regency }: Of, force = false): Promise<Hold> {
  const until = new Date(tx.now.getTime() + HOLD_MINUTES * 60_000)
  await query(
    tx,
    `insert into finalisation_holds as h (period_id, regency_code, user_id, user_name, since, until)
     values (:period, :regency, :user, :name, :now, :until)
     on conflict (regency_code, period_id) do update set user_id = :user, user_name = :name, until = :until,
       since = case when h.user_id = :user and h.until > :now then h.since else :now end
     where h.user_id = :user or h.until <= :now or :force`,
    { period: periodId, regency, user: tx.actor.id, name: tx.actor.name, now: tx.now, until, force },
  )
  return (await holdOf(tx, { periodId, regency }))!
}

export async function releaseHold(tx: Tx, { periodId, regency }: Of): Promise<void> {
  await query(tx, 'delete from finalisation_holds where regency_code = ? and period_id = ?', [regency, periodId])
}
