import { formatLongDate } from '#domain/calendar_date'
import { formatDecimal } from '#domain/decimal'
import { todayIn } from '#domain/zone'
import type { Pdf } from '#services/documents/pdf'
import { renderLetter } from '#services/documents/letter_pdf'
import type { CountTable } from '#services/documents/letter_table'
import { words, type Counted } from '#services/documents/strings'
import { fileContent, findFile } from '#services/files'
import type { Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import { isOnePerson } from '#verification/instrument'
import type { RegencyPeriod } from '#verification/periods/index'
import { NOT_TAKEN, type AreaCount, type NotTakenState } from './counts.js'
import { copiedOf } from './institution.js'
import { occasionOf } from './occasion.js'
import type { LetterProfile } from './letter_profile.js'
import type { Totals } from './totals.js'

const NOT_TAKEN_LABELS: Record<NotTakenState, string> = {
  received: 'belum diputuskan',
  returned: 'dikembalikan',
  rejected: 'ditolak',
  withdrawn: 'ditarik',
}

const RECIPIENT = [
  'Yth. Menteri Sosial Republik Indonesia',
  'c.q. Kepala Pusat Data dan Informasi Kesejahteraan Sosial',
  'di Jakarta',
]

export interface LetterFacts {
  /** Null for a preview. */
  number: string | null
  /** Date of the letter in the regency's zone. */
  date: string
  verifyUrl: string | null
  totals: Totals
  /** Root of the seal, hex; null for a preview before the seal. */
  sealRoot: string | null
  sealedAt: Date
  annexes: number
}

/** Draws the letter of a finalisation from its totals and a profile. */
export async function letterPdf(tx: Tx, period: RegencyPeriod, profile: LetterProfile, facts: LetterFacts): Promise<Pdf> {
  const { module, zone } = period
  const occasion = await occasionOf(period)
  const finalised = todayIn(zone, facts.sealedAt)
  const unit = module.words.record.one
  const logo = await logoOf(tx, profile)
  const told = facts.sealRoot && !isOnePerson(module.instrument)
  const persons = told ? `dengan ${formatDecimal(facts.totals.persons)} ${module.words.person.one} ` : ''
  return renderLetter({
    ...{ number: facts.number, date: facts.date, place: profile.place, subject: module.letter.subject, annexes: facts.annexes },
    ...{ recipient: RECIPIENT, signatory: profile.signatory, occasion, finalised, unit, total: facts.totals.records },
    letterhead: { ...profile.letterhead, ...(logo ? { logo } : {}) },
    opening:
      `Berdasarkan ${module.letter.body} ${occasion.regency} ${occasion.period} terhadap data dasar menurut ` +
      `${words.decreeInFull(occasion)}, dengan ini disampaikan bahwa data sebanyak ${formatDecimal(facts.totals.records)} ${unit} ` +
      `${persons}telah difinalisasi pada tanggal ` +
      `${formatLongDate(finalised)} dan kami sahkan dengan rincian per kecamatan sebagai berikut:`,
    counts: countTable(module, facts.totals),
    waived: facts.totals.waivers.map(({ rule, count }) => ({ label: ruleTitle(module, rule), count })),
    notTaken: notTaken(facts.totals.all),
    copies: [...(module.letter.copies ?? []), ...(await copiedOf(period.regency))],
    ...{
      seal: facts.sealRoot ? Buffer.from(facts.sealRoot, 'hex') : null,
      verifyUrl: facts.verifyUrl,
      createdAt: tx.now,
    },
  })
}

/** Columns of the letter's table: the edition, what was taken by outcome, what was not, and the result. */
export function countTable(module: VerificationModule, { all, districts }: Totals): CountTable {
  const outcomes = module.outcomes.filter(({ code }) => (all.taken[code] ?? 0) > 0)
  const left = NOT_TAKEN.some((state) => all.notTaken[state] > 0)
  const values = (area: AreaCount) => [
    area.edition,
    ...outcomes.map(({ code }) => area.taken[code] ?? 0),
    ...(left ? [notTakenOf(area)] : []),
    area.untouched,
    area.result,
  ]
  return {
    columns: [
      'Data dasar',
      ...outcomes.map(({ label }) => label.id),
      ...(left ? ['Tidak diambil'] : []),
      'Belum diverifikasi',
      'Hasil',
    ],
    rows: districts.map((district) => ({ name: district.name, values: values(district) })),
  }
}

function notTaken({ notTaken: counts }: AreaCount): Counted[] {
  return NOT_TAKEN.filter((state) => counts[state] > 0).map((state) => ({ label: NOT_TAKEN_LABELS[state], count: counts[state] }))
}

function notTakenOf({ notTaken: counts }: AreaCount): number {
  return NOT_TAKEN.reduce((sum, state) => sum + counts[state], 0)
}

function ruleTitle(module: VerificationModule, code: string): string {
  const rule = module.rules.find((entry) => entry.code === code)
  return rule ? rule.title.id : code
}

/** The picture of a profile's letterhead; null where it has none. */
export async function logoOf(tx: Tx, { logoFileId }: Pick<LetterProfile, 'logoFileId'>): Promise<Buffer | null> {
  const file = logoFileId && (await findFile(tx, logoFileId))
  return file ? fileContent(file) : null
}
