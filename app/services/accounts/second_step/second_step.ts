import type User from '#models/user'
import { notify } from '#services/notifications'
import { query, type Tx } from '#services/scope'
import { readReason } from '../change_user.js'
import { AccountError } from '../errors.js'
import { refuseSelf, takeAccount } from '../last_right.js'
import { endSessions, note } from '../manage.js'
import { enrolmentOf, markOf, newRecoveryCodes, newSecret, stepOf, type Enrolment } from './codes.js'
import { asksSecondStep } from './required.js'

/** Signing in with a second step: a code that changes every 30 seconds on a telephone (TOTP, RFC 6238), or a recovery code. */
export interface SecondStep {
  /** Null until a first code has shown that the telephone took the secret. */
  confirmedAt: Date | null
  /** Recovery codes that were not used yet. */
  codesLeft: number
  /** Set where an officer has removed it and the person has begun no other since. */
  removedAt: Date | null
  removedBy: string | null
  removedReason: string | null
}

export async function secondStepOf(tx: Tx, userId: string): Promise<SecondStep | null> {
  const [kept] = await query<SecondStep>(
    tx,
    `select confirmed_at as "confirmedAt", jsonb_array_length(recovery_codes) as "codesLeft", removed_at as "removedAt",
       removed_by_name as "removedBy", removed_reason as "removedReason" from second_steps where user_id = ?`,
    [userId],
  )
  return kept ?? null
}

/** Makes a new secret, which is of no effect before `confirmSecondStep`. @throws AccountError `E_USER_STATE` when one is in use */
export async function beginSecondStep(tx: Tx, user: User): Promise<void> {
  const begun = await query(
    tx,
    `insert into second_steps (user_id, secret, begun_at) values (?, ?, ?)
     on conflict (user_id) do update set secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0,
         removed_at = null, removed_by_name = null, removed_reason = null
       where second_steps.confirmed_at is null returning 1`,
    [user.id, newSecret(user.id), tx.now],
  )
  if (begun.length === 0) throw inUse()
}

/** What the telephone is to take in; null where nothing was begun, or where it is in use and shown to nobody any more. */
export async function enrolment(tx: Tx, user: User): Promise<Enrolment | null> {
  const kept = await find(tx, user.id)
  return kept && !kept.confirmedAt ? enrolmentOf(user.id, user.login, kept.secret) : null
}

/**
 * Puts the second step into use with the first code of the telephone. Returns the recovery codes, which can be shown only now.
 *
 * @param session the session that stays; every other one of the person ends
 * @throws AccountError `E_SECOND_STEP_CODE`, `E_USER_STATE`
 */
export async function confirmSecondStep(tx: Tx, user: User, typed: string, session: string): Promise<string[]> {
  const kept = await find(tx, user.id)
  if (!kept || kept.confirmedAt) throw kept ? inUse() : unused()
  const step = stepOf(user.id, kept.secret, typed, tx.now.getTime())
  if (step === null) throw wrongCode()
  const codes = newRecoveryCodes()
  const confirmed = await query(
    tx,
    `update second_steps set confirmed_at = ?, last_step = ?, recovery_codes = cast(? as jsonb)
     where user_id = ? and confirmed_at is null and secret = ? returning 1`,
    [tx.now, step, marks(user, codes), user.id, kept.secret],
  )
  if (confirmed.length === 0) throw inUse()
  await endSessions(tx, user.id, session)
  await note(tx, user, 'account.second_step_on')
  return codes
}

/** Ten new recovery codes; the old ones are void. @throws AccountError `E_USER_STATE` */
export async function renewRecoveryCodes(tx: Tx, user: User): Promise<string[]> {
  const codes = newRecoveryCodes()
  const renewed = await query(
    tx,
    `update second_steps set recovery_codes = cast(? as jsonb) where user_id = ? and confirmed_at is not null returning 1`,
    [marks(user, codes), user.id],
  )
  if (renewed.length === 0) throw unused()
  await note(tx, user, 'account.recovery_codes_renewed')
  return codes
}

/** A person's own end of it. @throws AccountError `E_SECOND_STEP_REQUIRED`, `E_USER_STATE` */
export async function endSecondStep(tx: Tx, user: User): Promise<void> {
  if (asksSecondStep(user.role))
    throw new AccountError('E_SECOND_STEP_REQUIRED', {
      id: 'Untuk peran Anda, verifikasi dua langkah wajib dan tidak dapat dimatikan.',
      en: 'For your role two-step verification is required and cannot be turned off.',
    })
  const gone = await query(tx, 'delete from second_steps where user_id = ? and confirmed_at is not null returning 1', [user.id])
  if (gone.length === 0) throw unused()
  await note(tx, user, 'account.second_step_off')
}

/**
 * An officer's act for who has lost telephone and recovery codes: the account signs in with its password alone again, and its sessions end.
 *
 * @throws AccountError `E_USER_SELF`, `E_USER_REASON`, `E_USER_STATE`
 */
export async function removeSecondStep(tx: Tx, id: string, reason: string): Promise<User> {
  const user = await takeAccount(tx, id)
  refuseSelf(tx, user, {
    id: 'Verifikasi dua langkah akun Anda sendiri diatur di halaman Verifikasi Dua Langkah.',
    en: 'Two-step verification of your own account is set on the page Two-step verification.',
  })
  const removed = await query(
    tx,
    `update second_steps set secret = null, confirmed_at = null, recovery_codes = '[]', removed_at = ?, removed_by_name = ?, removed_reason = ?
     where user_id = ? and confirmed_at is not null returning 1`,
    [tx.now, tx.actor.name, readReason(reason), user.id],
  )
  if (removed.length === 0) throw unused()
  await endSessions(tx, user.id)
  await note(tx, user, 'account.second_step_removed')
  const to = { user: user.id }
  await notify(tx, {
    regency: user.regionCode,
    to,
    kind: 'account.second_step_removed',
    params: { by: tx.actor.name },
    href: '/dua-langkah',
  })
  return user
}

async function find(tx: Tx, userId: string): Promise<{ secret: string; confirmedAt: Date | null } | null> {
  const [kept] = await query<{ secret: string; confirmedAt: Date | null }>(
    tx,
    `select secret, confirmed_at as "confirmedAt" from second_steps where user_id = ? and secret is not null`,
    [userId],
  )
  return kept ?? null
}

function marks(user: User, codes: readonly string[]): string {
  return JSON.stringify(codes.map((code) => markOf(user.id, code)))
}

export function wrongCode(): AccountError {
  const said = {
    id: 'Kode salah atau sudah lewat. Ketik enam angka yang tampil sekarang; periksa juga jam ponsel Anda.',
    en: 'The code is wrong or out of date. Type the six digits that are shown now; check the clock of your telephone too.',
  }
  return new AccountError('E_SECOND_STEP_CODE', said, { code: said })
}

function inUse(): AccountError {
  return new AccountError('E_USER_STATE', {
    id: 'Verifikasi dua langkah akun ini sudah aktif.',
    en: 'Two-step verification of this account is already on.',
  })
}

function unused(): AccountError {
  return new AccountError('E_USER_STATE', {
    id: 'Verifikasi dua langkah akun ini tidak aktif.',
    en: 'Two-step verification of this account is not on.',
  })
}
