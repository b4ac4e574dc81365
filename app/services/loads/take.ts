import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { openCsv } from '#services/documents/csv_reader'
import { DocumentRefused } from '#services/documents/errors'
import { tableFormat } from '#services/documents/table'
import { sheetHeads } from '#services/documents/xlsx/sheet'
import { storeFile } from '#services/files'
import { NATIONAL, scope, type Scope, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { LoadError } from './errors.js'
import { missingColumns, rememberedColumns, suggestColumns } from './headings.js'
import type { KindPart, LoadKind } from './kind.js'
import type { LoadFile, PartChoice } from './loads.js'

/** Files of one load at most; a workbook brings all its sheets as one. */
export const MAX_LOAD_FILES = 20

export interface GivenFile {
  /** As the person knows it. */
  name: string
  path: string
}

interface HeadedFile extends GivenFile {
  sheets: LoadFile['sheets']
}

/**
 * Takes files in as a load that waits for its mapping: their headings are read, their content is kept, and what they seem to mean is
 * written down for the officer to put right.
 *
 * @throws LoadError `E_LOAD_FILES`; DocumentRefused for a file that is neither CSV nor XLSX
 */
export async function takeFiles(of: Scope, kind: LoadKind, given: readonly GivenFile[]): Promise<string> {
  if (given.length === 0 || given.length > MAX_LOAD_FILES) {
    throw new LoadError('E_LOAD_FILES', {
      id: `Pilih 1 sampai ${MAX_LOAD_FILES} berkas CSV atau XLSX.`,
      en: `Choose 1 to ${MAX_LOAD_FILES} CSV or XLSX files.`,
    })
  }
  const headed = await headedOf(given)
  const parts = await kind.parts()
  return scope.run(of, async (tx) => {
    const id = uuid()
    await tx.trx.table('loads').insert({
      ...{ id, regency_code: NATIONAL, kind: kind.id, source: 'desk', state: 'draft' },
      ...{ created_by: tx.actor.id, created_by_name: tx.actor.name, created_at: tx.now },
    })
    const files = await keepFiles(tx, id, headed)
    const choices = await chooseTables(tx, kind.id, parts, files)
    await tx.trx
      .from('loads')
      .where({ regency_code: NATIONAL, id })
      .update({ parts: JSON.stringify(choices) })
    await recordActivity(tx, {
      ...{ action: 'load.received', regency: NATIONAL, object: { type: 'load', id } },
      data: { kind: kind.id, files: given.length },
    })
    return id
  })
}

/** The headings of all files; what cannot be read is told of each of them by name, not of the first alone. */
async function headedOf(given: readonly GivenFile[]): Promise<HeadedFile[]> {
  const headed: HeadedFile[] = []
  const refused: { name: string; error: DocumentRefused }[] = []
  for (const file of given) {
    try {
      headed.push({ ...file, sheets: await headingsOf(file.path) })
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error
      refused.push({ name: file.name, error })
    }
  }
  const [first] = refused
  if (!first) return headed
  if (given.length === 1) throw first.error
  const told = (locale: keyof Text) => refused.map(({ name, error }) => `${name}: ${error.text[locale]}`).join(' ')
  throw new DocumentRefused(first.error.code, { id: told('id'), en: told('en') }, { cause: first.error })
}

/** Tables of a file with their headings: its sheets, or the file itself. */
async function headingsOf(path: string): Promise<LoadFile['sheets']> {
  if ((await tableFormat(path)) === 'xlsx') return sheetHeads(path)
  const table = await openCsv(path)
  await table.close()
  return [{ name: null, headers: table.headers }]
}

async function keepFiles(tx: Tx, load: string, given: readonly HeadedFile[]): Promise<LoadFile[]> {
  const files: LoadFile[] = []
  for (const [position, { name, path, sheets }] of given.entries()) {
    const { size } = await stat(path)
    const stored = await storeFile(tx, {
      ...{ regency: NATIONAL, kind: 'load', name, contentType: 'application/octet-stream', content: createReadStream(path) },
    })
    const file = { id: uuid(), name: stored.name, size, sha256: stored.sha256, sheets, fileId: stored.id }
    await tx.trx.table('load_files').insert({
      ...{ id: file.id, load_id: load, regency_code: NATIONAL, position, original_name: file.name, size },
      ...{ sha256: file.sha256, sheets: JSON.stringify(sheets), file_id: stored.id },
    })
    files.push(file)
  }
  return files
}

interface Fit {
  part: KindPart
  file: LoadFile
  sheet: string | null
  columns: Record<string, string>
  score: number
}

/** Gives each part the table that fits it best; a table serves one part. */
async function chooseTables(
  tx: Tx,
  kind: string,
  parts: readonly KindPart[],
  files: readonly LoadFile[],
): Promise<Record<string, PartChoice>> {
  const fits: Fit[] = []
  for (const part of parts) {
    for (const file of files) {
      for (const { name, headers } of file.sheets) {
        if (headers.length === 0) continue
        const columns = await columnsFor(tx, kind, part, headers)
        const recognised = Object.values(columns).filter(Boolean).length
        fits.push({ part, file, sheet: name, columns, score: recognised - MISSING_COSTS * missingColumns(part, columns).length })
      }
    }
  }
  const chosen: Record<string, PartChoice> = {}
  const taken = new Set<string>()
  for (const { part, file, sheet, columns } of fits.sort(neededFirst)) {
    const table = `${file.id} ${sheet ?? ''}`
    const lacking = missingColumns(part, columns).length
    if (chosen[part.name] || taken.has(table) || lacking === requiredOf(part)) continue
    if (part.optional && lacking > 0) continue
    chosen[part.name] = { file: file.id, sheet, columns }
    taken.add(table)
  }
  return chosen
}

const MISSING_COSTS = 100

/** A part that may be left out never takes a table from one that may not. */
function neededFirst(a: Fit, b: Fit): number {
  return Number(a.part.optional ?? false) - Number(b.part.optional ?? false) || b.score - a.score
}

function requiredOf(part: KindPart): number {
  return part.columns.filter(({ required }) => required).length
}

/** What was said of these headings last time, else what they seem to say. */
export async function columnsFor(tx: Tx, kind: string, part: KindPart, headers: readonly string[]) {
  return (await rememberedColumns(tx, kind, part, headers)) ?? suggestColumns(part, headers)
}
