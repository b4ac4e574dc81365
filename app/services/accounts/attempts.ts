import { createHmac } from 'node:crypto'
import { clock } from '#services/clock'
import { applicationKey } from '#services/database/addresses'
import { aside } from './aside.js'
import { AccountError } from './errors.js'

/** Wrong passwords after which an account is locked. */
export const ATTEMPTS = 5
/** Failures of one network address within the minutes, after which it has to wait. */
export const ADDRESS_ATTEMPTS = 30
const ADDRESS_MINUTES = 15
/** Guesses after which one that was not looked at locks too: by then the one before it, which may have been right, is answered or lost. */
const UNSEEN_ATTEMPTS = 2 * ATTEMPTS
/** Guesses at a locked account of which the right one is still told that it is locked. */
const LOCKED_ATTEMPTS = 20
/** The reason of a lock that wrong passwords have set; one that an officer sets has his words. */
export const GUESSED = 'attempts'

/** One guess at a password, counted as a failure before it is looked at, so that guesses beside each other cannot exceed the limit. */
export interface Attempt {
  /** Whether the password may be looked at; the answer to one that may not is that of a wrong one. */
  allowed: boolean
  /** Call it when the guess was right: it was none, and earlier ones are forgotten. */
  right(): Promise<void>
  /**
   * Call it when the password was right and a code is still to come: the guess was none, but earlier ones stay, or whoever knows the password
   * could guess codes for ever.
   */
  passed(): Promise<void>
  /**
   * Call it when it was wrong or not looked at. Returns the ids of the accounts that this guess has locked: one at most. The same right
   * password sent twice is no guess too many, so that one which was not looked at locks only after `UNSEEN_ATTEMPTS`.
   */
  wrong(): Promise<string[]>
}

/**
 * Takes a guess at the account with this name, in lower case; the same statements run for a name that does not exist. Neither name nor
 * password is stored in clear.
 *
 * @throws AccountError `E_SIGN_IN_RATE` when the address has failed too often
 */
export async function takeAttempt(name: string, address: string): Promise<Attempt> {
  const failure = await countFailure(name, address)
  const { rows } = await aside(
    `update users set failed_attempts = least(failed_attempts + 1, 1000) where lower(login) = ?
     returning failed_attempts <= case when locked_at is null then ${ATTEMPTS} else ${LOCKED_ATTEMPTS} end as allowed`,
    [name],
  )
  const allowed = rows[0]?.allowed !== false
  return {
    allowed,
    passed: async () => {
      await aside('delete from sign_in_failures where id = ?', [failure])
      await aside(
        'update users set failed_attempts = greatest(failed_attempts - 1, 0) where lower(login) = ? and locked_at is null',
        [name],
      )
    },
    right: async () => {
      await aside('delete from sign_in_failures where id = ?', [failure])
      await aside('update users set failed_attempts = 0 where lower(login) = ? and locked_at is null', [name])
    },
    wrong: async () => {
      const locked = await aside(
        `update users set locked_at = ?, lock_reason = '${GUESSED}'
         where lower(login) = ? and locked_at is null and failed_attempts >= ? returning id`,
        [clock.now(), name, allowed ? ATTEMPTS : UNSEEN_ATTEMPTS],
      )
      return locked.rows.map(({ id }) => String(id))
    },
  }
}

/** Counts first and looks then, so that requests beside each other see one another. */
async function countFailure(name: string, address: string): Promise<number> {
  const now = clock.now()
  const { rows } = await aside('insert into sign_in_failures (login_hash, address, at) values (?, ?, ?) returning id', [
    ...[loginHash(name), address, now],
  ])
  const id = Number(rows[0]!.id)
  const since = new Date(now.getTime() - ADDRESS_MINUTES * 60_000)
  const counted = await aside('select count(*)::int as total from sign_in_failures where address = ? and at > ?', [
    address,
    since,
  ])
  if (Number(counted.rows[0]!.total) <= ADDRESS_ATTEMPTS) return id
  await aside('delete from sign_in_failures where id = ?', [id])
  throw new AccountError('E_SIGN_IN_RATE', {
    id: `Terlalu banyak percobaan masuk dari jaringan ini. Tunggu ${ADDRESS_MINUTES} menit, lalu coba lagi.`,
    en: `Too many attempts to sign in from this network. Wait ${ADDRESS_MINUTES} minutes, then try again.`,
  })
}

function loginHash(name: string): string {
  return createHmac('sha256', applicationKey()).update(`sign-in:${name}`).digest('hex')
}
