import i18nManager from '@adonisjs/i18n/services/main'
import { nipFault } from '#domain/nip'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { clock } from '#services/clock'
import { DocumentRefused } from '#services/documents/errors'
import { LetterNumberPattern } from '#services/documents/letter_number'
import type { Text } from '#verification/instrument'

/** The three forms of the Profil page. */
export type ProfileForm = 'institution' | 'signing' | 'person'
export type ProfileValues = Record<string, string>

export interface ProfileField {
  name: string
  label: string
  max: number
  required?: boolean
  /** Several lines; all others are one line. */
  lines?: boolean
  /** Tells what is wrong with a given text. */
  check?: (text: string) => Text | null
  /** The form it is kept in, e.g. without the blanks of a NIP. */
  tidy?: (text: string) => string
}

const CAPACITIES = ['own', 'an.', 'plt.', 'u.b.'] as const

const UNDIALLED: Text = {
  id: 'Tulis nomor telepon dengan paling sedikit 5 angka, misalnya 0812 3456 7890. Selain angka hanya + ( ) . - dan spasi.',
  en: 'Write a telephone number of at least 5 digits, such as 0812 3456 7890. Besides digits only + ( ) . - and blanks.',
}
/** What is wrong with a telephone number. */
export const phoneFault = (text: string): Text | null => (/^[+(]?[0-9][0-9 ().-]{4,24}$/.test(text) ? null : UNDIALLED)
/** What is told of a text with too many letters. */
export const tooLong = (label: Text, max: number): Text => ({
  id: `${label.id} paling banyak ${max} karakter.`,
  en: `${label.en}: at most ${max} characters.`,
})
const email = (text: string): Text | null =>
  /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text)
    ? null
    : {
        id: 'Alamat surel tidak dapat dibaca. Tulis seperti nama@contoh.go.id, atau kosongkan.',
        en: 'The email address cannot be read. Write it as name@example.go.id, or leave it empty.',
      }
const withoutBlanks = (text: string) => text.replace(/\s+/g, '')

/** Fields by form, in the order of the page. The keys are those that the letter reads. */
export const PROFILE_FIELDS: Record<ProfileForm, readonly ProfileField[]> = {
  institution: [
    { name: 'name', label: 'Nama instansi', max: 120 },
    { name: 'address', label: 'Alamat', max: 300 },
    {
      ...{ name: 'postal_code', label: 'Kode pos', max: 10, tidy: withoutBlanks },
      check: (text) => (/^[0-9]{5}$/.test(text) ? null : { id: 'Kode pos harus 5 angka.', en: 'A postal code has 5 digits.' }),
    },
    { name: 'phone', label: 'Telepon', max: 25, check: phoneFault },
    { name: 'fax', label: 'Faksimile', max: 25, check: phoneFault },
    { name: 'email', label: 'Surel', max: 120, check: email },
    { name: 'website', label: 'Website', max: 120, check: website },
  ],
  signing: [
    { name: 'name', label: 'Nama pejabat', max: 120, required: true },
    { name: 'nip', label: 'NIP', max: 30, tidy: withoutBlanks, check: nip },
    { name: 'rank', label: 'Pangkat/golongan', max: 80 },
    { name: 'position', label: 'Jabatan', max: 120, required: true },
    {
      ...{ name: 'capacity', label: 'Kewenangan menandatangani', max: 4 },
      check: (text) =>
        CAPACITIES.some((known) => known === text)
          ? null
          : { id: 'Pilih salah satu kewenangan.', en: 'Choose one of the capacities.' },
    },
    { name: 'principal', label: 'Atas nama', max: 120 },
    { name: 'through', label: 'Pejabat antara', max: 120 },
    { name: 'letterhead', label: 'Kop surat', max: 400, required: true, lines: true, check: letterhead },
    { name: 'place', label: 'Tempat penandatanganan', max: 80, required: true },
    { name: 'number_code', label: 'Kode klasifikasi surat', max: 20, check: numberCode },
    { name: 'number_pattern', label: 'Pola nomor surat', max: 80, required: true, check: numberPattern },
  ],
  person: [
    { name: 'name', label: 'Nama', max: 120, required: true },
    { name: 'nip', label: 'NIP', max: 30, tidy: withoutBlanks, check: nip },
    { name: 'position', label: 'Jabatan', max: 120 },
    { name: 'phone', label: 'No. HP', max: 25, check: phoneFault },
    { name: 'email', label: 'Surel', max: 120, check: email },
  ],
}

