import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openCsv, type CsvRow } from '#services/documents/csv_reader'

/** A file of that content in a folder. */
export async function csvFile(folder: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'uji.csv')
  await writeFile(path, content)
  return path
}

/** What a file of that content reads as, with all of its rows. */
export async function readCsv(folder: string, content: string | Uint8Array) {
  const { rows, ...table } = await openCsv(await csvFile(folder, content))
  const found: CsvRow[] = []
  for await (const row of rows) found.push(row)
  return { ...table, rows: found }
}
