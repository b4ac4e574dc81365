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
 * decrypted has ended. An untouched one is renewed at most once a minute; one instance serves one request.
 */
export class SessionStore implements SessionStoreContract {
  #touchedAt = 0

  /** @param visitor who asks, for the list of a person's sessions */
  constructor(
    private readonly age: string | number,
    private readonly visitor: { address?: string | undefined; device?: string | undefined } = {},
  ) {}

  async read(id: string): Promise<SessionData | null> {
    await underway.get(id)
    const row = await this.#table().select('data', 'expires_at', 'touched_at').where('id', id).first()
    if (!row || row.expires_at.getTime() < Date.now()) return null
    this.#touchedAt = row.touched_at.getTime()
    return encryption.decrypt<SessionData>(row.data, purposeOf(id))
  }

  async write(id: string, values: SessionData): Promise<void> {
    const user = values[USER_KEY]
    const row = {
      data: encryption.encrypt(values, { purpose: purposeOf(id) }),
      user_id: typeof user === 'string' ? user : null,
      ...{ address: this.visitor.address ?? null, device: this.visitor.device?.slice(0, 300) ?? null },
      ...this.#times(),
    }
    const written = db
      .connection()
      .knexQuery()
      .table('sessions')
      .insert({ id, ...row })
      .onConflict('id')
      .merge(row)
      .then(() => undefined)
    underway.set(id, written)
    await written.finally(() => underway.delete(id))
  }

  async touch(id: string): Promise<void> {
    if (Date.now() - this.#touchedAt < TOUCH_EVERY_MS) return
    await this.#table().where('id', id).update(this.#times())
  }

  async destroy(id: string): Promise<void> {
    await this.#table().where('id', id).delete()
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
