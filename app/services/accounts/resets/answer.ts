import { showMoment } from '#services/format'
import { recordActivity } from '#services/activity'
import { NATIONAL, query, type Tx } from '#services/scope'
import { zoneOf } from '#services/zones'
import type { Text } from '#verification/instrument'
import { readReason } from '../change_user.js'
import { resetUser, unlockUser } from '../manage.js'
import { addCheck, checksOf, CHECK_KINDS, standingChecks, type CheckKind, type CheckMade } from './checks.js'
import { ResetError } from './errors.js'
import { dueGrants, holderOf, isOpen, requestById, type Grant, type ResetRequest } from './requests.js'

const AGAIN_MS = 24 * 3_600_000

/**
 * Takes a request to answer it, for half an hour; taken again by the same officer it is his for another.
 *
 * @throws ResetError `E_RESET_UNKNOWN`, `E_RESET_DECIDED`, `E_RESET_TAKEN`, `E_RESET_SELF`
 */
export async function takeRequest(tx: Tx, id: string): Promise<ResetRequest> {
  const request = await locked(tx, id)
  if (!isOpen(request) && !canGiveAgain(request, tx.now)) throw decided(request)
  if (request.account?.id === tx.actor.id && tx.actor.id !== null) {
    throw new ResetError('E_RESET_SELF', {
      id: 'Permohonan atas akun Anda sendiri dijawab petugas lain.',
      en: 'A request for your own account is answered by another officer.',
    })
  }
  const holder = holderOf(request, tx.now)
  if (holder && holder.id !== tx.actor.id) throw taken(holder)
  await hold(tx, request, true)
  if (!holder) await note(tx, request, 'taken')
  return request
}

/** Gives a request back to the queue; one that the officer does not hold stays as it is. */
export async function releaseRequest(tx: Tx, id: string): Promise<void> {
  const request = await locked(tx, id)
  if (request.takenBy !== tx.actor.id || !holderOf(request, tx.now)) return
  await hold(tx, request, false)
  await note(tx, request, 'released')
}

/** Writes a check down. @throws ResetError */
export async function checkRequest(tx: Tx, id: string, made: CheckMade): Promise<void> {
  const request = await mine(tx, id)
  if (request.state !== 'waiting') throw decided(request)
  const kind = await addCheck(tx, request, made)
  await hold(tx, request, true)
  await note(tx, request, 'checked', { check: kind, result: made.result })
}

export interface Decision {
  take: 'accept' | 'reject'
  /** Acts that an accepted request grants. */
  grants: readonly string[]
  reason: string
}

/** Accepts or rejects a request that the officer has taken. Nothing is done to the account yet. @throws ResetError, AccountError */
export async function decideRequest(tx: Tx, id: string, { take, grants, reason }: Decision): Promise<ResetRequest> {
  const request = await mine(tx, id)
  if (request.state !== 'waiting') throw decided(request)
  const granted = (['unlock', 'reset'] as const).filter((one) => grants.includes(one))
  if (take === 'accept') await assertAcceptable(tx, request, granted)
  const said = readReason(reason)
  const state = take === 'accept' ? 'accepted' : 'rejected'
  await query(
    tx,
    `update reset_requests set state = :state, grants = cast(:grants as text[]), reason = :reason, decided_by_name = :by, decided_at = :now
     where regency_code = :region and id = cast(:id as uuid)`,
    { state, grants: take === 'accept' ? granted : [], reason: said, by: tx.actor.name, now: tx.now, region: request.region, id },
  )
  await note(tx, request, state)
  return { ...request, state, grants: take === 'accept' ? granted : [], reason: said }
}

