import type { Content, CustomTableLayout } from 'pdfmake'
import type { ContentTable } from 'pdfmake/interfaces.js'
import { maskSecret, type SecretKind } from '#domain/mask'
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

export interface ListColumn {
  header: string
  width: number | '*' | 'auto'
  align?: 'left' | 'right' | 'center'
  /** Every cell of the column is printed masked. */
  secret?: SecretKind
  /** Letters of one width, for hashes. */
  mono?: boolean
}

/** A list that may run over many pages: numbered, headings repeated, rows never cut. */
export interface ListTable {
  columns: readonly ListColumn[]
  rows: readonly (readonly string[])[]
}

export function numberedTable({ columns, rows }: ListTable, fontSize = 7.5): Content {
  if (rows.length === 0) return { text: words.noRows, italics: true, fontSize: fontSize + 1, margin: [0, 0, 0, 8] }
  const heading = (text: string) => ({
    text,
    bold: true,
    alignment: 'center' as const,
    margin: [0, 2, 0, 2] as [number, number, number, number],
  })
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [22, ...columns.map(({ width }) => width)],
      body: [
        [heading(words.ordinal), ...columns.map(({ header }) => heading(header))],
        ...rows.map((cells, i) => [
          { text: String(i + 1), alignment: 'right' as const },
          ...columns.map(({ align, secret, mono }, c) => ({
            text: secret ? maskSecret(secret, cells[c] ?? '') : (cells[c] ?? ''),
            alignment: align ?? 'left',
            ...(mono ? { font: 'Mono', fontSize: fontSize - 1 } : {}),
          })),
        ]),
      ],
    },
    layout: gridLayout(1),
    font: 'Sans',
    fontSize,
    margin: [0, 0, 0, 10],
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
