import type { ListFilters } from './filters.js'

/** How a list is sorted: `desa` is village, then name; both end with the key, so that no two rows are equal. */
export interface Sort {
  key: 'desa' | 'nama'
  direction: 'asc' | 'desc'
}

const SORTED = { desa: ['village_code', 'name_key', 'key'], nama: ['name_key', 'key'] } as const

export function sortOf({ sort = 'desa' }: { sort?: string }): Sort {
  return { key: sort.endsWith('nama') ? 'nama' : 'desa', direction: sort.startsWith('-') ? 'desc' : 'asc' }
}

type SortColumn = (typeof SORTED)[keyof typeof SORTED][number]

/** How many values a cursor of the list has. */
export function cursorParts(filters: ListFilters): number {
  return SORTED[sortOf(filters).key].length
}

/** The order of a list, or that order turned round, as SQL: what follows a row that has the bound values, and the order itself. */
export function ordered(
  filters: ListFilters,
  backwards = false,
): { after: string; order: string; at: (row: Record<SortColumn, string>) => string[] } {
  const { key, direction } = sortOf(filters)
  const columns = SORTED[key]
  const falling = (direction === 'desc') !== backwards
  return {
    after: ` and (${columns.join(', ')}) ${falling ? '<' : '>'} (${columns.map(() => '?').join(', ')})`,
    order: columns.map((column) => (falling ? `${column} desc` : column)).join(', '),
    at: (row) => columns.map((column) => row[column]),
  }
}