async function assertAcceptable(tx: Tx, { account, ...request }: ResetRequest, grants: readonly Grant[]): Promise<void> {
  const refuse = (id: string, en: string) => new ResetError('E_RESET_CHECKS', { id, en })
  if (!account)
    throw refuse(
      'Tidak ada akun dengan nama ini, jadi tidak ada yang dapat disetujui. Tolak dengan alasan.',
      'There is no account of this name, so there is nothing to approve. Reject the request with a reason.',
    )
  if (account.disabledAt)
    throw refuse(
      'Akun ini sudah ditutup. Buka dahulu akunnya di halaman pengguna, atau tolak permohonan ini.',
      'This account is closed. Reopen it on the page of the user first, or reject this request.',
    )
  const standing = standingChecks(await checksOf(tx, { account, ...request }))
  const missing = CHECK_KINDS.filter((kind) => !standing[kind])
  if (missing.length > 0)
    throw refuse(
      `Lengkapi dahulu pemeriksaan: ${namesOf(missing, 'id')}.`,
      `Complete these checks first: ${namesOf(missing, 'en')}.`,
    )
  const against = CHECK_KINDS.filter((kind) => !standing[kind]!.good)
  if (against.length > 0)
    throw refuse(
      `Tidak dapat disetujui: ${namesOf(against, 'id')} tidak cocok atau belum terjawab.`,
      `Cannot be approved: ${namesOf(against, 'en')} did not match or had no answer.`,
    )
  if (grants.length === 0)
    throw refuse(
      'Pilih yang diberikan: buka kunci, atur ulang kata sandi, atau keduanya.',
      'Choose what is granted: unlocking, a new password, or both.',
    )
}

const NAMES: Readonly<Record<CheckKind, Text>> = {
  letter: { id: 'nomor surat', en: 'number of the letter' },
  official: { id: 'pejabat', en: 'official' },
  call: { id: 'telepon balik', en: 'call back' },
}
const namesOf = (kinds: readonly CheckKind[], locale: keyof Text) => kinds.map((kind) => NAMES[kind][locale]).join(', ')

/** What a granted act has done; a one-time password is told this once. */
export interface Granted {
  request: ResetRequest
  userId: string
  login: string
  /** Whether a lock was opened: an account that was not locked when its turn came has none. */
  opened: boolean
  oneTime: string | null
  /** End of the one-time password, in milliseconds. */
  until: number | null
}

/**
 * Does one granted act on the account. A reset whose password got lost on its way can be repeated within a day, as long as nobody has
 * signed in with it. A page that is sent again does not repeat it: the password that was read from it or printed stays.
 *
 * @param seen moment of the password that the officer saw as given, as `givenMark` writes it
 * @throws ResetError, AccountError
 */
export async function grantRequest(tx: Tx, id: string, grant: Grant, seen?: string): Promise<Granted> {
  const request = await mine(tx, id)
  if (grant === 'reset' && seen !== undefined && seen !== givenMark(request)) throw givenAlready(request)
  const { account, region } = request
  if (!account || request.state === 'waiting') throw new ResetError('E_RESET_GRANT', NOT_APPROVED)
  const again = grant === 'reset' && canGiveAgain(request, tx.now)
  if (!dueGrants(request).includes(grant) && !again) {
    const done = grant === 'unlock' ? request.unlockedBy : request.resetBy
    throw new ResetError(
      'E_RESET_GRANT',
      done
        ? { id: `Sudah dikerjakan oleh ${done}.`, en: `${done} has done this already.` }
        : { id: 'Keputusannya tidak memberikan hal ini.', en: 'The decision does not grant this.' },
    )
  }
  const given = grant === 'reset' ? await resetUser(tx, account.login) : null
  const opened = grant === 'unlock' && (await unlockUser(tx, account.login)).opened
  const left = dueGrants(request).filter((one) => one !== grant)
  const state = left.length === 0 ? 'done' : 'accepted'
  const [at, by] = grant === 'unlock' ? ['unlocked_at', 'unlocked_by_name'] : ['reset_at', 'reset_by_name']
  await query(
    tx,
    `update reset_requests set ${at} = :now, ${by} = :by, state = :state, taken_at = :now where regency_code = :region and id = cast(:id as uuid)`,
    { now: tx.now, by: tx.actor.name, state, region, id },
  )
  await note(tx, request, given ? 'password_given' : opened ? 'unlocked' : 'was_open')
  return {
    ...{ request: { ...request, state }, userId: account.id, login: account.login, opened },
    ...{ oneTime: given?.oneTime ?? null, until: given?.user.oneTimeUntil?.toMillis() ?? null },
  }
}

