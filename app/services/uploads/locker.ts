import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import app from '@adonisjs/core/services/app'
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server'
import { databaseAddresses } from '#services/database/addresses'

const CHANNEL = 'siks_uploads'
const PATIENCE_MS = 15_000
const STEP_MS = 100

/**
 * Lets one request at a time write an upload, whichever server it reaches. All locks of a process are advisory locks on one
 * connection of its own, so that a slow line pins none of the pool; a server that dies lets go of them. Whoever waits asks the
 * holder to stop, over NOTIFY when it is another process: its line is probably dead.
 */
export class PostgresLocker implements Locker {
  readonly #held = new Map<string, RequestRelease>()
  #last: Promise<unknown> = Promise.resolve()
  #client: Promise<pg.Client> | null = null

  newLock(id: string): Lock {
    return { lock: (signal, release) => this.#lock(id, signal, release), unlock: () => this.#unlock(id) }
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await (await client)?.end()
  }

  async #lock(id: string, signal: AbortSignal, release: RequestRelease): Promise<void> {
    const end = performance.now() + PATIENCE_MS
    while (!(await this.#take(id, release))) {
      if (signal.aborted || performance.now() > end) throw ERRORS.ERR_LOCK_TIMEOUT
      await this.#askHolder(id)
      await wait(STEP_MS)
    }
  }

  /** The database counts the locks of one connection, so that within the process the map decides. */
  async #take(id: string, release: RequestRelease): Promise<boolean> {
    if (this.#held.has(id)) return false
    this.#held.set(id, release)
    try {
      const { rows } = await this.#query('select pg_try_advisory_lock(hashtextextended($1, 0)) as taken', [key(id)])
      if (rows[0]?.taken) return true
    } catch (error) {
      this.#held.delete(id)
      throw error
    }
    this.#held.delete(id)
    return false
  }

  async #askHolder(id: string): Promise<void> {
    const release = this.#held.get(id)
    if (release) await release()
    else await this.#query('select pg_notify($1, $2)', [CHANNEL, id])
  }

  async #unlock(id: string): Promise<void> {
    this.#held.delete(id)
    await this.#query('select pg_advisory_unlock(hashtextextended($1, 0))', [key(id)])
  }

  /** Many uploads share the connection, which takes one query after the other; one that fails leaves the others alone. */
  #query(sql: string, values: string[]): Promise<pg.QueryResult<{ taken?: boolean }>> {
    const answer = this.#last.then(async () => (await this.#connected()).query(sql, values))
    this.#last = answer.catch(() => undefined)
    return answer
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = null
      throw error
    })
    return this.#client
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: (await databaseAddresses()).application })
    client.on('error', () => {
      this.#client = null
    })
    client.on('notification', ({ payload }) => void this.#held.get(payload ?? '')?.())
    await client.connect()
    await client.query(`listen ${CHANNEL}`)
    app.terminating(() => this.close())
    return client
  }
}

function key(id: string): string {
  return `upload:${id}`
}
