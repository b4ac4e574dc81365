import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { runAndWait } from '#services/jobs/run_and_wait'
import { requestApply, requestCheck, saveMapping, type GivenPart } from '#services/loads/acts'
import type { LoadKind, LoadOptions } from '#services/loads/kind'
import { loadKinds } from '#services/loads/kinds'
import { filesOfLoad, findLoad, type Load } from '#services/loads/loads'
import { takeFiles, type GivenFile } from '#services/loads/take'
import { nationalScope } from '#services/regions'
import { scope, SYSTEM, type Actor, type Tx } from '#services/scope'

export type Cell = string | number | Date | null

export const kindNamed = (id: string): LoadKind => loadKinds().find((kind) => kind.id === id)!

export async function atDesk<T>(work: (tx: Tx) => Promise<T>, actor: Actor = SYSTEM): Promise<T> {
  return scope.run(await nationalScope(actor), work)
}

/** Lets a test work with files in a folder that is gone afterwards. */
async function withFiles<T>(contents: Record<string, string | Uint8Array>, work: (files: GivenFile[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'siks-desk-'))
  try {
    const files: GivenFile[] = []
    for (const [name, content] of Object.entries(contents)) {
      const path = join(folder, String(files.length))
      await writeFile(path, content)
      files.push({ name, path })
    }
    return await work(files)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A workbook of sheets, each a heading row and rows. */
export function workbook(sheets: Record<string, readonly (readonly Cell[])[]>): Promise<Uint8Array> {
  return writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows: rows.map((row) => [...row]) })) })
}

export const csv = (...rows: readonly (readonly Cell[])[]) => `${rows.map((row) => row.join(';')).join('\r\n')}\r\n`

/** Brings files to the desk and gives the load that waits for its mapping. */
export async function bring(kind: string, contents: Record<string, string | Uint8Array>): Promise<Load> {
  const id = await withFiles(contents, async (files) => takeFiles(await nationalScope(SYSTEM), kindNamed(kind), files))
  return atDesk((tx) => findLoad(tx, id))
}

/** The form of a load as the page shows it, for `saveMapping`. */
export async function formOf(
  load: Load,
  changes: Record<string, Record<string, string>> = {},
): Promise<Record<string, GivenPart>> {
  const files = await atDesk((tx) => filesOfLoad(tx, load.id))
  return Object.fromEntries(
    Object.entries(load.parts).map(([part, { file, sheet, columns }]) => {
      const { headers } = files.find(({ id }) => id === file)!.sheets.find(({ name }) => name === sheet)!
      const meant = { ...columns, ...changes[part] }
      return [
        part,
        { table: sheet === null ? file : `${file}/${sheet}`, columns: headers.map((heading) => meant[heading] ?? '') },
      ]
    }),
  )
}

/** Saves the mapping as suggested, checks and, where told, applies; gives the load as it is then. */
export async function run(load: Load, options: LoadOptions, { apply = false } = {}): Promise<Load> {
  const kind = kindNamed(load.kind)
  const form = await formOf(load)
  const check = await atDesk(async (tx) => {
    await saveMapping(tx, kind, load.id, form, options)
    return requestCheck(tx, kind, load.id)
  })
  await runAndWait(check)
  const checked = await atDesk((tx) => findLoad(tx, load.id))
  if (!apply || checked.state !== 'checked') return checked
  await runAndWait(await atDesk((tx) => requestApply(tx, load.id)))
  return atDesk((tx) => findLoad(tx, load.id))
}