const NOT_APPROVED: Text = { id: 'Permohonan ini belum disetujui.', en: 'This request has not been approved yet.' }

/** Which password was given last, as the form that asks for one carries it; empty before the first. */
export function givenMark({ resetAt }: ResetRequest): string {
  return resetAt?.toISOString() ?? ''
}

/** Whether a one-time password that was given can be replaced by another one: within a day, while it is unused. */
export function canGiveAgain({ account, resetAt, grants }: ResetRequest, now: Date): boolean {
  return (
    grants.includes('reset') &&
    resetAt !== null &&
    now.getTime() - resetAt.getTime() < AGAIN_MS &&
    account?.mustChangePassword === true
  )
}

async function locked(tx: Tx, id: string): Promise<ResetRequest> {
  const request = await requestById(tx, id, true)
  if (!request) throw new ResetError('E_RESET_UNKNOWN', { id: 'Permohonan ini tidak ada.', en: 'There is no such request.' })
  return request
}

/** A request that the officer has taken. Another's hold that is over is no longer his. */
async function mine(tx: Tx, id: string): Promise<ResetRequest> {
  const request = await locked(tx, id)
  if (request.takenBy === tx.actor.id && request.takenBy !== null) return request
  if (request.state === 'rejected' || request.state === 'done') throw decided(request)
  const holder = holderOf(request, tx.now)
  if (holder) throw taken(holder)
  throw new ResetError('E_RESET_NOT_TAKEN', {
    id: 'Ambil dahulu permohonan ini, lalu kerjakan.',
    en: 'Take this request first, then work on it.',
  })
}

async function hold(tx: Tx, { region, id }: ResetRequest, by: boolean): Promise<void> {
  await query(
    tx,
    'update reset_requests set taken_by = cast(? as uuid), taken_by_name = ?, taken_at = ? where regency_code = ? and id = cast(? as uuid)',
    [by ? tx.actor.id : null, by ? tx.actor.name : null, by ? tx.now : null, region, id],
  )
}

async function note(tx: Tx, { region, id, receipt }: ResetRequest, act: string, data: Record<string, unknown> = {}) {
  await recordActivity(tx, {
    ...{ action: `reset_request.${act}`, regency: region, object: { type: 'reset_request', id }, data: { receipt, ...data } },
  })
}

const moment = (at: Date | null) => showMoment(zoneOf(NATIONAL), at)

function givenAlready({ resetBy, resetAt }: ResetRequest): ResetError {
  return new ResetError('E_RESET_GRANT', {
    id: `Kata sandi sekali pakai sudah diberikan oleh ${resetBy ?? '–'} pada ${moment(resetAt)} dan tidak diganti. Bila hilang, buat yang baru dengan tombolnya.`,
    en: `${resetBy ?? '–'} gave a one-time password on ${moment(resetAt)}; it was not replaced. If it is lost, make a new one with the button.`,
  })
}

function taken({ name, until }: { name: string; until: Date }): ResetError {
  return new ResetError('E_RESET_TAKEN', {
    id: `Permohonan ini sedang dikerjakan ${name} sampai ${moment(until)}. Ambil permohonan lain.`,
    en: `${name} works on this request until ${moment(until)}. Take another one.`,
  })
}

function decided({ state, decidedBy, decidedAt }: ResetRequest): ResetError {
  const how = state === 'rejected' ? { id: 'ditolak', en: 'rejected' } : { id: 'disetujui', en: 'approved' }
  return new ResetError('E_RESET_DECIDED', {
    id: `Permohonan ini sudah ${how.id} oleh ${decidedBy ?? '–'} pada ${moment(decidedAt)}.`,
    en: `This request was ${how.en} by ${decidedBy ?? '–'} on ${moment(decidedAt)}.`,
  })
}
