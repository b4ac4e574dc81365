import type { Content } from 'pdfmake'
import { letterhead, signatureBlock, type Letterhead, type Signatory } from './letterhead.js'
import { breakable, footer, gridLayout, labelled, type Fact } from './parts.js'
import { PAGE_WIDTH, renderPdf, type Pdf } from './pdf.js'
import { words, type Occasion } from './strings.js'

/** A table within a paper; cells are words, secrets masked. */
export interface PaperTable {
  title: string
  columns: readonly { header: string; width: number | 'auto' | '*' }[]
  rows: readonly (readonly string[])[]
  /** What stands in its place where there is no row. */
  empty: string
}

/** A short paper of an office: a letter to a family, a receipt, an answer. Pages are numbered; nothing of it is filled in later. */
export interface OfficePaper {
  letterhead: Letterhead
  title: string
  /** Null for a print that takes no number. */
  number: string | null
  occasion: Occasion
  /** To whom, line by line; empty for a paper without an addressee. */
  addressee: readonly string[]
  facts: readonly Fact[]
  paragraphs: readonly string[]
  tables: readonly PaperTable[]
  closing: readonly string[]
  /** `Magelang, 25 November 2026` */
  placeAndDate: string
  /** Who signs; a line to be filled by hand where the Profil is not complete; nobody for a print for information. */
  signed: Signatory | 'blank' | null
  /** Address of the page on which anybody may see how far it is. */
  verifyUrl: string | null
  createdAt: Date
}

const SIDE = 54
const WIDTH = PAGE_WIDTH - 2 * SIDE
const ROOM = 52
/** Between the rule of a table and its text; a title above the table has none. */
const PADDING = 3

export function renderOfficePaper(paper: OfficePaper): Promise<Pdf> {
  const { title, number, occasion, addressee } = paper
  const { body, end } = endingOf(paper)
  return renderPdf(
    { title: number ? `${title} ${number}` : title, author: paper.letterhead.lines.at(-1) ?? '', createdAt: paper.createdAt },
    footer(number ? `${title} ${number}` : title, occasion, SIDE),
    {
      pageMargins: [SIDE, 40, SIDE, 52],
      defaultStyle: { font: 'Serif', fontSize: 10.5, lineHeight: 1.15 },
      content: [
        letterhead(paper.letterhead, WIDTH),
        { text: title.toUpperCase(), bold: true, fontSize: 13, alignment: 'center', margin: [0, 0, 0, number ? 0 : 10] },
        ...(number ? [{ text: `${words.number}: ${number}`, alignment: 'center' as const, margin: margins(0, 10) }] : []),
        ...(addressee.length > 0 ? [{ stack: [...addressee], margin: margins(0, 10) }] : []),
        { ...labelled(paper.facts, 140), margin: margins(0, 8) },
        ...body.map(paragraph),
        ...paper.tables.map(tableOf),
        { stack: [...end.map(paragraph), signature(paper)], unbreakable: true },
      ],
    },
  )
}

const margins = (above: number, below: number): [number, number, number, number] => [0, above, 0, below]

/** The paragraphs that stand with the signature: the closing ones, or the last of a paper without any. */
function endingOf({ paragraphs, tables, closing }: OfficePaper): { body: readonly string[]; end: readonly string[] } {
  if (closing.length > 0 || tables.length > 0) return { body: paragraphs, end: closing }
  return { body: paragraphs.slice(0, -1), end: paragraphs.slice(-1) }
}

function paragraph(text: string): Content {
  return { text, alignment: 'justify', margin: margins(0, 6) }
}

/** A table under its title, which stands with the first row and comes again on the next page. */
function tableOf({ title, columns, rows, empty }: PaperTable): Content {
  if (rows.length === 0) {
    return { stack: [titleOf(title), { text: empty, italics: true, margin: margins(0, 6) }], unbreakable: true }
  }
  const bare: [boolean, boolean, boolean, boolean] = [false, false, false, false]
  const flush: [number, number, number, number] = [-PADDING, 4, 0, 3]
  const titled = { ...titleOf(title), margin: flush, fontSize: 10.5, colSpan: columns.length, border: bare, fillColor: '#ffffff' }
  return {
    table: {
      ...{ headerRows: 2, keepWithHeaderRows: 1, dontBreakRows: true, widths: columns.map(({ width }) => width) },
      body: [
        [titled, ...columns.slice(1).map(() => '')],
        columns.map(({ header }) => ({ text: header, bold: true })),
        ...rows.map((row) => row.map(breakable)),
      ],
    },
    ...{
      layout: { ...gridLayout(2, PADDING), hLineWidth: (line: number) => (line === 0 ? 0 : 0.5) },
      fontSize: 9,
      margin: margins(0, 6),
    },
  }
}

function titleOf(text: string) {
  return { text, bold: true, margin: margins(4, 3) }
}

/** Who signs at the right; beside it the code that anybody may follow. */
function signature({ signed, placeAndDate, verifyUrl }: OfficePaper): Content {
  const beside = verifyUrl ? qr(verifyUrl) : { text: '' }
  if (signed === null)
    return {
      columns: [
        { width: '*', ...beside },
        { width: 'auto', text: placeAndDate },
      ],
      margin: margins(10, 0),
    }
  const block =
    signed === 'blank'
      ? { width: '*', stack: [{ text: words.blankName, margin: margins(ROOM, 0) }] }
      : signatureBlock(signed, ROOM)
  return {
    columns: [
      { width: '*', ...beside },
      { width: 240, stack: [placeAndDate, { columns: [block] }] },
    ],
    ...{ columnGap: 14, margin: margins(12, 0), unbreakable: true },
  }
}

function qr(verifyUrl: string) {
  return {
    stack: [
      { qr: verifyUrl, fit: 74 },
      { text: verifyUrl, fontSize: 8, margin: margins(4, 0) },
    ],
  }
}
