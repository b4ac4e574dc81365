import { SHEET, type Drawing, type Flow, type Fonts, type Strip } from './drawn_pdf.js'
import type { Fact } from './parts.js'
import type { Align, TextStyle } from './pen.js'
import { words, type Occasion } from './strings.js'

/** Distance of two lines as a multiple of the font's own. */
const SPACING = 1.1

/** Distance of two baselines in a paragraph or a cell. */
export function stepOf({ font, size }: TextStyle): number {
  return font.line(size) * SPACING
}

interface ParagraphStyle extends TextStyle {
  align?: Align
  /** Room below. */
  after?: number
  /** Room that must follow on the same page. */
  needs?: number
  closing?: boolean
}

/** A paragraph between the side margins. */
export function paragraph(
  text: string,
  side: number,
  { align = 'left', after = 0, needs = 0, closing = false, ...style }: ParagraphStyle,
): Flow {
  const lines = style.font.wrap(text, style.size, SHEET.width - 2 * side)
  const x = { left: side, center: SHEET.width / 2, right: SHEET.width - side }[align]
  const strips = lines.map((line, i): Strip => ({
    height: stepOf(style),
    needs: i === lines.length - 1 ? needs : 0,
    draw: (pen, top) => pen.text(line, x, top + style.font.ascent(style.size), style, align),
  }))
  return { strips: () => strips, after, closing, leads: needs > 0 }
}

/** Facts under each other, colons in one column. */
export function factList(facts: readonly Fact[], side: number, labelWidth: number, style: TextStyle): Flow {
  const { font, size } = style
  const step = stepOf(style)
  const at = { colon: side + labelWidth + 4, value: side + labelWidth + 14 }
  const strips = facts.map(([label, value]): Strip => {
    const lines = font.wrap(value, size, SHEET.width - side - at.value)
    return {
      height: lines.length * step + 1,
      draw: (pen, top) => {
        const y = top + font.ascent(size)
        pen.text(label, side, y, style)
        pen.text(':', at.colon, y, style)
        for (const [i, line] of lines.entries()) pen.text(line, at.value, y + i * step, style)
      },
    }
  })
  return { strips: () => strips, after: 8 }
}

/** Lines that the occasion takes at most below the number of the page. */
const FOOT_LINES = 2

/** Foot of every page: what the document is and page x of y on one line, the occasion below. */
export function footOf(label: string, occasion: Occasion, side: number, bottom: number, fonts: Fonts): Drawing['foot'] {
  const sans = fonts('sans')
  const style: TextStyle = { font: sans, size: 6.5, grey: 0.267 }
  const first = SHEET.height - bottom + 12 + sans.ascent(style.size)
  const second = first + stepOf(style) + 1
  const numberRoom = 80
  const [name = ''] = sans.wrap(label, style.size, SHEET.width - 2 * side - numberRoom)
  const told = sans.wrap(words.occasion(occasion), style.size, SHEET.width - 2 * side).slice(0, FOOT_LINES)
  return (pen, page, pages) => {
    pen.text(name, side, first, style)
    pen.text(words.page(page, pages), SHEET.width - side, first, style, 'right')
    for (const [at, line] of told.entries()) pen.text(line, side, second + at * stepOf(style), style)
  }
}

/** Who signs, side by side, with room above a dotted line; the row is never cut. */
export function signatureRow(names: readonly string[], side: number, fonts: Fonts): Flow {
  const style = { font: fonts('serif'), size: 8.5 }
  const strip: Strip = {
    height: 84,
    draw(pen, top) {
      for (const [at, name] of names.entries()) {
        const x = side + ((at + 0.5) * (SHEET.width - 2 * side)) / names.length
        pen.text(`${name},`, x, top + 14, style, 'center')
        pen.text(words.blankName, x, top + 70, style, 'center')
      }
    },
  }
  return { strips: () => [strip], closing: true }
}
