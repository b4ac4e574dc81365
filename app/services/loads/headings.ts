import { createHash } from 'node:crypto'
import { columnName } from '#services/documents/csv_reader'
import { query, type Tx } from '#services/scope'
import { LoadError } from './errors.js'
import type { KindColumn, KindPart } from './kind.js'

/** Heading → column; an empty name leaves the heading out. */
export type HeadingColumns = Record<string, string>

/**
 * What the headings of a table seem to stand for: by the name of a column, by its label, by another name that is in use. A heading
 * stands for one column and a column has one heading; nothing is decided by likeness.
 */
export function suggestColumns(part: KindPart, headers: readonly string[]): HeadingColumns {
  const meant: HeadingColumns = Object.fromEntries(headers.map((heading) => [heading, '']))
  const open = new Set(part.columns)
  const passes: ((column: KindColumn) => string[])[] = [
    ({ name }) => [name],
    ({ label }) => [label.id, label.en],
    ({ aliases }) => [...aliases],
  ]
  for (const namesOf of passes) {
    for (const column of [...open]) {
      const heading = firstBearing(
        namesOf(column),
        headers.filter((candidate) => !meant[candidate]),
      )
      if (heading === undefined) continue
      meant[heading] = column.name
      open.delete(column)
    }
  }
  return meant
}

/** The heading that bears the earliest of the names, wherever it stands. */
function firstBearing(names: readonly string[], headings: readonly string[]): string | undefined {
  return names
    .map((name) => headings.find((heading) => squashed(heading) === squashed(name)))
    .find((heading) => heading !== undefined)
}

/** Columns without which the part cannot be read, that no heading stands for. */
export function missingColumns(part: KindPart, columns: HeadingColumns): KindColumn[] {
  const named = new Set(Object.values(columns))
  return part.columns.filter(({ name, required }) => required && !named.has(name))
}

/** Letters that are repeated of what is no name of a column. */
const SHOWN = 60

/** @throws LoadError `E_LOAD_COLUMNS` for a name that is no column, or two headings for one */
export function assertColumns(part: KindPart, headers: readonly string[], columns: HeadingColumns): void {
  const known = new Set(part.columns.map(({ name }) => name))
  const taken = new Map<string, string>()
  for (const [at, heading] of headers.entries()) {
    const [name, input] = [columns[heading] ?? '', `kolom_${part.name}_${at}`]
    if (name === '') continue
    if (!known.has(name)) {
      throw new LoadError('E_LOAD_COLUMNS', {
        id: `${part.label.id}: "${name.slice(0, SHOWN)}" bukan nama kolom yang dikenal (judul "${heading}").`,
        en: `${part.label.en}: "${name.slice(0, SHOWN)}" is no name of a known column (heading "${heading}").`,
      }).at(input)
    }
    const twin = taken.get(name)
    if (twin !== undefined) {
      throw new LoadError('E_LOAD_COLUMNS', {
        id: `${part.label.id}: judul "${twin}" dan "${heading}" sama-sama dibaca sebagai "${name}".`,
        en: `${part.label.en}: headings "${twin}" and "${heading}" are both read as "${name}".`,
      }).at(input)
    }
    taken.set(name, heading)
  }
}

/** What was said of the same headings last time; null where nobody has. */
export async function rememberedColumns(
  tx: Tx,
  kind: string,
  part: KindPart,
  headers: readonly string[],
): Promise<HeadingColumns | null> {
  const [row] = await query<{ columns: HeadingColumns }>(
    tx,
    'select columns from load_headings where kind = ? and part = ? and headings_hash = ?',
    [kind, part.name, hashOf(headers)],
  )
  if (!row) return null
  const known = new Set(['', ...part.columns.map(({ name }) => name)])
  const columns = Object.fromEntries(headers.map((heading) => [heading, row.columns[heading] ?? '']))
  return Object.values(columns).every((name) => known.has(name)) ? columns : null
}

export async function rememberColumns(
  tx: Tx,
  kind: string,
  part: string,
  headers: readonly string[],
  columns: HeadingColumns,
): Promise<void> {
  await query(
    tx,
    `insert into load_headings (kind, part, headings_hash, columns, saved_by_name, saved_at)
     values (:kind, :part, :hash, cast(:columns as jsonb), :by, :now)
     on conflict (kind, part, headings_hash) do update
       set columns = excluded.columns, saved_by_name = excluded.saved_by_name, saved_at = excluded.saved_at`,
    { kind, part, hash: hashOf(headers), columns: JSON.stringify(columns), by: tx.actor.name, now: tx.now },
  )
}

function hashOf(headers: readonly string[]): string {
  return createHash('sha256')
    .update([...headers].sort().join('\n'))
    .digest('hex')
}

function squashed(name: string): string {
  return columnName(name).replaceAll('_', '')
}
