import { nameKey } from '#domain/name_key'
import { STANDINGS, type RegencyProgress, type Standing } from './national.js'

/** How the page may be put in order; `-` before a key turns it round. */
export const SORTS = ['progress', 'code', 'records', 'files', 'days', 'standing'] as const
export type Sort = (typeof SORTS)[number]

export interface ProgressFilters {
  /** Code of a province. */
  province: string | null
  standing: Standing | null
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
    text: text('cari').trim(),
    sort: key ? { key, direction: sort.startsWith('-') ? 'desc' : 'asc' } : { key: 'progress', direction: 'desc' },
  }
}

/** Share of the register that was looked at, 0 to 1; an empty register has none. */
export function shareOf({ touched, records }: Pick<RegencyProgress, 'touched' | 'records'>): number {
  return records > 0 ? touched / records : 0
}

const VALUES: Record<Sort, (row: RegencyProgress) => number> = {
  progress: (row) => STANDINGS.indexOf(row.standing) * 0.0001 + shareOf(row),
  code: () => 0,
  records: ({ records }) => records,
  files: ({ files }) => files,
  days: ({ daysLeft }) => daysLeft ?? Number.MAX_SAFE_INTEGER,
  standing: ({ standing }) => STANDINGS.indexOf(standing),
}

/** The regencies that the filters leave, in their order; equals stand by code. The page and its files show the same. */
export function ranked(rows: readonly RegencyProgress[], { province, standing, text, sort }: ProgressFilters): Ranked[] {
  const wanted = nameKey(text)
  const sign = sort.direction === 'desc' ? -1 : 1
  const value = VALUES[sort.key]
  return rows
    .filter((row) => !province || row.province.code === province)
    .filter((row) => !standing || row.standing === standing)
    .filter((row) => text === '' || row.code.startsWith(text) || (wanted !== '' && nameKey(row.name).includes(wanted)))
    .sort((a, b) => sign * (value(a) - value(b)) || (sort.key === 'code' ? sign : 1) * (a.code < b.code ? -1 : 1))
    .map((row, index) => ({ ...row, rank: index + 1 }))
}
