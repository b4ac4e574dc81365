import { nameKey } from '#domain/name_key'
import { plainCell } from '#domain/plain_cell'
import type { VerificationModule } from '#kernel/registry'
import { blind, isNumber, unblind } from './blind.js'

export const PAGE_SIZES = [25, 50, 100] as const
/** States of an update. */
export const UPDATE_STATES = ['received', 'accepted', 'returned', 'rejected', 'withdrawn'] as const
export const STATES = ['untouched', ...UPDATE_STATES] as const
/** Orders of a list other than the usual one, by village and name; a minus turns one round. */
export const SORTS = ['nama', '-nama', '-desa'] as const
export const PROBLEMS = ['conflict', 'block', 'warn', 'inherited', 'none'] as const

/** What a list is asked for; everything of it stands in the address. */
export interface ListFilters {
  /** `existing` are the records of the register, touched or not, `repair` those touched; `new` the proposals of this period; `all` both. */
  kind: 'existing' | 'repair' | 'new' | 'all'
  district?: string
  village?: string
  outcome?: string
  state?: (typeof STATES)[number]
  problem?: (typeof PROBLEMS)[number]
  decile?: number
  /** Import file the record last came from. */
  file?: string
  /** NIK, No KK, register id, or a part of a name. */
  search?: string
  /** Only records somebody touched in this period. */
  touched?: true
  sort?: (typeof SORTS)[number]
}

export interface ListPage {
  size: (typeof PAGE_SIZES)[number]
  /** Cursor of the row after which (`next`) or before which (`previous`) the page begins. */
  cursor?: { direction: 'next' | 'previous'; at: string[] }
  /** Number shown to the reader; it follows the cursor and is never used to find rows. */
  number: number
}

type Input = Readonly<Record<string, unknown>>

const MOST_PAGES = 1_000_000

const CONTROL = /\p{Cc}/gu
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const text = (input: Input, name: string) => {
  const value = input[name]
  const tidy = typeof value === 'string' ? value.replace(CONTROL, ' ').trim().slice(0, 200) : ''
  return tidy === '' ? undefined : tidy
}

const oneOf = <T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined =>
  allowed.find((entry) => entry === value)

/** Bands by which a module's registers are counted: 0 for what has none, the last for what lies beyond the named ones. */
export const decileBands = ({ recap }: VerificationModule): number[] =>
  Array.from({ length: recap.deciles.length + 2 }, (_, band) => band)

/** Reads filters from an address; what is not understood is left out, so that an old link still opens. */
export function readFilters(module: VerificationModule, kind: ListFilters['kind'], input: Input): ListFilters {
  const bands = decileBands(module)
  const file = text(input, 'berkas')
  const entries: [keyof ListFilters, unknown][] = [
    ['district', text(input, 'kecamatan')],
    ['village', text(input, 'desa')],
    [
      'outcome',
      oneOf(
        text(input, 'hasil'),
        module.outcomes.map(({ code }) => code),
      ),
    ],
    ['state', oneOf(text(input, 'status'), STATES)],
    ['problem', oneOf(text(input, 'masalah'), PROBLEMS)],
    ['decile', bands.find((band) => String(band) === text(input, 'desil'))],
    ['file', file && UUID.test(file) ? file : undefined],
    ['search', searchOf(input)],
    ['touched', text(input, 'tersentuh') === '1' ? true : undefined],
    ['sort', oneOf(text(input, 'urut'), SORTS)],
  ]
  return { kind, ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)) }
}

/** A search by a hidden number that is too old to be read finds nothing, instead of everything. */
export const UNREADABLE = '?'

/** What is looked for, typed as `cari` or in its hidden form as `nomor`. */
export function searchOf(input: Input): string | undefined {
  const hidden = text(input, 'nomor')
  return text(input, 'cari') ?? (hidden && (unblind(hidden) ?? UNREADABLE))
}

/** The filters as they stand in the address again; a number that is searched for only in its hidden form. */
export function filterParameters({ search, touched, ...filters }: ListFilters): Record<string, string> {
  const names: Partial<Record<keyof ListFilters, string>> = {
    ...{ district: 'kecamatan', village: 'desa', outcome: 'hasil', state: 'status', problem: 'masalah' },
    ...{ decile: 'desil', file: 'berkas', sort: 'urut' },
  }
  const named = Object.entries(names).flatMap(([field, parameter]): [string, string][] => {
    const value = filters[field as keyof typeof filters]
    return value === undefined ? [] : [[parameter, String(value)]]
  })
  return {
    ...Object.fromEntries(named),
    ...(search === undefined ? {} : searchParameters(search)),
    ...(touched ? { tersentuh: '1' } : {}),
  }
}

/** A search as it may stand in an address: a number only in its hidden form. */
export function searchParameters(search: string): Record<string, string> {
  return isNumber(search) ? { nomor: blind(search) } : { cari: search }
}

/** @param parts how many values a cursor of this list's order has; one of another order begins at the beginning */
export function readPage(input: Input, parts: number): ListPage {
  const size = PAGE_SIZES.find((entry) => entry === Number(text(input, 'baris'))) ?? 25
  const number = readPageNumber(text(input, 'halaman'))
  for (const [parameter, direction] of [
    ['sesudah', 'next'],
    ['sebelum', 'previous'],
  ] as const) {
    const at = decodeCursor(text(input, parameter), parts)
    if (at) return { size, number, cursor: { direction, at } }
  }
  return { size, number: 1 }
}

/** Number of a page as an address has it; 1 for what is none. */
export function readPageNumber(given: unknown): number {
  const number = typeof given === 'string' ? Math.trunc(Number(given)) || 1 : 1
  return Math.min(MOST_PAGES, Math.max(1, number))
}

export function encodeCursor(at: readonly string[]): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url')
}

function decodeCursor(cursor: string | undefined, parts: number): string[] | null {
  if (!cursor) return null
  try {
    const at: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(at) && at.length === parts && at.every(isPart) ? at : null
  } catch {
    return null
  }
}

function isPart(part: unknown): part is string {
  return typeof part === 'string' && part.replace(CONTROL, '') === part
}

export type SearchWord =
  { by: 'identifier'; value: string } | { by: 'register'; value: string } | { by: 'name'; value: string } | { by: 'nothing' }

/** How a search word is understood: 16 digits are a NIK, a No KK or a register id, other words with digits a register id, the rest a name. */
export function readSearch(search: string): SearchWord {
  const word = plainCell(search)
  const compact = word.replace(/[\s.'’]/g, '')
  if (/^\d{16}$/.test(compact)) return { by: 'identifier', value: compact }
  if (/^\d[\d\s]+$/.test(word)) return { by: 'register', value: compact }
  if (/\d/.test(word) && !/\s/.test(word)) return { by: 'register', value: word }
  const key = nameKey(search)
  return key.length >= 3 ? { by: 'name', value: key.replace(/[%_\\]/g, '') } : { by: 'nothing' }
}
