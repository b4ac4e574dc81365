import type { VerificationModule } from '#kernel/registry'
import User from '#models/user'
import { todayIn } from '#domain/zone'
import { renderHandover, renderPassphraseList } from '#services/documents/handover_pdf'
import type { Pdf } from '#services/documents/pdf'
import { shortDecree, words } from '#services/documents/strings'
import { showDate, showNumber, showSize } from '#services/format'
import type { Tx } from '#services/scope'
import type { RegencyPeriod } from '../periods/index.js'
import { isOnePerson } from '../instrument.js'
import { occasionOf, occasionOfAll } from '../finalise/occasion.js'
import { plainHeading, SUPERVISOR } from '../finalise/plain_heading.js'
import { IssueError } from './errors.js'
import { periodsOfIssue, type StoredIssue } from './stored.js'
import { villagesOf } from './villages.js'

const MOST_NAMED = 6

/** Berita Acara Serah Terima of a written package. */
export async function handoverSheet(tx: Tx, issue: StoredIssue, given: { passphrase: string; recipient: string }): Promise<Pdf> {
  const print = await printOf(tx, issue)
  const giver = tx.actor.id ? await User.find(tx.actor.id, { client: tx.trx }) : null
  const villages = await villagesOf(tx, issue.regency, issue.villages)
  const named = villages.slice(0, MOST_NAMED).map(({ code, name }) => `${name} (${code})`)
  const more = villages.length - named.length
  return renderHandover({
    ...print.common,
    number: String(issue.number),
    facts: [
      ['Wilayah', issue.label],
      ['Desa/Kelurahan', more > 0 ? `${named.join(', ')}, dan ${showNumber(more)} lainnya` : named.join(', ')],
      ['Kecamatan', [...new Set(villages.map(({ district }) => district.name))].join(', ')],
      ['Modul', print.periods.map(({ module }) => module.words.title).join(', ')],
      [
        'Periode',
        print.periods.map((one) => `${print.prefix(one)}${one.period.name}, sampai ${showDate(one.closesOn)}`).join('; '),
      ],
      [
        'Data dasar',
        print.periods.map((one) => `${print.prefix(one)}${one.edition.name}, ${shortDecree(one.edition.decree)}`).join('; '),
      ],
      [
        'Isi',
        contentsOf(
          print.periods.map(({ module }) => module),
          issue,
        ),
      ],
      ['Ukuran berkas', showSize(issue.size ?? 0)],
      ['Nomor terbitan', issue.id],
    ],
    passphrase: given.passphrase,
    sha256: issue.sha256 ?? '',
    giver: { name: tx.actor.name, position: giver?.position ?? SUPERVISOR },
    receiver: given.recipient.trim().slice(0, 100),
  })
}

/** What a package holds: people are counted beside the records of a module whose records hold several. */
export function contentsOf(
  [only, ...others]: readonly Pick<VerificationModule, 'words' | 'instrument'>[],
  { households, persons }: Pick<StoredIssue, 'households' | 'persons'>,
): string {
  const records = showNumber(households ?? 0)
  if (!only || others.length > 0) return `${records} data`
  const told = `${records} ${only.words.record.many}`
  return isOnePerson(only.instrument) ? told : `${told}, ${showNumber(persons ?? 0)} jiwa`
}

/** The passphrases of several packages on one list. */
export async function passphraseList(tx: Tx, issues: readonly StoredIssue[], phrases: readonly string[]): Promise<Pdf> {
  const { common } = await printOf(tx, issues[0]!)
  return renderPassphraseList({
    ...common,
    rows: issues.map(({ number, label }, at) => ({ number, label, passphrase: phrases[at]! })),
  })
}

async function printOf(tx: Tx, issue: StoredIssue) {
  const periods = await periodsOfIssue(tx, issue)
  const [first] = periods
  if (!first)
    throw new IssueError('E_ISSUE_UNKNOWN', {
      id: 'Modul atau periode terbitan ini tidak ada lagi.',
      en: 'The module or period of this issue no longer exists.',
    })
  const { letterhead, place } = await plainHeading(tx, issue.regency)
  return {
    periods,
    /** A module in front of what is its own, where there are several. */
    prefix: ({ module }: RegencyPeriod) => (periods.length > 1 ? `${module.words.short}: ` : ''),
    common: {
      letterhead,
      occasion: occasionOfAll(await Promise.all(periods.map(occasionOf))),
      placeAndDate: words.placeAndDate(place, todayIn(first.zone, tx.now)),
      createdAt: tx.now,
    },
  }
}
