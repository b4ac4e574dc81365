import { join } from 'node:path'
import { openTable, type DataRow } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'
import { zipStream } from '#services/documents/zip'

export const NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
export const sheetOf = (rows: string) => `<?xml version="1.0"?><worksheet ${NS}><sheetData>${rows}</sheetData></worksheet>`

/** A workbook as a program writes it, part by part, in a folder. */
export async function rawWorkbook(folder: string, parts: Record<string, string>): Promise<string> {
  const path = join(folder, `${Math.random()}.xlsx`)
  const entries = Object.entries({
    'xl/workbook.xml': `<workbook ${NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/styles" Target="styles.xml"/><Relationship Id="rId3" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ...parts,
  }).map(([name, text]) => ({ name, content: Buffer.from(text) }))
  await writeWholeFile(path, zipStream(entries))
  return path
}

/** The rows of a table with the kinds of its own cells. */
export async function rowsOf(path: string, sheet?: string): Promise<(Omit<DataRow, 'kinds'> & { kinds: number[] })[]> {
  const table = await openTable(path, sheet)
  const rows = []
  for await (const { kinds, ...row } of table.rows)
    rows.push({ ...row, kinds: [...(kinds ?? [])].slice(0, table.headers.length) })
  return rows
}
