import { v7 as uuid } from 'uuid'
import { registry } from '#kernel/registry'
import { pluginPlacesOff } from '#services/plugin_switches'
import { nationalScope } from '#services/regions'
import { changedRows, query, scope, SYSTEM, type Role, type Tx } from '#services/scope'

export interface Notice {
  /** The regency that it is about; who may not see it does not hear of it either. */
  regency: string
  /** Everybody of a role whose scope holds the regency, or one person by his id. */
  to: { role: Role } | { user: string }
  /** Dotted name; its words are in the catalogue under `notification.<kind>`, a module's own under `<module>.notification.<rest>`. */
  kind: string
  /**
   * Figures and names of offices for the sentence. Never a NIK, KK or name of a person of the register. `plugin` names the module that
   * the core speaks of, or several with blanks between: where one is off nobody is told.
   */
  params?: Readonly<Record<string, string | number>>
  /** The page that it leads to, an address of this application. */
  href: string
}

/** A notice as one person finds it. */
export interface Received {
  id: string
  regency: string
  kind: string
  params: Record<string, string | number>
  href: string
  at: Date
  read: boolean
}

/** Who reads: a person with his role, for notices to a role are read by each on his own. */
export interface Reader {
  id: string
  role: Role
}

/** How far back the bell and the page look; what is older goes in the night. */
const DAYS = 90
/** More unread ones than this are told as "99+". */
export const MOST_COUNTED = 100
const SHOWN = 50

/** Tells somebody, inside the acting transaction, so that word and act stand or fall together; several notices go in one statement. */
export async function notify(tx: Tx, ...notices: readonly Notice[]): Promise<void> {
  const rows = notices.map(({ regency, to, kind, params = {}, href }) => {
    if (!/^\/(?!\/)/.test(href)) throw new Error(`A notice leads to a page of this application, not to "${href}".`)
    return {
      ...{ id: uuid(), regency_code: regency, kind, data: JSON.stringify(params), link: href, created_at: tx.now },
      ...{ user_id: 'user' in to ? to.user : null, role: 'role' in to ? to.role : null },
    }
  })
  if (rows.length > 0) await tx.trx.table('notifications').multiInsert(rows)
}

/** A notice of a module, or of the core about one, that is off for its regency. */
const OFF = `exists (select from unnest(string_to_array(coalesce(n.data ->> 'plugin', split_part(n.kind, '.', 1)), ' ')) module
  where module || '@' || n.regency_code = any (:off))`

/** Two arms, so that each has its index; a policy keeps both within the scope. */
const MINE = `
  select n.* from notifications n
    where n.user_id is null and n.role = :role and n.regency_code = any (:regions) and n.created_at > :since
      and not ${OFF}
  union all
  select n.* from notifications n
    where n.user_id = cast(:user as uuid) and n.regency_code = any (:regions) and n.created_at > :since
      and not ${OFF}`
const IS_READ = `exists (select from notification_reads r
  where r.regency_code = mine.regency_code and r.notification_id = mine.id and r.user_id = cast(:user as uuid))`

/** Unread notices of the last 90 days, counted to `MOST_COUNTED`. */
export async function unreadCount(tx: Tx, reader: Reader): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select count(*) as count from (select 1 from (${MINE}) mine where not ${IS_READ} limit ${MOST_COUNTED}) unread`,
    await bindings(tx, reader),
  )
  return row?.count ?? 0
}

/** The newest notices of the last 90 days, at most 50. */
export async function noticesOf(tx: Tx, reader: Reader): Promise<Received[]> {
  return query<Received>(
    tx,
    `select id, regency_code as regency, kind, data as params, link as href, created_at as at, ${IS_READ} as read
     from (${MINE}) mine order by created_at desc, id desc limit ${SHOWN}`,
    await bindings(tx, reader),
  )
}

/** Marks one notice as read and gives its page; null when the person has no such notice. */
export async function readNotice(tx: Tx, reader: Reader, id: string): Promise<string | null> {
  const [found] = await query<{ regency_code: string; link: string }>(
    tx,
    `select regency_code, link from (${MINE}) mine where id = cast(:id as uuid)`,
    { ...(await bindings(tx, reader)), id },
  )
  if (!found) return null
  await query(
    tx,
    `insert into notification_reads (regency_code, notification_id, user_id, read_at) values (?, ?, ?, ?) on conflict do nothing`,
    [found.regency_code, id, reader.id, tx.now],
  )
  return found.link
}

/** Marks all that the person has as read. */
export async function readAll(tx: Tx, reader: Reader): Promise<void> {
  await query(
    tx,
    `insert into notification_reads (regency_code, notification_id, user_id, read_at)
     select regency_code, id, cast(:user as uuid), :now from (${MINE}) mine where not ${IS_READ} on conflict do nothing`,
    { ...(await bindings(tx, reader)), now: tx.now },
  )
}

/** Throws away notices older than 90 days, which nobody sees any more. Returns how many went. */
export async function forgetNotices(): Promise<number> {
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    const old = { since: sinceOf(tx) }
    await query(
      tx,
      `delete from notification_reads r using notifications n
       where n.regency_code = r.regency_code and n.id = r.notification_id and n.created_at <= :since`,
      old,
    )
    return changedRows(tx, 'delete from notifications where created_at <= :since', old)
  })
}

async function bindings(tx: Tx, { id, role }: Reader) {
  const plugins = registry.all().map(({ name }) => name)
  const off = await pluginPlacesOff(plugins, tx.scope.regions)
  return { user: id, role, regions: tx.scope.regions, since: sinceOf(tx), off }
}

const sinceOf = (tx: Tx) => new Date(tx.now.getTime() - DAYS * 86_400_000)
