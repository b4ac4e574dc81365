import type User from '#models/user'
import { query, type Tx } from '#services/scope'
import { AccountError } from './errors.js'
import { endSessions, note } from './manage.js'

/** A session of a person as an officer sees it. `handle` names it without being of use as a key. */
export interface ListedSession {
  handle: string
  begunAt: Date
  seenAt: Date
  address: string | null
  /** Browser and system in words, as far as the browser tells. */
  device: string
  /** The session in which the officer looks at this page. */
  present: boolean
}

const HANDLE = `encode(sha256(convert_to(id, 'UTF8')), 'hex')`

/** Sessions that have not ended, the last seen first. @param own key of the session that asks */
export async function sessionsOf(tx: Tx, userId: string, own = ''): Promise<ListedSession[]> {
  const rows = await query<Omit<ListedSession, 'device'> & { device: string | null }>(
    tx,
    `select ${HANDLE} as handle, begun_at as "begunAt", touched_at as "seenAt", address, device, id = ? as present
     from sessions where user_id = ? and expires_at > ? order by touched_at desc, id`,
    [own, userId, tx.now],
  )
  return rows.map((row) => ({ ...row, device: deviceName(row.device ?? '') }))
}

/** Ends one session of a person, or all of them but the one that asks. @throws AccountError `E_USER_STATE` when it has ended before */
export async function endSessionsOf(tx: Tx, user: User, handle: string | null, own = ''): Promise<void> {
  if (handle === null) await endSessions(tx, user.id, own)
  else {
    const ended = await query(tx, `delete from sessions where user_id = ? and ${HANDLE} = ? returning 1`, [user.id, handle])
    if (ended.length === 0)
      throw new AccountError('E_USER_STATE', {
        id: 'Sesi itu sudah berakhir lebih dahulu.',
        en: 'That session had already ended.',
      })
  }
  await note(tx, user, 'account.sessions_ended', { every: handle === null ? 'yes' : 'no' })
}

const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\bChrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+).*\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** `Firefox 128, Windows` out of what a browser calls itself; what cannot be read is shown as it is, shortened. */
export function deviceName(agent: string): string {
  const browser = BROWSERS.map(([pattern, name]) => ({ name, found: pattern.exec(agent) })).find(({ found }) => found)
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1]
  const parts = [browser && `${browser.name} ${browser.found![1]}`, system].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join(', ') : agent.replace(/[^\x20-\x7e]/g, '').slice(0, 60)
}
