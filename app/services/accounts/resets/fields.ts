import { addDays } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { DomainError } from '#domain/domain_error'
import { EASTERN_ZONE, MINISTRY_ZONE, todayIn } from '#domain/zone'
import { phoneFault, tooLong } from '#services/profiles/fields'
import type { Text } from '#verification/instrument'

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
  login: {
    ...{ label: { id: 'Nama pengguna', en: 'User name' }, max: 40 },
    missing: { id: 'Tulis nama pengguna akun itu.', en: 'Write the user name of the account.' },
  },
  sender: {
    ...{ label: { id: 'Nama pengirim', en: 'Name of the sender' }, max: 120 },
    missing: { id: 'Tulis nama pengirim surat.', en: 'Write the name of the sender.' },
  },
  senderPhone: {
    ...{ label: { id: 'Nomor telepon', en: 'Telephone number' }, max: 25 },
    missing: { id: 'Tulis nomor telepon yang dapat dihubungi.', en: 'Write a telephone number that can be reached.' },
  },
  letterNumber: {
    ...{ label: { id: 'Nomor surat tugas', en: 'Number of the letter' }, max: 80 },
    missing: {
      id: 'Tulis nomor surat tugas seperti pada kop surat.',
      en: 'Write the number of the assignment letter as it stands on the letter.',
    },
  },
  letterDate: {
    ...{ label: { id: 'Tanggal surat tugas', en: 'Date of the letter' }, max: 20 },
    missing: {
      id: 'Tulis tanggal surat tugas, misalnya 25-11-2026.',
      en: 'Write the date of the assignment letter, such as 25-11-2026.',
    },
  },
  officialName: {
    ...{ label: { id: 'Nama pejabat', en: 'Name of the official' }, max: 120 },
    missing: {
      id: 'Tulis nama pejabat yang menandatangani surat tugas.',
      en: 'Write the name of the official who signed the assignment letter.',
    },
  },
  officialPosition: {
    ...{ label: { id: 'Jabatan', en: 'Position' }, max: 120 },
    missing: { id: 'Tulis jabatan pejabat yang menandatangani.', en: 'Write the position of the official who signed.' },
  },
} as const

type TextField = keyof typeof TEXTS

/** Reads the form: tidy values, or what is wrong with each field. */
export function readResetFields(
  typed: Readonly<Record<string, unknown>>,
  now: Date,
): { fields: ResetFields; problems: Record<string, Text> } {
  const problems: Record<string, Text> = {}
  const read = (name: TextField): string => {
    const { label, max, missing } = TEXTS[name]
    const given = typed[name]
    const text = typeof given === 'string' ? given.replace(/\p{C}/gu, ' ').replace(/\s+/g, ' ').trim() : ''
    if (text === '') problems[name] = missing
    else if ([...text].length > max) problems[name] = tooLong(label, max)
    return text
  }
  const wish = WISHES.find((one) => one === typed.wish)
  if (!wish) problems.wish = { id: 'Pilih apa yang diminta.', en: 'Choose what is asked for.' }
  const fields: ResetFields = {
    ...{ login: read('login').toLowerCase(), wish: wish ?? 'both', sender: read('sender'), senderPhone: read('senderPhone') },
    ...{ letterNumber: read('letterNumber'), letterDate: read('letterDate') },
    ...{ officialName: read('officialName'), officialPosition: read('officialPosition') },
  }
  const misdialled = phoneFault(fields.senderPhone)
  if (!problems.senderPhone && misdialled) problems.senderPhone = misdialled
  if (!problems.letterDate) {
    const dated = readDate(fields.letterDate, now)
    if ('problem' in dated) problems.letterDate = dated.problem
    else fields.letterDate = dated.date
  }
  return { fields, problems }
}

/** An office dates its letter by its own calendar, and whose it is nobody knows yet: the day of any zone will do. */
function readDate(text: string, now: Date): { date: string } | { problem: Text } {
  try {
    const date = parseDate(text, { notAfter: todayIn(EASTERN_ZONE, now) })
    if (date >= addDays(todayIn(MINISTRY_ZONE, now), -LETTER_DAYS)) return { date }
    return {
      problem: {
        id: `Surat tugas ini lebih dari ${LETTER_DAYS} hari. Mintalah surat tugas yang baru.`,
        en: `This assignment letter is more than ${LETTER_DAYS} days old. Ask for a new one.`,
      },
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { problem: error.text }
  }
}
