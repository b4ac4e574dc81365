import type { Content, CustomTableLayout } from 'pdfmake'
import type { ContentTable } from 'pdfmake/interfaces.js'
import type { Footer } from './pdf.js'
import { words, type Occasion } from './strings.js'

/** A label and what stands behind its colon. */
export type Fact = readonly [label: string, value: string]

/** Table with hair lines, tight rows and a shaded header of `headerRows` rows. */
export function gridLayout(headerRows: number, padding = 3): CustomTableLayout {
  return {
    hLineWidth: () => 0.5,
    vLineWidth: () => 0.5,
    hLineColor: () => '#555555',
    vLineColor: () => '#555555',
    paddingLeft: () => padding,
    paddingRight: () => padding,
    paddingTop: () => 1.5,
    paddingBottom: () => 1.5,
    fillColor: (row) => (row < headerRows ? '#eceff1' : null),
  }
}

const NO_LINES: CustomTableLayout = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 4,
  paddingTop: () => 0,
  paddingBottom: () => 1,
}

/** Letters of a word that is broken where its line ends: wider than any column, as the name of a file may be. */
const LONG_WORD = 28

/** The text with its long words breakable anywhere, so that none runs over the edge of its column. */
export function breakable(text: string): Exclude<Content, readonly unknown[]> {
  const parts = text.split(/(\s+)/)
  if (parts.every(({ length }) => length <= LONG_WORD)) return text
  return { text: parts.map((part) => (part.length > LONG_WORD ? { text: part, wordBreak: 'break-all' as const } : part)) }
}

/** Facts under each other, colons in one column; a label that is empty goes on with the one above. */
export function labelled(facts: readonly Fact[], labelWidth: number): ContentTable {
  return {
    layout: NO_LINES,
    table: { widths: [labelWidth, 6, '*'], body: facts.map(([label, value]) => [label, label && ':', breakable(value)]) },
  }
}

/** Foot of every page: what the document is and page x of y on one line, the occasion below. */
export function footer(label: string, occasion: Occasion, side: number): Footer {
  return (page, pages) => ({
    stack: [
      { columns: [{ text: label }, { text: words.page(page, pages), width: 80, alignment: 'right' }], columnGap: 10 },
      { text: words.occasion(occasion), margin: [0, 1, 0, 0] },
    ],
    font: 'Sans',
    fontSize: 6.5,
    color: '#444444',
    margin: [side, 12, side, 0],
  })
}
