import { ROLES } from '#kernel/roles'
import { likeText } from '#services/like_text'
import { NATIONAL, query, type Role, type Tx } from '#services/scope'

/**
 * - `active`   can sign in
 * - `invited`  has a one-time password that was not yet used and can still be
 * - `lapsed`   has one that was never used within its 24 hours
 * - `locked`   locked, by wrong passwords or by an officer
 * - `closed`   closed
 */
export const USER_STATES = ['active', 'invited', 'lapsed', 'locked', 'closed'] as const
export type UserState = (typeof USER_STATES)[number]

export interface ListedUser {
  id: string
  login: string
  name: string
  role: Role
  region: string
  regionName: string | null
  phone: string | null
  state: UserState
  lastSignInAt: Date | null
  /** Signs in with a code of the phone besides the password. */
  twoSteps: boolean
}

export interface UserFilters {
  search?: string
  role?: Role
  state?: UserState
  /** A regency, a province with all its regencies, or `00` for the ministry. */
  region?: string
  twoSteps?: boolean
}

export interface UserPage {
  rows: ListedUser[]
  total: number
  /** Id of the account after which the next page begins, and before which the one before ends; null where there is none. */
  next: string | null
  previous: string | null
}

/** State of an account as SQL; wants the moment as `:now`. */
export const STATE_SQL = `case when u.disabled_at is not null then 'closed' when u.locked_at is not null then 'locked'
  when u.must_change_password and u.one_time_until <= :now then 'lapsed' when u.must_change_password then 'invited' else 'active' end`

/** Whether an account `u` signs in with a second step. */
const TWO_STEPS = 'exists (select from second_steps s where s.user_id = u.id and s.confirmed_at is not null)'

const SHOWN = `u.id, u.login, u.name, u.role, u.region_code as region, r.name as "regionName", u.phone, ${STATE_SQL} as state,
  u.last_sign_in_at as "lastSignInAt", ${TWO_STEPS} as "twoSteps"`
const WHERE = `(cast(:search as text) is null or u.login ilike '%' || :search || '%' or u.name ilike '%' || :search || '%')
  and (cast(:role as text) is null or u.role = :role)
  and (cast(:state as text) is null or ${STATE_SQL} = :state)
  and (cast(:twoSteps as boolean) is null or ${TWO_STEPS} = :twoSteps)
  and (cast(:region as text) is null or u.region_code = :region or u.region_code in (select code from regions where parent = :region))`
const ORDER = '(u.region_code, lower(u.login))'

/** Accounts by region and name, a page at a time. */
export async function userPage(
  tx: Tx,
  filters: UserFilters,
  page: { size: number; after?: string; before?: string },
): Promise<UserPage> {
  const bindings = {
    now: tx.now,
    search: filters.search ? likeText(filters.search) : null,
    role: filters.role ?? null,
    state: filters.state ?? null,
    region: filters.region ?? null,
    twoSteps: filters.twoSteps ?? null,
  }
  const [counted] = await query<{ total: number }>(tx, `select count(*)::int as total from users u where ${WHERE}`, bindings)
  const backwards = page.before !== undefined
  const edge = page.before ?? page.after ?? null
  const rows = await query<ListedUser>(
    tx,
    `select ${SHOWN} from users u left join regions r on r.code = u.region_code where ${WHERE}
       and (cast(:edge as text) is null or ${ORDER} ${backwards ? '<' : '>'}
         (select e.region_code, lower(e.login) from users e where cast(e.id as text) = :edge))
     order by u.region_code ${backwards ? 'desc' : 'asc'}, lower(u.login) ${backwards ? 'desc' : 'asc'} limit :limit`,
    { ...bindings, edge, limit: page.size + 1 },
  )
  const more = rows.length > page.size
  const shown = backwards ? rows.slice(0, page.size).reverse() : rows.slice(0, page.size)
  return {
    rows: shown,
    total: counted?.total ?? 0,
    next: backwards || more ? (shown.at(-1)?.id ?? null) : null,
    previous: (backwards ? more : page.after !== undefined) ? (shown[0]?.id ?? null) : null,
  }
}

/** Reads the filters of an address; what names nothing is left out. */
export function readUserFilters(asked: Record<string, unknown>): UserFilters {
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name].trim().slice(0, 100) : '')
  const role = ROLES.find((one) => one === text('peran'))
  const state = USER_STATES.find((one) => one === text('status'))
  const region = [text('kabkota'), text('wilayah')].find((code) => code === NATIONAL || /^\d{2}(\.\d{2})?$/.test(code))
  const search = text('cari')
  const steps = text('langkah')
  return {
    ...(search ? { search } : {}),
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
    ...(region ? { region } : {}),
    ...(steps === '1' || steps === '2' ? { twoSteps: steps === '2' } : {}),
  }
}
