const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
]

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

const numbers = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 2 })

/** `1250000` as `1.250.000`. */
export function formatNumber(value: number): string {
  return numbers.format(value)
}

/** Parts of a calendar date `YYYY-MM-DD`. @throws RangeError when the text is not a date of the calendar */
export function dateParts(date: string): { year: number; month: number; day: number } {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.map(Number) ?? []
  const moment = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0))
  if (!year || !month || !day || moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day) {
    throw new RangeError(`not a calendar date: ${date}`)
  }
  return { year, month, day }
}

/** `2026-11-25` as `25 November 2026`. */
export function formatLongDate(date: string): string {
  const { year, month, day } = dateParts(date)
  return `${day} ${MONTHS[month - 1]} ${year}`
}

/** `2026-11-25` as `25-11-2026`. */
export function formatDate(date: string): string {
  const { year, month, day } = dateParts(date)
  return `${String(day).padStart(2, '0')}-${String(month).padStart(2, '0')}-${year}`
}

/** Month of a date as the Roman figure that letter numbers use: `2026-11-25` gives `XI`. */
export function romanMonth(date: string): string {
  return ROMAN[dateParts(date).month - 1]!
}

/** Size of a file in words: `1,4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${formatNumber(Math.round(bytes / 102.4) / 10)} kB`
  return `${formatNumber(Math.round(bytes / 1024 ** 2 / 0.1) / 10)} MB`
}
