import { v7 as uuid } from 'uuid'
import { profileFor, type Profile } from '#services/profiles/profile'
import { query, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { phoneChangedAt } from '../user_page.js'
import { ResetError } from './errors.js'
import type { ResetRequest } from './requests.js'

/**
 * What an officer finds out before he decides, and how it may come out; `good` lets the request be accepted.
 *
 * - `letter`    number and date on the scan against what was typed
 * - `official`  who signed against Profil Pengesahan; `differs` is another one who may sign, as a note says
 * - `call`      whoever answers the number on file confirms the letter
 */
export const CHECKS = {
  letter: { good: ['match'], bad: ['mismatch'] },
  official: { good: ['match', 'differs'], bad: ['mismatch'] },
  call: { good: ['confirmed'], bad: ['denied', 'no_answer'] },
} as const
export type CheckKind = keyof typeof CHECKS
export const CHECK_KINDS = Object.keys(CHECKS) as CheckKind[]

export interface Check {
  kind: CheckKind
  result: string
  note: string | null
  numberCalled: string | null
  by: string
  at: Date
  good: boolean
}

/** Letters of a note. */
export const NOTE_LENGTH = 500

const resultsOf = (kind: CheckKind): readonly string[] => [...CHECKS[kind].good, ...CHECKS[kind].bad]
const isGood = (kind: CheckKind, result: string) => CHECKS[kind].good.some((one) => one === result)

/** Every check that was made, the newest first; the newest of a kind is the one that counts. */
export async function checksOf(tx: Tx, request: ResetRequest): Promise<Check[]> {
  const rows = await query<Omit<Check, 'good'>>(
    tx,
    `select kind, result, note, number_called as "numberCalled", by_name as by, at from reset_checks
     where regency_code = ? and request_id = cast(? as uuid) order by at desc, id desc`,
    [request.region, request.id],
  )
  return rows.map((row) => ({ ...row, good: isGood(row.kind, row.result) }))
}

/** The check of each kind that counts. */
export function standingChecks(checks: readonly Check[]): Partial<Record<CheckKind, Check>> {
  return Object.fromEntries(
    CHECK_KINDS.flatMap((kind) => checks.find((check) => check.kind === kind) ?? []).map((check) => [check.kind, check]),
  )
}

export interface CheckMade {
  kind: string
  result: string
  note?: string
  /** The number that was called, one of those on file. */
  number?: string
}

/** Keeps a check; an earlier one of the same kind stays and counts no more. @throws ResetError `E_RESET_CHECKS`, `E_RESET_NUMBER` */
export async function addCheck(tx: Tx, request: ResetRequest, made: CheckMade): Promise<CheckKind> {
  const kind = CHECK_KINDS.find((one) => one === made.kind)
  if (!kind)
    throw new ResetError('E_RESET_CHECKS', {
      id: `Pemeriksaan "${made.kind}" tidak dikenal. Pilihan: ${CHECK_KINDS.join(', ')}.`,
      en: `There is no check "${made.kind}". Choose from: ${CHECK_KINDS.join(', ')}.`,
    })
  const result = resultsOf(kind).find((one) => one === made.result)
  if (!result) throw new ResetError('E_RESET_CHECKS', NO_RESULT, { result: NO_RESULT })
  const note = (made.note ?? '').replace(/\s+/g, ' ').trim().slice(0, NOTE_LENGTH)
  if ((result === 'differs' || (result === 'denied' && kind === 'call')) && note === '') {
    throw new ResetError(
      'E_RESET_CHECKS',
      { id: 'Tuliskan keterangannya untuk hasil ini.', en: 'This result needs a note. Write one.' },
      { note: { id: 'Tuliskan keterangannya.', en: 'Write a note.' } },
    )
  }
  const number = kind === 'call' ? await numberCalled(tx, request, made.number ?? '') : null
  await tx.trx.table('reset_checks').insert({
    ...{ id: uuid(), regency_code: request.region, request_id: request.id, kind, result, note: note || null },
    ...{ number_called: number, by_id: tx.actor.id, by_name: tx.actor.name, at: tx.now },
  })
  return kind
}

const NO_RESULT: Text = { id: 'Pilih hasil pemeriksaannya.', en: 'Choose the result of the check.' }

/** A number to call back, as it stood on file before anybody asked. */
export interface NumberOnFile {
  number: string
  /** `account`: the person's own; `institution`: of Profil Instansi; `province`: of the province's supervisor. */
  source: 'account' | 'institution' | 'province'
  owner: string
  /** When the account's own number was changed within 30 days: who asks may have done it himself. */
  changedAt: Date | null
}

export async function numbersOnFile(tx: Tx, request: ResetRequest, profile: Profile): Promise<NumberOnFile[]> {
  const { account } = request
  if (!account) return []
  const numbers: NumberOnFile[] = []
  if (account.phone) {
    numbers.push({
      number: account.phone,
      source: 'account',
      owner: account.name,
      changedAt: await phoneChangedAt(tx, account.id),
    })
  }
  const { phone, name } = profile.institution
  if (phone) numbers.push({ number: phone, source: 'institution', owner: name ?? '', changedAt: null })
  const above = await query<{ number: string; owner: string }>(
    tx,
    `select phone as number, name as owner from users where role = 'supervisor_province' and disabled_at is null and phone is not null
       and region_code = (select parent from regions where code = ?) order by login`,
    [request.region],
  )
  return [...numbers, ...above.map((row) => ({ ...row, source: 'province' as const, changedAt: null }))]
}

async function numberCalled(tx: Tx, request: ResetRequest, typed: string): Promise<string> {
  const onFile = await numbersOnFile(tx, request, await profileFor(tx, request.region))
  if (onFile.length === 0) {
    throw new ResetError('E_RESET_NUMBER', {
      id: 'Tidak ada nomor di berkas untuk akun ini. Cari nomor resmi kantornya, catat di halaman pengguna, lalu telepon nomor itu.',
      en: 'No number is on file for this account. Find the official number of the office, note it on the page of the user, then call that number.',
    })
  }
  const found = onFile.find(({ number }) => number === typed.trim())
  if (found) return found.number
  throw new ResetError(
    'E_RESET_NUMBER',
    {
      id: 'Telepon balik hanya ke nomor yang sudah ada di berkas, bukan nomor yang ditulis pengirim. Pilih salah satunya.',
      en: 'Call back a number that is already on file, not the one the sender wrote. Choose one of them.',
    },
    { number: { id: 'Pilih nomor yang ditelepon.', en: 'Choose the number that was called.' } },
  )
}
