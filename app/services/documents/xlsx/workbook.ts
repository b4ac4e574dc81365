import { posix } from 'node:path'
import { numberFormats, type NumberFormat } from './formats.js'
import { refusedWorkbook, type XlsxPackage } from './package.js'
import { attribute, tagsOf } from './xml.js'

export interface SheetEntry {
  name: string
  /** Path of its part. */
  part: string
}

export interface Workbook {
  /** Visible sheets, in the order of the tabs. */
  sheets: SheetEntry[]
  strings: string
  /** By number of a cell's format: what it makes of a number. */
  formats: readonly NumberFormat[]
  /** Serials count from 1904, as old Macintosh workbooks have it. */
  since1904: boolean
}

/** How the main part of a workbook begins; that of a text document or of a binary workbook does not. */
const WORKBOOK = /<(?:\w+:)?workbook\b/

/** @throws DocumentRefused `E_XLSX_UNREADABLE` for a ZIP that is no workbook */
export async function readWorkbook(pack: XlsxPackage): Promise<Workbook> {
  const root = linksOf(await pack.whole('_rels/.rels'), '')
  const main = root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const xml = await pack.whole(main)
  if (!WORKBOOK.test(xml))
    throw refusedWorkbook({
      id: 'Berkas ini ZIP, tetapi bukan buku kerja XLSX. Simpan tabelnya sebagai XLSX atau CSV.',
      en: 'This is a ZIP file, but not an XLSX workbook. Save its table as XLSX or CSV.',
    })
  const folder = posix.dirname(main)
  const links = linksOf(await pack.whole(posix.join(folder, '_rels', `${posix.basename(main)}.rels`)), folder)
  const sheets = tagsOf(xml, 'sheet').flatMap((tag) => {
    const part = links.find(({ id }) => id === attribute(tag, 'id'))?.target
    const hidden = (attribute(tag, 'state') ?? 'visible') !== 'visible'
    return part && !hidden && pack.has(part) ? [{ name: attribute(tag, 'name') ?? '', part }] : []
  })
  if (sheets.length === 0)
    throw refusedWorkbook({
      id: 'Buku kerja tidak memiliki lembar yang dapat dibaca. Tampilkan lembar datanya, lalu simpan ulang.',
      en: 'The workbook has no sheet that can be read. Show the sheet with the data, then save it again.',
    })
  const partOf = (kind: string) => links.find(({ type }) => type.endsWith(`/${kind}`))?.target
  return {
    sheets,
    strings: partOf('sharedStrings') ?? posix.join(folder, 'sharedStrings.xml'),
    formats: numberFormats(await pack.whole(partOf('styles') ?? posix.join(folder, 'styles.xml'))),
    since1904: tagsOf(xml, 'workbookPr').some((tag) => /^(1|true)$/.test(attribute(tag, 'date1904') ?? '')),
  }
}

function linksOf(xml: string, folder: string): { id: string; type: string; target: string }[] {
  return tagsOf(xml, 'Relationship').map((tag) => {
    const target = attribute(tag, 'Target') ?? ''
    return {
      id: attribute(tag, 'Id') ?? '',
      type: attribute(tag, 'Type') ?? '',
      target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
    }
  })
}
