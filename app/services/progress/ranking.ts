import { nameKey } from '#domain/name_key'
import { STANDINGS, type RegencyProgress, type Standing } from './national.js'

/** How the page may be put in order; `-` before a key turns it round. */
export const SORTS = ['progress', 'pace', 'code', 'records', 'files', 'days', 'standing'] as const
export type Sort = (typeof SORTS)[number]

export interface ProgressFilters {
  /** Code of a province. */
  province: string | null
  standing: Standing | null
  /** Only those that are behind their deadline. */
  late: boolean
  /** Whether a remark of the last days has gone to its supervisors; null for both. */
  reminded: boolean | null
  /** Part of a name, or the beginning of a code. */
  text: string
  sort: { key: Sort; direction: 'asc' | 'desc' }
}

/** A regency with its place in the order. */
export interface Ranked extends RegencyProgress {
  rank: number
}

export function readProgressFilters(asked: Readonly<Record<string, unknown>>): ProgressFilters {
  const text = (name: string) => (typeof asked[name] === 'string' ? asked[name].slice(0, 100) : '')
  const sort = text('urut')
  const key = SORTS.find((known) => known === sort.replace(/^-/, ''))
  return {
    province: /^\d{2}$/.test(text('provinsi')) ? text('provinsi') : null,
    standing: STANDINGS.find((known) => known === text('keadaan')) ?? null,
    late: text('tempo') === 'tertinggal',
    reminded: { sudah: true, belum: false }[text('catatan')] ?? null,
    text: text('cari').trim(),
    sort: key ? { key, direction: sort.startsWith('-') ? 'desc' : 'asc' } : { key: 'progress', direction: 'desc' },
  }
}

/** Share of the register that was looked at, 0 to 1; an empty register has none. */
export function shareOf({ touched, records }: Pick<RegencyProgress, 'touched' | 'records'>): number {
  return records > 0 ? touched / records : 0
}

const WORKING: readonly Standing[] = ['not_started', 'open']

/**
 * How far a regency is ahead of its days of work, as a share of the register: 0.1 is a tenth more than the days that have passed, -0.1 a
 * tenth less. Null where it has finalised, takes no part, or the period has not begun.
 */
export function paceOf(row: Pick<RegencyProgress, 'standing' | 'elapsed' | 'touched' | 'records'>): number | null {
  return row.elapsed !== null && WORKING.includes(row.standing) ? shareOf(row) - row.elapsed : null
}

/** Behind its deadline: less of the register was looked at than of the days has passed. */
export function isLate(row: Parameters<typeof paceOf>[0]): boolean {
  return (paceOf(row) ?? 0) < 0
}

const VALUES: Record<Sort, (row: RegencyProgress) => number> = {
  progress: (row) => STANDINGS.indexOf(row.standing) * 0.0001 + shareOf(row),
  pace: (row) => paceOf(row) ?? (WORKING.includes(row.standing) ? 0 : 1 + stepOf(row)),
  code: () => 0,
  records: ({ records }) => records,
  files: ({ files }) => files,
  days: ({ daysLeft }) => daysLeft ?? Number.MAX_SAFE_INTEGER,
  standing: stepOf,
}

/** How far in the cycle, and among those of one step how much of the register was looked at. */
function stepOf(row: RegencyProgress): number {
  return STANDINGS.indexOf(row.standing) + shareOf(row) * 0.99
}

/** The regencies that the filters leave, in their order; equals stand by code. The page and its files show the same. */
export function ranked(
  rows: readonly RegencyProgress[],
  { province, standing, late, reminded, text, sort }: ProgressFilters,
): Ranked[] {
  const wanted = nameKey(text)
  const sign = sort.direction === 'desc' ? -1 : 1
  const value = VALUES[sort.key]
  return rows
    .filter((row) => !province || row.province.code === province)
    .filter((row) => !standing || row.standing === standing)
    .filter((row) => !late || isLate(row))
    .filter((row) => reminded === null || (row.remindedAt !== null) === reminded)
    .filter((row) => text === '' || row.code.startsWith(text) || (wanted !== '' && nameKey(row.name).includes(wanted)))
    .sort((a, b) => sign * (value(a) - value(b)) || (sort.key === 'code' ? sign : 1) * (a.code < b.code ? -1 : 1))
    .map((row, index) => ({ ...row, rank: index + 1 }))
}
