import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import { DocumentRefused } from '#services/documents/errors'
import { openTable, type DataTable } from '#services/documents/table'
import { suggestColumns } from '#services/loads/headings'
import { groupOf } from '../engine.js'
import type { Instrument } from '../instrument.js'
import { groupColumns } from './columns.js'
import { emptyTable } from './empty_table.js'
import { EditionError } from './errors.js'
import { layoutOf, type Layout } from './layout.js'

/** A file on disk, one sheet of it, and what its headings were chosen to mean. */
export interface FileSource {
  path: string
  /** As the person knows it; the file's own name unless told. */
  name?: string
  sheet?: string
  /** Heading → variable, where it is not the heading that says so; an empty one leaves the column out. */
  columns?: Readonly<Record<string, string>>
}

/** A file, or rows a program makes in the shape of one. */
export type LoadSource = string | FileSource | (() => DataTable)

/** A source that is open, its columns found. */
export interface OpenSource {
  layout: Layout
  table: DataTable
  file: FileSource | null
  name: string
}

/** Groups without which nothing is loaded: records and their people. What else hangs on a record may be left out. */
export function neededGroups({ root, summary }: Instrument): string[] {
  return [root.name, summary.people.group]
}

/**
 * Opens one source for each group of the instrument, an empty one for a group that was left out, or none at all.
 *
 * @param isAdded the rows come to an edition that holds records already: any one file will do
 * @throws EditionError `E_LOAD_FILE_MISSING`, `E_LOAD_HEADING`
 */
export async function openSources(
  instrument: Instrument,
  sources: Readonly<Record<string, LoadSource>>,
  isAdded = false,
): Promise<OpenSource[]> {
  const needed = isAdded && Object.keys(sources).length > 0 ? [] : neededGroups(instrument)
  const opened: OpenSource[] = []
  try {
    for (const group of [instrument.root, ...instrument.groups]) {
      const given = sources[group.name]
      if (given === undefined && needed.includes(group.name))
        throw new EditionError('E_LOAD_FILE_MISSING', {
          id: `Berkas --${group.name} belum disebut.`,
          en: `File --${group.name} was not named.`,
        })
      opened.push(await openSource(instrument, group.name, given ?? (() => emptyTable(instrument, group))))
    }
    return opened
  } catch (error) {
    await closeSources(opened)
    throw error
  }
}

export async function closeSources(opened: readonly OpenSource[]): Promise<void> {
  for (const { table } of opened) await table.close()
}

/** The headings as their columns are to be read: chosen ones under the name of their variable, left out ones under none. */
export function meantHeaders(headers: readonly string[], columns: Readonly<Record<string, string>> = {}): string[] {
  return headers.map((heading) => (columns[heading] === '' ? `~${heading}` : (columns[heading] ?? heading)))
}

async function openSource(instrument: Instrument, group: string, source: LoadSource): Promise<OpenSource> {
  if (typeof source === 'function') {
    const table = source()
    return { layout: layoutOf(instrument, group, table.headers), table, file: null, name: group }
  }
  const file = typeof source === 'string' ? { path: source } : source
  await access(file.path).catch(() => missing(file.path))
  const table = await openTable(file.path, file.sheet).catch((error: unknown) => {
    throw namingFile(error, file.name ?? basename(file.path))
  })
  try {
    const columns = file.columns ?? suggestedColumns(instrument, group, table.headers)
    const layout = layoutOf(instrument, group, meantHeaders(table.headers, columns), table.headers)
    return { layout, table, file, name: file.name ?? basename(file.path) }
  } catch (error) {
    await table.close()
    throw error
  }
}

/** What the headings are known to mean, where nobody says: by their names, the words of the form, or names in common use, as at the desk. */
function suggestedColumns(instrument: Instrument, name: string, headers: readonly string[]): Record<string, string> {
  const group = groupOf(instrument, name)
  return suggestColumns({ name, label: group.label, columns: groupColumns(instrument, group) }, headers)
}

/** A refusal of a file among several says which one it is about. */
export function namingFile(error: unknown, name: string): unknown {
  if (!(error instanceof DocumentRefused)) return error
  const { id, en } = error.text
  return new DocumentRefused(error.code, { id: `Berkas "${name}": ${id}`, en: `File "${name}": ${en}` })
}

function missing(path: string): never {
  throw new EditionError('E_LOAD_FILE_MISSING', {
    id: `Berkas "${path}" tidak ada atau tidak dapat dibaca.`,
    en: `File "${path}" does not exist or cannot be read.`,
  })
}
