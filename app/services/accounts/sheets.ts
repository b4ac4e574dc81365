import encryption from '@adonisjs/core/services/encryption'
import type { I18n } from '@adonisjs/i18n'
import User from '#models/user'
import { recordActivity } from '#services/activity'
import type { Pdf } from '#services/documents/pdf'
import { showMoment } from '#services/format'
import { regionNames } from '#services/regions'
import { NATIONAL, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { AccountError } from './errors.js'
import { renderAccountList, renderSheets, type PrintedAccount } from './sheet_pdf.js'

/** An account with the one-time password it was just given. */
export interface Given {
  id: string
  oneTime: string
  /** End of the password in milliseconds: another one given later has another. */
  until: number
}

export function givenTo(user: User, oneTime: string): Given {
  return { id: user.id, oneTime, until: user.oneTimeUntil!.toMillis() }
}

/** More accounts than these are printed as a list alone. */
export const MOST_SHEETS = 60
/** So long the page that has shown one-time passwords may print them. */
export const PRINTABLE_MINUTES = 30
const PURPOSE = 'account.sheet'

/**
 * What the page that shows one-time passwords keeps to print them: the passwords themselves, which stand nowhere else, closed with the
 * application's key for the officer who was shown them.
 */
export function proofOf(tx: Pick<Tx, 'actor'>, given: readonly Given[]): string {
  return encryption.encrypt({ officer: tx.actor.id, given }, `${PRINTABLE_MINUTES}m`, PURPOSE)
}

/**
 * Prints what a page has just shown: a leaf for each account, or one list.
 *
 * @throws AccountError `E_SHEET_OVER` for another officer, later than half an hour, or when all were used or replaced since
 */
export async function printGiven(tx: Tx, proof: string, form: 'sheets' | 'list', i18n: I18n): Promise<Pdf> {
  const opened = encryption.decrypt<{ officer: string | null; given: Given[] }>(proof, PURPOSE)
  if (!opened || opened.officer !== tx.actor.id) throw over()
  const accounts = await stillToUse(tx, opened.given, i18n)
  if (accounts.length === 0) throw over()
  const printed = { accounts, printedBy: `${tx.actor.name}, ${showMoment(zoneOf(NATIONAL), tx.now)}`, createdAt: tx.now }
  await recordActivity(tx, { action: 'account.sheet_printed', regency: NATIONAL, data: { count: accounts.length } })
  return form === 'list' || accounts.length > MOST_SHEETS ? renderAccountList(printed) : renderSheets(printed)
}

/** Those whose password is the one given and was not yet changed by its owner, in the order given. */
async function stillToUse(tx: Tx, given: readonly Given[], i18n: I18n): Promise<PrintedAccount[]> {
  await loadZones()
  const users = await User.query({ client: tx.trx }).whereIn(
    'id',
    given.map(({ id }) => id),
  )
  const byId = new Map(users.map((user) => [user.id, user]))
  const names = await regionNames(users.map(({ regionCode }) => regionCode))
  return given.flatMap(({ id, oneTime, until }) => {
    const user = byId.get(id)
    if (!user?.mustChangePassword || user.oneTimeUntil?.toMillis() !== until) return []
    const place = names[user.regionCode] ?? i18n.t('shell.ministry')
    return {
      ...{ login: user.login, name: user.name, oneTime, office: `${i18n.t(`shell.role.${user.role}`)}, ${place}` },
      until: showMoment(zoneOf(user.regionCode), user.oneTimeUntil),
    }
  })
}

function over(): AccountError {
  return new AccountError('E_SHEET_OVER', {
    id: `Lembar ini hanya dapat dicetak dari halaman yang menampilkan kata sandinya, paling lama ${PRINTABLE_MINUTES} menit dan sebelum dipakai. Atur ulang kata sandi akun itu bila lembarnya tidak ada.`,
    en: `This sheet can only be printed from the page that shows its password, within ${PRINTABLE_MINUTES} minutes and before the password is used. Reset the password of the account if there is no sheet.`,
  })
}
