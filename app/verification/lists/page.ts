import { encodeCursor, type ListPage } from './filters.js'

/** Where a page begins: after (`next`) or before (`previous`) the row with these values of its order. */
export type Cursor = NonNullable<ListPage['cursor']>

/** What a page is asked for; without a cursor the first one. */
export interface AskedPage {
  size: number
  cursor?: Cursor | undefined
}

/** Rows in the order of the list, with the cursors of the pages beside them; null where there is none. */
export interface Page<Row> {
  rows: Row[]
  next: string | null
  previous: string | null
}

/**
 * Makes a page out of the rows from its cursor on.
 *
 * @param found up to `size + 1` rows, the nearest to the cursor first, so that those before it come the wrong way round
 * @param at values of a row by which the list is ordered
 */
export function pageOf<Row>(found: readonly Row[], { size, cursor }: AskedPage, at: (row: Row) => readonly string[]): Page<Row> {
  const backwards = cursor?.direction === 'previous'
  const more = found.length > size
  const rows = found.slice(0, size)
  if (backwards) rows.reverse()
  const cursorAt = (row: Row | undefined) => (row === undefined ? null : encodeCursor(at(row)))
  return {
    rows,
    next: backwards || more ? cursorAt(rows.at(-1)) : null,
    previous: (backwards ? more : cursor) ? cursorAt(rows[0]) : null,
  }
}

/** SQL of a page's direction over an order that ascends: how its rows compare with the cursor, and what each column of the order ends with. */
export function directionOf(cursor: Cursor | undefined): { beyond: '<' | '>'; way: 'asc' | 'desc' } {
  return cursor?.direction === 'previous' ? { beyond: '<', way: 'desc' } : { beyond: '>', way: 'asc' }
}
