import { maskSecret, type SecretKind } from '#domain/mask'
import { paragraph, stepOf } from './drawn_parts.js'
import { SHEET, type Flow, type Fonts, type Strip } from './drawn_pdf.js'
import type { Align, Pen, TextStyle } from './pen.js'
import { words } from './strings.js'

export interface ListColumn {
  header: string
  /** Points, more where a word of the heading needs it; `auto` is what its first cells need, `*` an equal share of what the others leave. */
  width: number | '*' | 'auto'
  align?: Align
  /** Every cell of the column is printed masked. */
  secret?: SecretKind
  /** Letters of one width, for hashes. */
  mono?: boolean
}

/** A list that may run over many pages: numbered, headings repeated, rows never cut. */
export interface ListTable {
  columns: readonly ListColumn[]
  rows: readonly (readonly string[])[]
  /** Sums below the rows, cell by cell; they stand on the page of the last row and have no number. */
  total?: readonly string[]
  /** Height that every row has at least, in points, where it is written on by hand. */
  least?: number
}

const SIZE = 7.5
const PADDING = { side: 3, row: 1.5, head: 3.5 }
const SHADE = 0.935
/** Most that an `auto` column takes, and rows that are measured for it; what is wider is wrapped. */
const WIDEST = 110
const MEASURED = 500
/** Lines of a row that are kept together. */
const TALLEST = 36

/** What stands below lists of people: that identifiers are masked only where there are any. */
export function privacyNote(tables: readonly ListTable[]): string {
  return tables.some(({ columns }) => columns.some(({ secret }) => secret)) ? words.masked : words.personal
}

/** The list under its title, which stands with the first `room` points of it and comes again on every further page. */
export function titledList(list: ListTable & { title: string }, side: number, fonts: Fonts, room: number, size = 9): Flow[] {
  const style = { font: fonts('serifBold'), size, after: 3 }
  const again = [...paragraph(words.continued(list.title), side, style).strips()]
  again[again.length - 1]!.height += style.after
  return [paragraph(list.title, side, { ...style, needs: room }), { ...listTable(list, side, fonts), again }]
}

/** The list with hair lines between the side margins, its heading shaded. */
export function listTable({ columns, rows, total, least = 0 }: ListTable, side: number, fonts: Fonts): Flow {
  if (rows.length === 0) return paragraph(words.noRows, side, { font: fonts('serifItalic'), size: SIZE + 1, after: 8 })
  const numbered: ListColumn[] = [{ header: words.ordinal, width: 'auto', align: 'right' }, ...columns]
  const cell = (row: number, column: number) =>
    column === 0 ? String(row + 1) : cellText(rows[row]!, columns[column - 1]!, column - 1)
  const bold: TextStyle = { font: fonts('sansBold'), size: SIZE }
  const styles = numbered.map(({ mono }): TextStyle =>
    mono ? { font: fonts('mono'), size: SIZE - 1 } : { font: fonts('sans'), size: SIZE },
  )
  const widest = (column: number) => {
    const { font, size } = styles[column]!
    let width = bold.font.width(numbered[column]!.header, SIZE)
    for (let row = 0; row < Math.min(rows.length, MEASURED); row++) width = Math.max(width, font.width(cell(row, column), size))
    if (column === 0) width = Math.max(width, font.width(cell(rows.length - 1, column), size))
    else width = Math.max(width, bold.font.width(total?.[column - 1] ?? '', SIZE))
    return Math.min(width, WIDEST)
  }
  const edges = edgesOf(numbered, side, widest, ({ header }) =>
    Math.max(...header.split(/\s+/).map((word) => bold.font.width(word, SIZE))),
  )
  const slots = numbered.map(({ align = 'left' }, c): Slot => ({ from: edges[c]!, to: edges[c + 1]!, align, style: styles[c]! }))
  const inBold = slots.map((slot) => ({ ...slot, style: bold }))
  const sums = total ? stripsOf(inBold, ['', ...total], PADDING.row) : []
  const heading = stripsOf(
    inBold.map((slot) => ({ ...slot, align: 'center' as const })),
    numbered.map(({ header }) => header),
    PADDING.head,
  )[0]!
  const [left, right] = [edges[0]!, edges.at(-1)!]
  return {
    head: {
      height: heading.height,
      draw: (pen, top) => {
        pen.area(left, top, right - left, heading.height, SHADE)
        pen.line(left, top, right, top)
        heading.draw(pen, top)
      },
    },
    *strips() {
      for (let row = 0; row < rows.length; row++) {
        const texts = slots.map((_, column) => cell(row, column))
        const strips = stripsOf(slots, texts, PADDING.row, least)
        if (row === rows.length - 1 && sums.length > 0) strips[strips.length - 1] = { ...strips.at(-1)!, needs: sums[0]!.height }
        yield* strips
      }
      yield* sums
    },
    frame: (pen, top, bottom) => {
      for (const edge of edges) pen.line(edge, top, edge, bottom)
    },
    after: 10,
  }
}

