import type { Content, TableCell } from 'pdfmake'
import { formatDecimal } from '#domain/decimal'
import { gridLayout } from './parts.js'
import { words } from './strings.js'

/** Counts per kecamatan: one figure for each column. */
export interface CountTable {
  /** Headings as data: outcomes, states, a total. */
  columns: readonly string[]
  rows: readonly { name: string; values: readonly number[] }[]
}

const ORDINAL = 20
const PADDING = 2.5
/** Padding and rule that each column takes beside its own width. */
const CELL = 2 * PADDING + 0.5
/** Least room for the names of kecamatan. */
const NAMES = 84
const SIZES = [8.5, 7.5, 6.5, 6, 5.5, 5]
/** Widest column of figures. */
const WIDEST = 68

/** Sum of each column. */
export function totals({ columns, rows }: CountTable): number[] {
  return columns.map((_, column) => rows.reduce((total, { values }) => total + (values[column] ?? 0), 0))
}

/**
 * Table that fits the width of a portrait page whatever the number of columns: few columns have plain headings, many
 * have them turned. The header is repeated on each page, rows are never cut, totals stand last.
 */
export function countTable(table: CountTable, width: number): Content {
  const { columns, rows } = table
  const { fontSize, widths } = fit(totals(table), width - ORDINAL - NAMES - (columns.length + 2) * CELL)
  const turned = columns.some((text, i) => longestWord(text) * fontSize * 0.66 > widths[i]!)
  const plain = (text: string): TableCell => ({ text, bold: true, alignment: 'center', margin: [0, turned ? 26 : 3, 0, 3] })
  const right = (value: number, bold = false): TableCell => ({ text: formatDecimal(value), alignment: 'right', bold })
  return {
    table: {
      headerRows: 2,
      dontBreakRows: true,
      widths: [ORDINAL, '*', ...widths],
      body: [
        [
          plain(words.ordinal),
          plain(words.district),
          ...columns.map((text, i) => (turned ? turnedHeading(text, widths[i]!, fontSize) : plain(text))),
        ],
        Array.from({ length: columns.length + 2 }, (_, i): TableCell => ({
          text: `(${i + 1})`,
          alignment: 'center',
          fontSize: fontSize - 1.5,
        })),
        ...rows.map(({ name, values }, i): TableCell[] => [
          { text: String(i + 1), alignment: 'center' },
          name,
          ...columns.map((_, column) => right(values[column] ?? 0)),
        ]),
        [
          { text: words.total, colSpan: 2, bold: true, alignment: 'center' },
          '',
          ...totals(table).map((value) => right(value, true)),
        ],
      ],
    },
    layout: gridLayout(2, PADDING),
    font: 'Sans',
    fontSize,
    margin: [0, 4, 0, 8],
  }
}

/** Largest type in which every total stands on one line, and the widths of the columns in it. */
function fit(sums: readonly number[], room: number): { fontSize: number; widths: number[] } {
  const needs = (size: number) => sums.map((total) => Math.max(3, formatDecimal(total).length) * size * 0.6)
  const fontSize = SIZES.find((size) => needs(size).reduce((a, b) => a + b, 0) <= room) ?? SIZES.at(-1)!
  const widest = Math.max(...needs(fontSize))
  const needed = widest * sums.length <= room ? sums.map(() => widest) : needs(fontSize)
  const spare = Math.max(0, room - needed.reduce((a, b) => a + b, 0)) / sums.length
  return { fontSize, widths: needed.map((need) => Math.max(need, Math.min(WIDEST, need + spare))) }
}

const HEADING_HEIGHT = 86

/** Heading turned by a quarter, in at most three lines read from below. */
function turnedHeading(text: string, width: number, fontSize: number): TableCell {
  const size = fontSize + 0.5
  const lines = wrapped(text, Math.floor(HEADING_HEIGHT / (size * 0.56)))
  const first = width / 2 - ((lines.length - 1) * size * 1.15) / 2 + size * 0.35
  const spans = lines.map(
    (line, i) =>
      `<text transform="translate(${first + i * size * 1.15} ${HEADING_HEIGHT - 2}) rotate(-90)">${escaped(line)}</text>`,
  )
  const style = `font-family="Sans" font-weight="bold" font-size="${size}"`
  return { svg: `<svg width="${width}" height="${HEADING_HEIGHT}"><g ${style}>${spans.join('')}</g></svg>` }
}

function longestWord(text: string): number {
  return Math.max(...text.split(' ').map((word) => word.length))
}

function wrapped(text: string, length: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (longer.length <= length || lines.at(-1) === '') lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.slice(0, 3)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
