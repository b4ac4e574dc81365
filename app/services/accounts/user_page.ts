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
const COLUMNS = 'action, data, object_id, user_name as by, at'

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
  const regions = tx.scope.regions
  const history = await query<Act>(
    tx,
    `select ${COLUMNS} from activities where regency_code = any (?) and object_type = 'user' and object_id = ?
       and action not in ('account.signed_in', 'account.signed_out') order by at desc, id desc limit ${SHOWN}`,
    [regions, userId],
  )
  const own = await query<Act>(
    tx,
    `select ${COLUMNS} from activities where regency_code = any (?) and user_id = cast(? as uuid) order by at desc, id desc limit ${SHOWN}`,
    [regions, userId],
  )
  return { standing: row!.standing, history, own }
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
