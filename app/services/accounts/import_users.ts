import encryption from '@adonisjs/core/services/encryption'
import hash from '@adonisjs/core/services/hash'
import { v7 as uuid } from 'uuid'
import { recordActivities } from '#services/activity'
import { NATIONAL, scope, type Scope, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { AccountError } from './errors.js'
import { judgeAccount, knownOf, oneAfterAnother, type SoundAccount } from './judge.js'
import { oneTimeEnd } from './manage.js'
import { oneTimePassword } from './passwords.js'
import type { ReadRow } from './read_users.js'
import type { Given } from './sheets.js'

/** What becomes of one row. */
export interface JudgedRow {
  row: number
  login: string
  name: string
  role: string
  region: string
  /** Empty for an accepted row. */
  reasons: string[]
}

/** read = accepted + rejected. */
export interface UserReport {
  read: number
  accepted: number
  rejected: number
  rows: JudgedRow[]
}

interface Judged {
  report: UserReport
  accounts: SoundAccount[]
}

/** So long a checked file may be taken. */
const CHECKED = '2h'
const PURPOSE = 'account.import'
/** Passwords are made so many at a time: each costs as much work as a sign-in. */
const AT_ONCE = 4
const ROWS_AT_ONCE = 100

/** Says what would become of every row, and makes nothing. */
export async function checkUsers(tx: Tx, rows: readonly ReadRow[], locale: keyof Text = 'id'): Promise<UserReport> {
  return (await judge(tx, rows, locale)).report
}

/** The rows of a checked file as the page keeps them until they are taken: no file with names and numbers lies anywhere. */
export function sealRows(of: Scope, rows: readonly ReadRow[]): string {
  return encryption.encrypt({ officer: of.actor.id, rows }, CHECKED, PURPOSE)
}

/** @throws AccountError `E_USERS_FILE` for another officer's file or one checked too long ago */
export function openRows(of: Scope, sealed: string): ReadRow[] {
  const opened = encryption.decrypt<{ officer: string | null; rows: ReadRow[] }>(sealed, PURPOSE)
  if (opened && opened.officer === of.actor.id) return opened.rows
  throw new AccountError('E_USERS_FILE', {
    id: 'Hasil pemeriksaan berkas ini sudah tidak berlaku. Unggah dan periksa sekali lagi.',
    en: 'The check of this file is no longer valid. Upload it and check it once more.',
  })
}

/** An account that was made, with what its list needs. */
export interface MadeAccount extends SoundAccount {
  given: Given
}

/**
 * Makes the accounts of all accepted rows at once, each with a one-time password. The rows are judged anew: what another officer has
 * made meanwhile is rejected by then. Passwords are worked on before the transaction, for that is slow on purpose.
 */
export async function importUsers(of: Scope, rows: readonly ReadRow[]): Promise<{ report: UserReport; made: MadeAccount[] }> {
  const { accounts } = await scope.run(of, (tx) => judge(tx, rows))
  const passwords = new Map<string, { oneTime: string; hashed: string }>()
  for (let at = 0; at < accounts.length; at += AT_ONCE) {
    await Promise.all(
      accounts.slice(at, at + AT_ONCE).map(async ({ login }) => {
        const oneTime = oneTimePassword()
        passwords.set(login, { oneTime, hashed: await hash.make(oneTime) })
      }),
    )
  }
  return scope.run(of, async (tx) => {
    await oneAfterAnother(tx)
    const judged = await judge(tx, rows)
    const wanted = judged.accounts.filter(({ login }) => passwords.has(login))
    const made: MadeAccount[] = []
    for (let at = 0; at < wanted.length; at += ROWS_AT_ONCE) {
      made.push(...(await insert(tx, wanted.slice(at, at + ROWS_AT_ONCE), passwords)))
    }
    if (made.length > 0) {
      await recordActivities(tx, [{ action: 'account.imported', regency: NATIONAL, data: { count: made.length } }])
    }
    return { report: judged.report, made }
  })
}

async function insert(
  tx: Tx,
  accounts: readonly SoundAccount[],
  passwords: ReadonlyMap<string, { oneTime: string; hashed: string }>,
): Promise<MadeAccount[]> {
  const until = oneTimeEnd(tx)
  const made = accounts.map((account) => ({
    ...account,
    given: { id: uuid(), oneTime: passwords.get(account.login)!.oneTime, until: until.toMillis() },
  }))
  await tx.trx.table('users').multiInsert(
    made.map(({ given, login, name, role, region, position, nip, phone, email }) => ({
      ...{ id: given.id, login, name, role, region_code: region, position, nip, phone, email, locale: 'id' },
      ...{ password: passwords.get(login)!.hashed, must_change_password: true, one_time_until: until.toJSDate() },
      ...{ failed_attempts: 0, created_at: tx.now, updated_at: tx.now },
    })),
  )
  await recordActivities(
    tx,
    made.map(({ given, login, role, region }) => ({
      ...{ action: 'account.created', regency: region, object: { type: 'user', id: given.id }, data: { login, role } },
    })),
  )
  return made
}

const twice = (login: string, others: readonly number[]): Text => ({
  id: `Nama pengguna "${login}" ganda dalam berkas: juga pada baris ${others.join(', ')}.`,
  en: `The user name "${login}" occurs twice in the file: also in row ${others.join(', ')}.`,
})

async function judge(tx: Tx, rows: readonly ReadRow[], locale: keyof Text = 'id'): Promise<Judged> {
  const known = await knownOf(
    tx,
    rows.map(({ typed }) => typed),
  )
  const rowsOf = new Map<string, number[]>()
  for (const { row, typed } of rows) if (typed.login !== '') rowsOf.set(typed.login, [...(rowsOf.get(typed.login) ?? []), row])
  const accounts: SoundAccount[] = []
  const judgedRows = rows.map(({ row, typed, problem }): JudgedRow => {
    const shown = { row, login: typed.login, name: typed.name ?? '', role: typed.role, region: typed.region }
    if (problem) return { ...shown, reasons: [problem[locale]] }
    const others = (rowsOf.get(typed.login) ?? []).filter((other) => other !== row)
    const doubled = others.length > 0 ? [twice(typed.login, others)[locale]] : []
    const judged = judgeAccount(typed, known)
    if ('faults' in judged) return { ...shown, reasons: [...doubled, ...judged.faults.map(({ said }) => said[locale])] }
    if (doubled.length > 0) return { ...shown, reasons: doubled }
    accounts.push(judged.account)
    return { ...shown, name: judged.account.name, reasons: [] }
  })
  const accepted = accounts.length
  return { accounts, report: { read: rows.length, accepted, rejected: rows.length - accepted, rows: judgedRows } }
}
