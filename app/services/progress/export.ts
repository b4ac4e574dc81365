import type { Column, Row } from '#services/documents/cells'
import { paceOf, shareOf, type Ranked } from './ranking.js'

type Say = (key: string) => string

/** The columns of the page's files; the headings are in the catalogue under `progress.column`. */
export function progressColumns(say: Say): Column[] {
  const column = (key: string, type: Column['type'], width?: number): Column => ({
    ...{ header: say(`progress.column.${key}`), type, ...(width ? { width } : {}) },
  })
  return [
    ...[column('rank', 'number'), column('code', 'text', 10), column('regency', 'text', 32), column('province', 'text', 28)],
    ...[column('standing', 'text', 24), column('records', 'number'), column('touched', 'number'), column('share', 'number')],
    ...[column('added', 'number'), column('accepted', 'number'), column('files', 'number'), column('letter', 'text', 28)],
    ...[column('until', 'date'), column('days', 'number'), column('pace', 'number')],
  ]
}

export function progressRow(row: Ranked, say: Say): Row {
  return [
    ...[row.rank, row.code, row.name, row.province.name, say(`progress.standing.${row.standing}`), row.records, row.touched],
    ...[Math.round(shareOf(row) * 1000) / 10, row.added, row.accepted, row.files, row.letter?.number ?? null],
    ...[row.until, row.daysLeft, pointsOf(row)],
  ]
}

/** The pace in percentage points, one decimal. */
function pointsOf(row: Ranked): number | null {
  const pace = paceOf(row)
  return pace === null ? null : Math.round(pace * 1000) / 10
}
