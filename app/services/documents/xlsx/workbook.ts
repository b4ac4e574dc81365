import { posix } from 'node:path'
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
  /** By number of a cell's format: whether it shows a number as a calendar date. */
  dates: readonly boolean[]
  /** Serials count from 1904, as old Macintosh workbooks have it. */
  since1904: boolean
}

/** Number formats of Excel itself that show a date; those of times alone (18-21, 45-47) do not. */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

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
    dates: dateFormats(await pack.whole(partOf('styles') ?? posix.join(folder, 'styles.xml'))),
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

function dateFormats(xml: string): boolean[] {
  const own = new Map(
    tagsOf(xml, 'numFmt').map((tag) => [Number(attribute(tag, 'numFmtId')), isDateFormat(attribute(tag, 'formatCode') ?? '')]),
  )
  const formats = /<(?:\w+:)?cellXfs\b[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(xml)?.[1] ?? ''
  return tagsOf(formats, 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    return own.get(id) ?? BUILT_IN_DATES.has(id)
  })
}

/** Whether a format code names a day or a year, outside quoted text, colours and escaped signs. */
function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')
  return /[dy]/i.test(bare) || /m{3,}/i.test(bare)
}
