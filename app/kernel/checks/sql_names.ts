/** Words that PostgreSQL reserves, so that a column of this name would need quotes everywhere. */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
  concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp
  current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having
  ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not
  notnull null offset on only or order outer overlaps placing primary references returning right select session_user similar some
  symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with`.split(
    /\s+/,
  ),
)

const NAME = /^[a-z][a-z0-9_]*$/

/** PostgreSQL cuts longer names off without a word. */
export const LONGEST_NAME = 63

/** What is wrong with a name as column or part of a table name; null where nothing is. */
export function sqlNameFault(name: string): string | null {
  if (!NAME.test(name)) return 'is not lower-case letters, digits and underscores'
  if (name.length > LONGEST_NAME) return `has ${name.length} characters, PostgreSQL keeps ${LONGEST_NAME}`
  if (RESERVED.has(name)) return 'is a reserved word of SQL'
  return null
}
