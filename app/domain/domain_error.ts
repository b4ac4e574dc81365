/**
 * Every reason for which the domain refuses a value, in Indonesian and English. Codes never change their meaning.
 * No reason carries the identifier or the name it refuses: reasons end up in logs and reports.
 */
const REASONS = {
  E_IDENTIFIER_SCIENTIFIC: {
    id: 'Nomor tertulis dalam notasi ilmiah sehingga sebagian angkanya hilang. Ketik ulang sebagai teks.',
    en: 'The number is in scientific notation, so some of its digits are lost. Type it again as text.',
  },
  E_IDENTIFIER_NUMBER: {
    id: 'Nomor tersimpan sebagai bilangan sehingga angka terakhirnya tidak dapat dipercaya. Ketik ulang sebagai teks.',
    en: 'The number is stored as a numeric value, so its last digits cannot be trusted. Type it again as text.',
  },
  E_IDENTIFIER_CHARACTER: {
    id: 'Nomor hanya boleh berisi angka, tetapi memuat "{found}". Ketik ulang angkanya saja.',
    en: 'The number may hold digits only, but it holds "{found}". Type its digits alone.',
  },
  E_IDENTIFIER_WORD: {
    id: 'Isian ini bukan nomor. Ketik angkanya, atau kosongkan bila nomornya belum ada.',
    en: 'This is no number. Type its digits, or leave it empty where there is none yet.',
  },
  E_IDENTIFIER_LENGTH: {
    id: 'Nomor harus {expected} angka, tetapi berisi {found} angka. Periksa pada dokumennya.',
    en: 'The number must have {expected} digits, but it has {found}. Look it up in the document.',
  },
  E_NIK_FORMAT: { id: 'NIK harus 16 angka.', en: 'A NIK must have 16 digits.' },
  E_NIK_REPEATED: { id: 'NIK tidak boleh berisi satu angka yang diulang.', en: 'A NIK cannot be one digit repeated.' },
  E_NIK_SERIAL: { id: 'Nomor urut NIK dimulai dari 0001, bukan 0000.', en: 'The serial of a NIK starts at 0001, not 0000.' },
  E_NIK_DATE: {
    id: 'Tanggal lahir di dalam NIK tidak ada. Hari 01 sampai 31, atau 41 sampai 71 untuk perempuan.',
    en: 'The birth date inside the NIK does not exist. Days run from 01 to 31, or 41 to 71 for women.',
  },
  E_KK_FORMAT: { id: 'Nomor KK harus 16 angka.', en: 'A KK number must have 16 digits.' },
  E_KK_REPEATED: { id: 'Nomor KK tidak boleh berisi satu angka yang diulang.', en: 'A KK number cannot be one digit repeated.' },
  E_KK_SERIAL: { id: 'Nomor urut KK dimulai dari 0001, bukan 0000.', en: 'The serial of a KK number starts at 0001, not 0000.' },
  E_KK_DATE: {
    id: 'Tanggal pendaftaran di dalam nomor KK tidak ada.',
    en: 'The registration date inside the KK number does not exist.',
  },
  E_REGION_CODE_FORMAT: {
    id: 'Kode wilayah "{found}" tidak dikenali. Contoh yang benar: {example}.',
    en: 'Region code "{found}" is not understood. A right example: {example}.',
  },
  E_REGION_CODE_SHORT: {
    id: 'Kode wilayah "{found}" kurang angka. Ketik ulang sebagai teks.',
    en: 'Region code "{found}" lacks a digit. Type it again as text.',
  },
  E_REGION_CODE_HINT: {
    id: 'Kode wilayah "{found}" kurang angka. Mungkin maksudnya {hint}?',
    en: 'Region code "{found}" lacks a digit. Perhaps {hint}?',
  },
  E_REGION_CODE_COMMA: {
    id: 'Kode wilayah "{found}" memakai koma, bukan titik. Mungkin maksudnya {hint}?',
    en: 'Region code "{found}" has a comma in place of a point. Perhaps {hint}?',
  },
  E_BPS_CODE_FORMAT: {
    id: 'Kode wilayah BPS "{found}" tidak dikenali. Contoh yang benar: {example}, dengan nol di depannya.',
    en: 'BPS region code "{found}" is not understood. A right example: {example}, leading zeros included.',
  },
  E_DATE_FORMAT: {
    id: 'Tanggal tidak dapat dibaca. Tulis sebagai hari-bulan-tahun, misalnya 25-12-1962.',
    en: 'The date cannot be read. Write it as day-month-year, for example 25-12-1962.',
  },
  E_DATE_TWO_DIGIT_YEAR: {
    id: 'Tahun harus ditulis empat angka, misalnya 25-12-1962.',
    en: 'The year must have four digits, for example 25-12-1962.',
  },
  E_DATE_YEAR: { id: 'Tahun {year} sebelum 1900. Periksa tahunnya.', en: 'Year {year} is before 1900. Check the year.' },
  E_DATE_MONTH: {
    id: 'Bulan {month} tidak ada. Urutannya hari-bulan-tahun.',
    en: 'There is no month {month}. The order is day-month-year.',
  },
  E_DATE_DAY: {
    id: 'Hari {day} tidak ada pada bulan {month} tahun {year}. Periksa tanggalnya.',
    en: 'There is no day {day} in month {month} of {year}. Check the date.',
  },
  E_DATE_FUTURE: {
    id: 'Tanggal setelah {latest}, padahal tidak boleh mendatang. Periksa tahunnya.',
    en: 'The date is after {latest} and may not lie ahead. Check the year.',
  },
  E_DATE_SERIAL: {
    id: 'Sel tanggal tidak berisi tanggal kalender yang utuh.',
    en: 'The date cell does not hold a whole calendar date.',
  },
  E_ZONE_PROVINCE: { id: 'Provinsi {found} tidak memiliki zona waktu.', en: 'Province {found} has no time zone.' },
  E_NUMBER_FORMAT: {
    id: 'Bilangan tidak dapat dibaca. Pakai titik untuk ribuan dan koma untuk desimal, misalnya 1.250.000,50.',
    en: 'The number cannot be read. Use a point for thousands and a comma for decimals, as in 1.250.000,50.',
  },
  E_NUMBER_DECIMALS: {
    id: 'Bilangan paling banyak memiliki {decimals} angka di belakang koma.',
    en: 'The number may have at most {decimals} decimals.',
  },
  E_NUMBER_WHOLE: {
    id: 'Isian harus bilangan bulat, misalnya 3 atau 1.250.',
    en: 'This must be a whole number, for example 3 or 1.250.',
  },
  E_NUMBER_SIZE: { id: 'Bilangan terlalu besar. Periksa angkanya.', en: 'The number is too large. Check its digits.' },
  E_RUPIAH_NEGATIVE: { id: 'Jumlah uang tidak boleh negatif.', en: 'An amount of money cannot be negative.' },
  E_PERIOD_DATES: {
    id: 'Tanggal tutup periode tidak boleh sebelum tanggal buka.',
    en: 'A period cannot close before it opens.',
  },
  E_PERIOD_SHORTENED: {
    id: 'Perpanjangan harus setelah tanggal tutup {closes}.',
    en: 'An extension must lie after the closing date {closes}.',
  },
  E_PERIOD_FINALISE_DAYS: {
    id: 'Masa finalisasi harus bilangan bulat hari, paling sedikit 0.',
    en: 'The time for finalising must be a whole number of days, 0 or more.',
  },
  E_QUOTA_NUMBER: { id: 'Kuota harus bilangan bulat, paling sedikit 0.', en: 'A quota must be a whole number, 0 or more.' },
  E_QUOTA_FULL: { id: 'kuota penuh ({used}/{limit})', en: 'quota full ({used}/{limit})' },
  E_QUOTA_SHORT: { id: 'butuh {needed}, sisa {free}', en: '{needed} needed, {free} left' },
  E_LATITUDE: {
    id: 'Lintang harus bilangan dari -90 sampai 90, misalnya -8,4838. Periksa apakah tertukar dengan bujur.',
    en: 'Latitude must be a number from -90 to 90, for example -8.4838. See whether it was mixed up with the longitude.',
  },
  E_LONGITUDE: {
    id: 'Bujur harus bilangan dari -180 sampai 180, misalnya 115,1234. Periksa apakah tertukar dengan lintang.',
    en: 'Longitude must be a number from -180 to 180, for example 115.1234. See whether it was mixed up with the latitude.',
  },
  E_COORDINATE_HALF: {
    id: 'Lintang dan bujur harus diisi keduanya atau dikosongkan keduanya.',
    en: 'Fill in both latitude and longitude, or neither.',
  },
  E_ZOOM: { id: 'Perbesaran peta harus bilangan bulat dari 1 sampai 19.', en: 'Map zoom must be a whole number from 1 to 19.' },
} as const satisfies Record<string, { id: string; en: string }>

/** Codes of the refusals above. */
export type DomainErrorCode = keyof typeof REASONS
export type DomainErrorParams = Readonly<Record<string, string | number>>

/** A value the domain refuses. `code` is stable, `message` is the Indonesian reason shown to the user. */
export class DomainError extends Error {
  override readonly name = 'DomainError'

  constructor(
    readonly code: DomainErrorCode,
    readonly params: DomainErrorParams = {},
  ) {
    super(fill(REASONS[code].id, params))
  }

  get text(): Record<'id' | 'en', string> {
    return { id: this.reason('id'), en: this.reason('en') }
  }

  /** The same reason in the language of the reader. */
  reason(locale: 'id' | 'en'): string {
    return fill(REASONS[this.code][locale], this.params)
  }
}

/** Result of `read`, or null where it throws a DomainError; any other error passes through. */
export function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

function fill(text: string, params: DomainErrorParams): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(params[name] ?? placeholder))
}
