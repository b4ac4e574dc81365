import type { CustomTableLayout } from 'pdfmake'
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

/** Facts under each other, colons in one column. */
export function labelled(facts: readonly Fact[], labelWidth: number): ContentTable {
  return {
    layout: NO_LINES,
    table: { widths: [labelWidth, 6, '*'], body: facts.map(([label, value]) => [label, ':', value]) },
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
