import { diff } from '../diff.js'
import type { Version } from '../merge.js'
import { conflictId } from '../resolve.js'
import type { FieldPath } from '../rules.js'
import type { TypedRow } from './typed_rows.js'

/** Whose answer stands where two people changed one: what was typed here, or what is there now. */
export type Picks = Readonly<Record<string, 'mine' | 'now'>>

/** Everything in which two versions differ, by `conflictId`; rows that came or went are one path each. */
export function pathsBetween(before: Version, after: Version): Map<string, FieldPath> {
  const { fields, added, removed } = diff(before.doc, after.doc)
  const paths: FieldPath[] = [
    ...(before.outcome === after.outcome ? [] : [{ field: 'outcome' }]),
    ...fields,
    ...[...added, ...removed].map(({ group, key }) => ({ group, key, field: 'key' })),
  ]
  return new Map(paths.map((path) => [conflictId(path), path]))
}

/** Paths that another changed since the form was opened and the form would change again, by `conflictId`. */
export function clashesBetween(seen: Version, now: Version, mine: Version): string[] {
  const theirs = pathsBetween(seen, now)
  return [...pathsBetween(now, mine).keys()].filter((id) => theirs.has(id))
}

/** The form without the answers for which the person takes what is there now. */
export function withPicks(
  now: Version,
  typed: { rows: readonly TypedRow[]; outcome: string },
  picks: Picks,
): { rows: TypedRow[]; outcome: string } {
  const takesNow = (path: FieldPath) => picks[conflictId(path)] === 'now'
  const rows = typed.rows.flatMap((row): TypedRow[] => {
    const at = (field: string) => (row.key === '' ? { field } : { group: row.group.name, key: row.key, field })
    if (row.key !== '' && takesNow(at('key'))) return []
    const values = new Map([...row.values].filter(([field]) => !takesNow(at(field))))
    const { parent, ...rest } = row
    const moves = parent !== undefined && row.group.parent && !takesNow(at(row.group.parent.field))
    return [{ ...rest, values, ...(moves ? { parent } : {}) }]
  })
  return { rows, outcome: takesNow({ field: 'outcome' }) ? now.outcome : typed.outcome }
}

const PICK = 'pilih:'

/** The choices that a form sent. */
export function picksOf(posted: Readonly<Record<string, string>>): Picks {
  const chosen = Object.entries(posted).filter(
    (entry): entry is [string, 'mine' | 'now'] => entry[0].startsWith(PICK) && (entry[1] === 'mine' || entry[1] === 'now'),
  )
  return Object.fromEntries(chosen.map(([name, side]) => [name.slice(PICK.length), side]))
}
