import { createHash } from 'node:crypto'
import User from '#models/user'
import { clock } from '#services/clock'
import { aside } from '../aside.js'
import { takeAttempt } from '../attempts.js'
import { letIn, noteLocked, noteOf } from '../entry.js'
import { AccountError } from '../errors.js'
import { markOf, stepOf } from './codes.js'
import { wrongCode } from './second_step.js'

const MINUTES = 10

/** A sign-in whose password was right and whose code is still to come; it waits in the visitor's session. */
export interface BegunEntry {
  user: string
  /** Stands for the password that was right: one that is replaced meanwhile begins anew. */
  stamp: string
  /** Milliseconds. */
  until: number
}

export async function asksForCode(userId: string): Promise<boolean> {
  const { rows } = await aside('select 1 from second_steps where user_id = ? and confirmed_at is not null', [userId])
  return rows.length > 0
}

export function beginEntry(user: User): BegunEntry {
  return { user: user.id, stamp: stampOf(user), until: clock.now().getTime() + MINUTES * 60_000 }
}

/** What a session holds as a begun sign-in, while it can be finished. */
export function begunEntry(kept: unknown): BegunEntry | null {
  const begun = kept as BegunEntry | null | undefined
  return begun && begun.until > clock.now().getTime() ? begun : null
}

/**
 * Takes the code of a begun sign-in. A wrong one counts as a wrong password does.
 *
 * @param typed six digits of the telephone, or a recovery code
 * @throws AccountError `E_SECOND_STEP_CODE`, `E_SECOND_STEP_OVER`, and those of `signIn`
 */
export async function finishSignIn(begun: BegunEntry, typed: string, address: string): Promise<User> {
  const user = await User.find(begun.user)
  if (!user || stampOf(user) !== begun.stamp) throw entryOver()
  const attempt = await takeAttempt(user.login.toLowerCase(), address)
  if (!attempt.allowed || !(await spend(user, typed))) {
    await noteLocked(await attempt.wrong())
    throw wrongCode()
  }
  await attempt.right()
  return letIn(user)
}

export function entryOver(): AccountError {
  return new AccountError('E_SECOND_STEP_OVER', {
    id: `Lebih dari ${MINUTES} menit sejak kata sandi diketik, atau kata sandinya sudah diganti. Masuklah sekali lagi.`,
    en: `More than ${MINUTES} minutes have passed since the password was typed, or it has been changed. Sign in once more.`,
  })
}

/** Whether a code is right; it is good once, also for two who type it in the same moment. */
async function spend(user: User, typed: string): Promise<boolean> {
  const { rows } = await aside('select secret from second_steps where user_id = ? and confirmed_at is not null', [user.id])
  if (!rows[0]) return false
  const step = stepOf(user.id, String(rows[0].secret), typed, clock.now().getTime())
  if (step !== null) {
    const spent = await aside('update second_steps set last_step = ? where user_id = ? and last_step < ? returning 1', [
      step,
      user.id,
      step,
    ])
    return spent.rows.length > 0
  }
  const mark = markOf(user.id, typed)
  const spent = await aside(
    `update second_steps set recovery_codes = recovery_codes - cast(? as text)
     where user_id = ? and jsonb_exists(recovery_codes, ?) returning jsonb_array_length(recovery_codes) as left`,
    [mark, user.id, mark],
  )
  if (spent.rows.length > 0) await noteOf(user, 'account.recovery_code_used', { left: Number(spent.rows[0]!.left) })
  return spent.rows.length > 0
}

function stampOf({ password }: User): string {
  return createHash('sha256').update(password).digest('base64url')
}
