import encryption from '@adonisjs/core/services/encryption'
import string from '@adonisjs/core/helpers/string'
import db from '@adonisjs/lucid/services/db'
import type { SessionData, SessionStoreContract } from '@adonisjs/session/types'

const TOUCH_EVERY_MS = 60_000
/** Where the session guard keeps the id of the signed-in person. */
const USER_KEY = 'auth_web'

/** Writes under way in this process. A read of the same session waits for them, for not every caller of `write` does. */
const underway = new Map<string, Promise<unknown>>()

/**
 * Sessions in PostgreSQL, encrypted with the application's key, for what was typed into a form waits in them. A session that cannot be
 * decrypted has ended. An untouched one is renewed at most once a minute; one instance serves one request. A request that outlasts its
 * session, which an officer or the person has ended meanwhile, does not bring it back.
 */
export class SessionStore implements SessionStoreContract {
  #touchedAt = 0
  /** The session as it was found at the beginning of the request. */
  #found: { id: string; begun: string; user: unknown } | null = null
  /** Whose session had ended when the request came to replace it by another. */
  #endedOf: unknown

  /** @param visitor who asks, for the list of a person's sessions */
  constructor(
    private readonly age: string | number,
    private readonly visitor: { address?: string | undefined; device?: string | undefined } = {},
  ) {}

  async read(id: string): Promise<SessionData | null> {
    await underway.get(id)
    const row = await this.#table()
      .select('data', 'expires_at', 'touched_at', db.raw('begun_at::text as begun'))
      .where('id', id)
      .first()
    if (!row || row.expires_at.getTime() < Date.now()) return null
    this.#touchedAt = row.touched_at.getTime()
    const values = encryption.decrypt<SessionData>(row.data, purposeOf(id))
    this.#found = values && { id, begun: row.begun, user: values[USER_KEY] }
    return values
  }

  async write(id: string, values: SessionData): Promise<void> {
    const user = values[USER_KEY]
    if (user !== undefined && user === this.#endedOf) return
    const row = {
      data: encryption.encrypt(values, { purpose: purposeOf(id) }),
      user_id: typeof user === 'string' ? user : null,
      ...{ address: this.visitor.address ?? null, device: this.visitor.device?.slice(0, 300) ?? null },
      ...this.#times(),
    }
    const found = user !== undefined && this.#found?.id === id ? this.#found : null
    const written = found ? this.#change(found, row) : this.#begin(id, row)
    underway.set(id, written)
    await written.finally(() => underway.get(id) === written && underway.delete(id))
  }

  async #change({ id, begun }: { id: string; begun: string }, row: Record<string, unknown>): Promise<void> {
    await this.#row(id, begun).update(row)
  }

  async #begin(id: string, row: Record<string, unknown>): Promise<void> {
    const table = db.connection().knexQuery().table('sessions')
    await table
      .insert({ id, ...row })
      .onConflict('id')
      .merge(row)
  }

  async touch(id: string): Promise<void> {
    if (Date.now() - this.#touchedAt < TOUCH_EVERY_MS) return
    await this.#table().where('id', id).update(this.#times())
  }

  async destroy(id: string): Promise<void> {
    const found = this.#found?.id === id ? this.#found : null
    if (!found) await this.#table().where('id', id).delete()
    else if (Number(await this.#row(id, found.begun).delete()) === 0) this.#endedOf = found.user
  }

  /** An ended session's id may have become that of a new one, of a visitor who has not signed in. */
  #row(id: string, begun: string) {
    return this.#table().where('id', id).whereRaw('begun_at = cast(? as timestamptz)', [begun])
  }

  #table() {
    return db.connection().from('sessions')
  }

  #times() {
    const now = Date.now()
    return { expires_at: new Date(now + string.seconds.parse(this.age) * 1000), touched_at: new Date(now) }
  }
}

/** A session's data is of no use under another session's id. */
function purposeOf(id: string): string {
  return `session:${id}`
}