function cellText(row: readonly string[], { secret }: ListColumn, column: number): string {
  const text = row[column] ?? ''
  return secret ? maskSecret(secret, text) : text
}

/** Edges of the columns from the left margin to the right one. */
function edgesOf(
  columns: readonly ListColumn[],
  side: number,
  widest: (column: number) => number,
  least: (column: ListColumn) => number,
): number[] {
  const widths = columns.map((column, c) => {
    if (column.width === 'auto') return widest(c)
    return column.width === '*' ? column.width : Math.max(column.width, least(column))
  })
  const taken = widths.reduce<number>((sum, width) => sum + (width === '*' ? 0 : width), 0)
  const left = SHEET.width - 2 * side - columns.length * 2 * PADDING.side - taken
  const share = left / widths.filter((width) => width === '*').length
  const edges = [side]
  for (const width of widths) edges.push(edges.at(-1)! + (width === '*' ? share : width) + 2 * PADDING.side)
  return edges
}

/** Where the texts of a column stand. */
interface Slot {
  from: number
  to: number
  align: Align
  style: TextStyle
}

/** One row of texts, each wrapped in its slot and broken where it breaks its lines; a text too long for half a page goes on in a further strip. */
function stripsOf(slots: readonly Slot[], texts: readonly string[], padding: number, least = 0): Strip[] {
  const cells = slots.map(({ from, to, style }, c) =>
    texts[c]!.split(/\n+/).flatMap((line) => style.font.wrap(line, style.size, to - from - 2 * PADDING.side)),
  )
  const tallest = Math.max(...cells.map(({ length }) => length))
  const strips: Strip[] = []
  for (let at = 0; at < tallest; at += TALLEST) {
    const shown = cells.map((lines) => lines.slice(at, at + TALLEST))
    strips.push(stripOf(slots, shown, padding, least))
  }
  return strips
}

/** Lines of texts beside each other, with a rule below. */
function stripOf(slots: readonly Slot[], cells: readonly (readonly string[])[], padding: number, least: number): Strip {
  const step = Math.max(...slots.map(({ style }) => stepOf(style)))
  const height = Math.max(least, Math.max(...cells.map(({ length }) => length)) * step + 2 * padding)
  return {
    height,
    draw: (pen: Pen, top: number) => {
      for (const [c, lines] of cells.entries()) {
        const { from, to, align, style } = slots[c]!
        const x = { left: from + PADDING.side, right: to - PADDING.side, center: (from + to) / 2 }[align]
        for (const [i, line] of lines.entries()) {
          pen.text(line, x, top + padding + i * step + style.font.ascent(style.size), style, align)
        }
      }
      pen.line(slots[0]!.from, top + height, slots.at(-1)!.to, top + height)
    },
  }
}
