import hash from '@adonisjs/core/services/hash'
import User from '#models/user'
import { takeAttempt } from './attempts.js'
import { letIn, noteLocked, refuseClosed, wrongPassword } from './entry.js'
import { readOneTimePassword } from './passwords.js'
import { asksForCode, beginEntry, type BegunEntry } from './second_step/enter.js'

export interface SignInRequest {
  login: string
  password: string
  /** Network address the request came from. */
  address: string
}

/** Who has come in, or what he has to bring to the second step. */
export type SignedIn = { user: User; begun?: undefined } | { begun: BegunEntry; user?: undefined }

/**
 * Checks name and password. The answer to a wrong name, a wrong password and a wrong password of a locked account is the same,
 * in words and in time. The fifth wrong password locks the account until Pusdatin unlocks it.
 *
 * @throws AccountError `E_SIGN_IN`, `E_SIGN_IN_RATE`; with the right password also `E_ACCOUNT_LOCKED`, `E_ACCOUNT_DISABLED`,
 * `E_ONE_TIME_EXPIRED`
 */
export async function signIn({ login, password, address }: SignInRequest): Promise<SignedIn> {
  const name = login.trim().toLowerCase()
  const attempt = await takeAttempt(name, address)
  const user = await User.query().whereRaw('lower(login) = ?', [name]).first()
  const typed = user?.mustChangePassword ? readOneTimePassword(password) : password
  const matches = await hash.verify(user && attempt.allowed ? user.password : await decoy(), typed)
  if (!user || !attempt.allowed || !matches) {
    await noteLocked(await attempt.wrong())
    throw wrongPassword()
  }
  if (await asksForCode(user.id)) {
    await attempt.passed()
    refuseClosed(user)
    return { begun: beginEntry(user) }
  }
  await attempt.right()
  return { user: await letIn(user) }
}

let decoyHash: Promise<string> | undefined

/** A hash that no password fits, so that an unknown name costs the same work as a known one. */
function decoy(): Promise<string> {
  decoyHash ??= hash.make('no password fits this one')
  return decoyHash
}
