import { query, type Role, type Tx } from '#services/scope'
import type { ResetFields } from './fields.js'

/** `accepted`: decided, and an act that it grants is still to be done. */
export type ResetState = 'waiting' | 'accepted' | 'done' | 'rejected'
export type Grant = 'unlock' | 'reset'

/** The account that a request is about, as it is now. */
export interface AskedAccount {
  id: string
  login: string
  name: string
  role: Role
  phone: string | null
  lockedAt: Date | null
  disabledAt: Date | null
  mustChangePassword: boolean
  lastSignInAt: Date | null
}

export interface ResetRequest extends ResetFields {
  id: string
  /** Region of the account; `00` for the ministry and for an account that there is not. */
  region: string
  receipt: string
  source: 'form' | 'mail'
  account: AskedAccount | null
  scan: { file: string; pages: number }
  receivedAt: Date
  enteredBy: string | null
  state: ResetState
  takenBy: string | null
  takenByName: string | null
  takenAt: Date | null
  grants: Grant[]
  reason: string | null
  decidedBy: string | null
  decidedAt: Date | null
  unlockedAt: Date | null
  unlockedBy: string | null
  resetAt: Date | null
  resetBy: string | null
}

type Row = Omit<ResetRequest, 'scan' | 'account'> & { scanFile: string; scanPages: number; account: AskedRow | null }
type AskedRow = Omit<AskedAccount, 'lockedAt' | 'disabledAt' | 'lastSignInAt'> &
  Record<'lockedAt' | 'disabledAt' | 'lastSignInAt', string | null>

const ACCOUNT = `case when u.id is null then null else json_build_object('id', u.id, 'login', u.login, 'name', u.name, 'role', u.role,
  'phone', u.phone, 'lockedAt', u.locked_at, 'disabledAt', u.disabled_at, 'mustChangePassword', u.must_change_password,
  'lastSignInAt', u.last_sign_in_at) end as account`
export const REQUEST_COLUMNS = `q.id, q.regency_code as region, q.receipt, q.source, q.login, q.wish, q.sender, q.sender_phone as "senderPhone",
  q.letter_number as "letterNumber", to_char(q.letter_date, 'YYYY-MM-DD') as "letterDate", q.official_name as "officialName",
  q.official_position as "officialPosition", q.scan_file_id as "scanFile", q.scan_pages as "scanPages", q.received_at as "receivedAt",
  q.entered_by as "enteredBy", q.state, q.taken_by as "takenBy", q.taken_by_name as "takenByName", q.taken_at as "takenAt", q.grants, q.reason,
  q.decided_by_name as "decidedBy", q.decided_at as "decidedAt", q.unlocked_at as "unlockedAt", q.unlocked_by_name as "unlockedBy",
  q.reset_at as "resetAt", q.reset_by_name as "resetBy", ${ACCOUNT}`
export const REQUEST_FROM = 'from reset_requests q left join users u on u.id = q.user_id'

/** A request within the scope; with `lock` nobody else changes it until the transaction ends. */
export async function requestById(tx: Tx, id: string, lock = false): Promise<ResetRequest | null> {
  const [row] = await query<Row>(
    tx,
    `select ${REQUEST_COLUMNS} ${REQUEST_FROM} where q.regency_code = any (?) and cast(q.id as text) = ? ${lock ? 'for update of q' : ''}`,
    [tx.scope.regions, id],
  )
  return row ? readRequest(row) : null
}

export function readRequest({ scanFile, scanPages, account, ...row }: Row): ResetRequest {
  return { ...row, scan: { file: scanFile, pages: scanPages }, account: account && readAccount(account) }
}

function readAccount(row: AskedRow): AskedAccount {
  const moment = (text: string | null) => (text === null ? null : new Date(text))
  return { ...row, lockedAt: moment(row.lockedAt), disabledAt: moment(row.disabledAt), lastSignInAt: moment(row.lastSignInAt) }
}

/** So long a request is with the officer who took it or did anything on it. */
const HOLD_MINUTES = 30

/** Who answers a request now; null when nobody does, or when his half hour is over. */
export function holderOf(
  { takenBy, takenByName, takenAt }: ResetRequest,
  now: Date,
): { id: string; name: string; until: Date } | null {
  if (!takenBy || !takenAt) return null
  const until = new Date(takenAt.getTime() + HOLD_MINUTES * 60_000)
  return until > now ? { id: takenBy, name: takenByName ?? '', until } : null
}

/** Whether something is still to be done on it. */
export const isOpen = ({ state }: Pick<ResetRequest, 'state'>): boolean => state === 'waiting' || state === 'accepted'

/** Acts that were granted and not yet done. */
export function dueGrants({ grants, unlockedAt, resetAt }: ResetRequest): Grant[] {
  return grants.filter((grant) => (grant === 'unlock' ? unlockedAt : resetAt) === null)
}
