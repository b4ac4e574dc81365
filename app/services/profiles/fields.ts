import { nipFault } from '#domain/nip'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { clock } from '#services/clock'
import { DocumentRefused } from '#services/documents/errors'
import { LetterNumberPattern } from '#services/documents/letter_number'

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
  /** Tells what is wrong with a given text, in an Indonesian sentence. */
  check?: (text: string) => string | null
  /** The form it is kept in, e.g. without the blanks of a NIP. */
  tidy?: (text: string) => string
}

const CAPACITIES = ['own', 'an.', 'plt.', 'u.b.'] as const

const phone = (text: string) =>
  /^[+(]?[0-9][0-9 ().-]{4,24}$/.test(text) ? null : 'Nomor telepon hanya berisi angka, spasi, kurung dan tanda hubung.'
const email = (text: string) => (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text) ? null : 'Alamat surel tidak dapat dibaca.')
const withoutBlanks = (text: string) => text.replace(/\s+/g, '')

/** Fields by form, in the order of the page. The keys are those that the letter reads. */
export const PROFILE_FIELDS: Record<ProfileForm, readonly ProfileField[]> = {
  institution: [
    { name: 'name', label: 'Nama instansi', max: 120 },
    { name: 'address', label: 'Alamat', max: 300 },
    {
      ...{ name: 'postal_code', label: 'Kode pos', max: 10, tidy: withoutBlanks },
      check: (text) => (/^[0-9]{5}$/.test(text) ? null : 'Kode pos harus 5 angka.'),
    },
    { name: 'phone', label: 'Telepon', max: 25, check: phone },
    { name: 'fax', label: 'Faksimile', max: 25, check: phone },
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
      check: (text) => (CAPACITIES.some((known) => known === text) ? null : 'Pilih salah satu kewenangan.'),
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
    { name: 'phone', label: 'No. HP', max: 25, check: phone },
    { name: 'email', label: 'Surel', max: 120, check: email },
  ],
}

/** Reads one form: tidy texts without the empty ones, and the problems by field name. */
export function readForm(form: ProfileForm, typed: Record<string, unknown>): { values: ProfileValues; problems: ProfileValues } {
  const values: ProfileValues = {}
  const problems: ProfileValues = {}
  for (const field of PROFILE_FIELDS[form]) {
    const text = tidyText(typed[field.name], field)
    if (text === '') continue
    values[field.name] = text
    const problem = [...text].length > field.max ? `${field.label} paling banyak ${field.max} huruf.` : field.check?.(text)
    if (problem) problems[field.name] = problem
  }
  if (form === 'person' && !values.name) problems.name = 'Nama harus diisi.'
  if (form === 'signing' && ['an.', 'u.b.'].includes(values.capacity ?? '') && !values.principal) {
    problems.principal = `Isi jabatan yang diwakili, karena ditandatangani ${values.capacity}`
  }
  return { values, problems }
}

const NIP_FAULTS: Record<Exclude<ReturnType<typeof nipFault>, null>, string> = {
  LENGTH: 'NIP harus 18 angka',
  BIRTH: 'Delapan angka pertama NIP bukan tanggal lahir (tahun, bulan, hari).',
  APPOINTED: 'Angka ke-9 sampai ke-14 NIP bukan tahun dan bulan pengangkatan yang sudah lewat.',
  YOUNG: 'Menurut NIP ini pengangkatan terjadi sebelum berumur 16 tahun. Periksa tanggal lahir dan pengangkatannya.',
  SEX: 'Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan).',
  SERIAL: 'Tiga angka terakhir NIP dimulai dari 001.',
}

function nip(text: string): string | null {
  const fault = nipFault(text, todayIn(MINISTRY_ZONE, clock.now()))
  return fault === 'LENGTH' ? `${NIP_FAULTS.LENGTH}, tetapi berisi ${text.length}.` : fault && NIP_FAULTS[fault]
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

function website(text: string): string | null {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`)
  const fine = url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname.includes('.') && !/[\s<>"]/.test(text)
  return fine ? null : 'Tulis alamat website, misalnya dinsos.magelangkota.go.id.'
}

function letterhead(text: string): string | null {
  return text.split('\n').length <= 5 ? null : 'Kop surat paling banyak 5 baris.'
}

/** It is printed as it stands, so that no placeholder of a sample may be left in it. */
function numberCode(text: string): string | null {
  return /^[\p{L}\p{N} .,/_-]+$/u.test(text) ? null : 'Kode klasifikasi hanya berisi huruf, angka, spasi, dan tanda . , / - _'
}

function numberPattern(text: string): string | null {
  try {
    new LetterNumberPattern(text)
    return null
  } catch (error) {
    if (error instanceof DocumentRefused) return error.message
    throw error
  }
}

/** How the next letter's number would look, or why the pattern cannot be used. `date` is `YYYY-MM-DD`, `number` the next of its year. */
export function numberExample(
  { pattern, code }: { pattern: string; code: string },
  { date, number }: { date: string; number: number },
): { example: string } | { problem: string } {
  const problem = numberPattern(pattern)
  if (problem) return { problem }
  return { example: new LetterNumberPattern(pattern).format({ number, date, code }) }
}
