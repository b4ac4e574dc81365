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

/** A place for a signature: what stands above the room for it, the name below, or null for a line to be filled in by hand, and what stands under the name. */
export interface Signer {
  above: readonly string[]
  name: string | null
  below: readonly string[]
}

/** Who signs a paper, and where and when: `Magelang, 25 November 2026`, above the last of them. */
export interface Signing {
  placeAndDate: string
  signers: readonly Signer[]
}

/** Places for signatures of people whom nobody knows by name when the paper is made. */
export function signedByHand(positions: readonly string[]): Signing {
  return { placeAndDate: '', signers: positions.map((position) => ({ above: [`${position},`], name: null, below: [] })) }
}

/** Between two signers, so that a long position does not touch the next one. */
const GAP = 16
/** Room for signature and stamp. */
const ROOM = 46

/** Who signs, side by side, with room above the name or a dotted line; the row is never cut. */
export function signatureRow({ placeAndDate, signers }: Signing, side: number, fonts: Fonts): Flow {
  const style = { font: fonts('serif'), size: 8.5 }
  const bold = { ...style, font: fonts('serifBold') }
  const column = (SHEET.width - 2 * side) / signers.length
  const wrapped = (lines: readonly string[], { font, size }: TextStyle) =>
    lines.flatMap((line) => font.wrap(line, size, column - GAP))
  const step = stepOf(style)
  const dated = placeAndDate === '' ? 0 : 1
  const blocks = signers.map(({ above, name, below }, at) => ({
    x: side + (at + 0.5) * column,
    above: wrapped(above, style),
    name: name === null ? [words.blankName] : wrapped([name], bold),
    style: name === null ? style : bold,
    below: wrapped(below, style),
  }))
  const head = 14 + (dated + Math.max(...blocks.map(({ above }) => above.length))) * step + ROOM
  const strip: Strip = {
    height: head + Math.max(...blocks.map(({ name, below }) => name.length + below.length)) * step,
    draw(pen, top) {
      const first = top + 14
      if (dated > 0) pen.text(placeAndDate, blocks.at(-1)!.x, first, style, 'center')
      for (const { x, above, name, below, ...block } of blocks) {
        for (const [at, line] of above.entries()) pen.text(line, x, first + (dated + at) * step, style, 'center')
        for (const [at, line] of name.entries()) pen.text(line, x, top + head + at * step, block.style, 'center')
        for (const [at, line] of below.entries()) pen.text(line, x, top + head + (name.length + at) * step, style, 'center')
      }
    },
  }
  return { strips: () => [strip], closing: true }
}

/** Begins a new page unless one has just begun. */
export const PAGE_BREAK: Flow = {
  strips: () => [{ height: 0, needs: SHEET.height, draw: () => undefined }],
}