/** Reads one form: tidy texts without the empty ones, and the problems by field name. */
export function readForm(
  form: ProfileForm,
  typed: Record<string, unknown>,
): { values: ProfileValues; problems: Record<string, Text> } {
  const values: ProfileValues = {}
  const problems: Record<string, Text> = {}
  for (const field of PROFILE_FIELDS[form]) {
    const text = tidyText(typed[field.name], field)
    if (text === '') continue
    values[field.name] = text
    const problem = [...text].length > field.max ? tooLong(labelOf(form, field), field.max) : field.check?.(text)
    if (problem) problems[field.name] = problem
  }
  if (form === 'person' && !values.name) problems.name = { id: 'Nama harus diisi.', en: 'The name must be filled in.' }
  if (form === 'signing' && ['an.', 'u.b.'].includes(values.capacity ?? '') && !values.principal) {
    problems.principal = {
      id: `Isi jabatan yang diwakili, karena ditandatangani ${values.capacity === 'an.' ? 'a.n.' : 'u.b.'}`,
      en: `Fill in whose position it is signed for, as the capacity is ${values.capacity === 'an.' ? 'a.n.' : 'u.b.'}`,
    }
  }
  return { values, problems }
}

/** What a field is called, in both languages. */
export const labelOf = (form: ProfileForm, { name, label }: ProfileField): Text => ({
  id: label,
  en: i18nManager.locale('en').t(`profile.field.${form}.${name}`),
})

const NIP_FAULTS: Record<Exclude<ReturnType<typeof nipFault>, null | 'LENGTH'>, Text> = {
  BIRTH: {
    id: 'Delapan angka pertama NIP bukan tanggal lahir (tahun, bulan, hari).',
    en: 'The first eight digits of the NIP are no date of birth (year, month, day).',
  },
  APPOINTED: {
    id: 'Angka ke-9 sampai ke-14 NIP bukan tahun dan bulan pengangkatan yang sudah lewat.',
    en: 'Digits 9 to 14 of the NIP are no past year and month of appointment.',
  },
  YOUNG: {
    id: 'Menurut NIP ini pengangkatan terjadi sebelum berumur 16 tahun. Periksa tanggal lahir dan pengangkatannya.',
    en: 'By this NIP the appointment was before the age of 16. Check the dates of birth and of appointment.',
  },
  SEX: {
    id: 'Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan).',
    en: 'Digit 15 of the NIP must be 1 (male) or 2 (female).',
  },
  SERIAL: {
    id: 'Tiga angka terakhir NIP dimulai dari 001.',
    en: 'The last three digits of a NIP start at 001.',
  },
}

function nip(text: string): Text | null {
  const fault = nipFault(text, todayIn(MINISTRY_ZONE, clock.now()))
  if (fault !== 'LENGTH') return fault && NIP_FAULTS[fault]
  return {
    id: `NIP harus 18 angka, tetapi berisi ${text.length}.`,
    en: `A NIP must have 18 digits, but this has ${text.length}.`,
  }
}

function tidyText(typed: unknown, field: ProfileField): string {
  if (typeof typed !== 'string') return ''
  const printable = typed.replace(/\r\n?/g, '\n').replace(field.lines ? /[^\P{C}\n]/gu : /\p{C}/gu, ' ')
  const text = printable
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim()
  return field.tidy ? field.tidy(text) : text
}

function website(text: string): Text | null {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`)
  const fine = url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname.includes('.') && !/[\s<>"]/.test(text)
  return fine
    ? null
    : {
        id: 'Tulis alamat website, misalnya dinsos.magelangkota.go.id.',
        en: 'Write the address of a website, such as dinsos.magelangkota.go.id.',
      }
}

function letterhead(text: string): Text | null {
  return text.split('\n').length <= 5 ? null : { id: 'Kop surat paling banyak 5 baris.', en: 'A letterhead has at most 5 lines.' }
}

/** It is printed as it stands, so that no placeholder of a sample may be left in it. */
function numberCode(text: string): Text | null {
  return /^[\p{L}\p{N} .,/_-]+$/u.test(text)
    ? null
    : {
        id: 'Kode klasifikasi hanya berisi huruf, angka, spasi, dan tanda . , / - _',
        en: 'A classification code holds letters, digits, spaces and the signs . , / - _ alone',
      }
}

function numberPattern(text: string): Text | null {
  try {
    new LetterNumberPattern(text)
    return null
  } catch (error) {
    if (error instanceof DocumentRefused) return error.text
    throw error
  }
}

/** How the next letter's number would look, or why the pattern cannot be used. `date` is `YYYY-MM-DD`, `number` the next of its year. */
export function numberExample(
  { pattern, code }: { pattern: string; code: string },
  { date, number }: { date: string; number: number },
): { example: string } | { problem: Text } {
  const problem = numberPattern(pattern)
  if (problem) return { problem }
  return { example: new LetterNumberPattern(pattern).format({ number, date, code }) }
}
