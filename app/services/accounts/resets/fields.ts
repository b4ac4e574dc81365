import { addDays } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { DomainError } from '#domain/domain_error'
import { EASTERN_ZONE, MINISTRY_ZONE, todayIn } from '#domain/zone'

const WISHES = ['reset', 'unlock', 'both'] as const
export type Wish = (typeof WISHES)[number]

/** What the letter and its sender say, as it is kept. */
export interface ResetFields {
  login: string
  wish: Wish
  sender: string
  senderPhone: string
  letterNumber: string
  /** `YYYY-MM-DD` */
  letterDate: string
  officialName: string
  officialPosition: string
}

/** A letter older than this asks for a new one. */
const LETTER_DAYS = 90

const TEXTS = {
  login: { label: 'Nama pengguna', max: 40, missing: 'Tulis nama pengguna akun itu.' },
  sender: { label: 'Nama pengirim', max: 120, missing: 'Tulis nama pengirim surat.' },
  senderPhone: { label: 'Nomor telepon', max: 25, missing: 'Tulis nomor telepon yang dapat dihubungi.' },
  letterNumber: { label: 'Nomor surat tugas', max: 80, missing: 'Tulis nomor surat tugas seperti pada kop surat.' },
  letterDate: { label: 'Tanggal surat tugas', max: 20, missing: 'Tulis tanggal surat tugas, misalnya 25-11-2026.' },
  officialName: { label: 'Nama pejabat', max: 120, missing: 'Tulis nama pejabat yang menandatangani surat tugas.' },
  officialPosition: { label: 'Jabatan', max: 120, missing: 'Tulis jabatan pejabat yang menandatangani.' },
} as const

type TextField = keyof typeof TEXTS

/** Reads the form: tidy values, or what is wrong with each field. */
export function readResetFields(
  typed: Readonly<Record<string, unknown>>,
  now: Date,
): { fields: ResetFields; problems: Record<string, string> } {
  const problems: Record<string, string> = {}
  const read = (name: TextField): string => {
    const { label, max, missing } = TEXTS[name]
    const given = typed[name]
    const text = typeof given === 'string' ? given.replace(/\p{C}/gu, ' ').replace(/\s+/g, ' ').trim() : ''
    if (text === '') problems[name] = missing
    else if ([...text].length > max) problems[name] = `${label} paling banyak ${max} huruf.`
    return text
  }
  const wish = WISHES.find((one) => one === typed.wish)
  if (!wish) problems.wish = 'Pilih apa yang diminta.'
  const fields: ResetFields = {
    ...{ login: read('login').toLowerCase(), wish: wish ?? 'both', sender: read('sender'), senderPhone: read('senderPhone') },
    ...{ letterNumber: read('letterNumber'), letterDate: read('letterDate') },
    ...{ officialName: read('officialName'), officialPosition: read('officialPosition') },
  }
  if (!problems.senderPhone && !/^[+(]?[0-9][0-9 ().-]{4,24}$/.test(fields.senderPhone)) {
    problems.senderPhone = 'Nomor telepon hanya berisi angka, spasi, kurung dan tanda hubung.'
  }
  if (!problems.letterDate) {
    const dated = readDate(fields.letterDate, now)
    if ('problem' in dated) problems.letterDate = dated.problem
    else fields.letterDate = dated.date
  }
  return { fields, problems }
}

/** An office dates its letter by its own calendar, and whose it is nobody knows yet: the day of any zone will do. */
function readDate(text: string, now: Date): { date: string } | { problem: string } {
  try {
    const date = parseDate(text, { notAfter: todayIn(EASTERN_ZONE, now) })
    if (date >= addDays(todayIn(MINISTRY_ZONE, now), -LETTER_DAYS)) return { date }
    return { problem: `Surat tugas ini lebih dari ${LETTER_DAYS} hari. Mintalah surat tugas yang baru.` }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { problem: error.message }
  }
}
