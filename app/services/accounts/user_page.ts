import { query, type Tx } from '#services/scope'
import { STATE_SQL, type UserState } from './user_list.js'

/** What was done with an account, or by its person. */
export interface Act {
  action: string
  data: Record<string, unknown>
  object_id: string | null
  by: string
  at: Date
}

const SHOWN = 30

export interface UserFacts {
  standing: UserState
  /** Acts on the account, the newest first, at most 30. */
  history: Act[]
  /** Acts of the person himself, the newest first, at most 30. */
  own: Act[]
}

export async function userFacts(tx: Tx, userId: string): Promise<UserFacts> {
  const [row] = await query<{ standing: UserState }>(
    tx,
    `select ${STATE_SQL} as standing from users u where u.id = cast(:id as uuid)`,
    {
      now: tx.now,
      id: userId,
    },
  )
  return {
    standing: row!.standing,
    history: await newest(
      tx,
      `object_type = 'user' and object_id = :id and action not in ('account.signed_in', 'account.signed_out')`,
      userId,
    ),
    own: await newest(tx, 'user_id = cast(:id as uuid)', userId),
  }
}

/** The newest acts of every region of the scope, each region's out of its index, so that none is read whole. */
function newest(tx: Tx, which: string, id: string): Promise<Act[]> {
  return query<Act>(
    tx,
    `select a.* from unnest(cast(:regions as text[])) region (code) cross join lateral (
       select action, data, object_id, user_name as by, at from activities
       where regency_code = region.code and ${which} order by at desc limit ${SHOWN}) a
     order by a.at desc limit ${SHOWN}`,
    { regions: tx.scope.regions, id },
  )
}

/** When the contact number of an account was changed last, of the past 30 days; null for one that stayed. */
export async function phoneChangedAt(tx: Tx, userId: string): Promise<Date | null> {
  const since = new Date(tx.now.getTime() - 30 * 86_400_000)
  const [row] = await query<{ at: Date | null }>(
    tx,
    `select max(at) as at from activities where regency_code = any (?) and object_type = 'user' and object_id = ? and at > ?
       and action in ('account.changed', 'account.profile_saved') and jsonb_exists(data -> 'fields', 'phone')`,
    [tx.scope.regions, userId, since],
  )
  return row?.at ?? null
}
