import { stepOf } from './drawn_parts.js'
import { SHEET, type Flow, type Fonts, type Strip } from './drawn_pdf.js'
import type { Pen, TextStyle } from './pen.js'

/** A question of a printed form with the answers that stand beside it. */
export interface SheetQuestion {
  number: string
  label: string
  /** Codes with their meaning, each with the number it leads to where it skips something. */
  codes: readonly string[]
  /** When it is asked; empty where it always is. */
  condition: string
  /** One an answer column; empty where it is to be filled in. */
  answers: readonly string[]
  /** Signs that an answer has, each with a box of its own; absent for what is written freely. */
  boxes?: number
}

/** An arrow from one question to a later one, by their places in the sheet; `to` is the number of questions where it leads behind the last. */
export interface SheetArrow {
  from: number
  to: number
}

export interface QuestionSheet {
  /** Headings of the answer columns; they stand on every page. */
  heads: readonly string[]
  questions: readonly SheetQuestion[]
  arrows: readonly SheetArrow[]
}

const SIZE = 7.5
const SMALL = 6.5
const PAD = 2.5
const NUMBER = 24
const LANE = 5
const ALONE = 190
const SHADE = 0.935
/** Height that a pen needs to write in. */
const LEAST = 17
/** A box for one sign is not narrower. */
const BOX = 8

/**
 * Questions below each other with boxes for the answers at the right and arrows in lanes at the left, from the answer that skips to the
 * question it skips to; an arrow goes on over the end of a page.
 */
export function questionSheet({ heads, questions, arrows }: QuestionSheet, side: number, fonts: Fonts): Flow {
  const text: TextStyle = { font: fonts('sans'), size: SIZE }
  const note: TextStyle = { font: fonts('sansItalic'), size: SMALL, grey: 0.2 }
  const bold: TextStyle = { font: fonts('sansBold'), size: SIZE }
  const lanes = lanesOf(arrows)
  const left = side + (lanes.count === 0 ? 0 : lanes.count * LANE + 3)
  const right = SHEET.width - side
  const answersFrom = heads.length === 1 ? right - ALONE : right - Math.min(75, 300 / heads.length) * heads.length
  const width = (right - answersFrom) / heads.length
  const asked = { from: left + NUMBER + PAD, room: answersFrom - left - NUMBER - 2 * PAD }

  const head: Strip = {
    height: stepOf(bold) + 2 * PAD,
    draw(pen, top) {
      const height = stepOf(bold) + 2 * PAD
      pen.area(left, top, right - left, height, SHADE)
      const base = top + PAD + bold.font.ascent(SIZE)
      for (const [column, words] of heads.entries()) {
        const [shown = ''] = bold.font.wrap(words, SIZE, width - 2 * PAD)
        pen.text(shown, answersFrom + (column + 0.5) * width, base, bold, 'center')
      }
      for (const y of [top, top + height]) pen.line(left, y, right, y)
    },
  }

  function* strips(): Generator<Strip> {
    for (const [index, question] of questions.entries()) yield stripOf(question, index)
    if (arrows.some(({ to }) => to === questions.length)) yield ending()
  }

  function stripOf(question: SheetQuestion, index: number): Strip {
    const label = text.font.wrap(question.label, SIZE, asked.room)
    const codes = wrapCodes(question.codes, (words) => text.font.width(words, SMALL), asked.room)
    const condition = question.condition === '' ? [] : note.font.wrap(question.condition, SMALL, asked.room)
    const answers = question.answers.map((words) => text.font.wrap(words, SIZE, width - 2 * PAD))
    const step = stepOf(text)
    const small = stepOf({ ...text, size: SMALL })
    const asking = label.length * step + (codes.length + condition.length) * small
    const answered = Math.max(...answers.map(({ length }) => length)) * step
    const height = Math.max(LEAST, asking, answered) + 2 * PAD
    return {
      height,
      draw(pen, top) {
        pen.line(left, top + height, right, top + height)
        pen.line(left, top, left, top + height)
        for (let column = 0; column <= heads.length; column++) {
          pen.line(answersFrom + column * width, top, answersFrom + column * width, top + height)
        }
        let y = top + PAD
        const write = (lines: readonly string[], style: TextStyle, distance: number) => {
          for (const line of lines) {
            pen.text(line, asked.from, y + style.font.ascent(style.size), style)
            y += distance
          }
        }
        pen.text(question.number, left + PAD, y + bold.font.ascent(SIZE), bold)
        write(label, text, step)
        write(condition, note, small)
        write(codes, { ...text, size: SMALL }, small)
        for (const [column, lines] of answers.entries()) {
          const from = answersFrom + column * width
          if (question.answers[column] === '') drawBoxes(pen, question.boxes, from, top, height)
          for (const [row, line] of lines.entries()) {
            pen.text(line, from + PAD, top + PAD + row * step + text.font.ascent(SIZE), text)
          }
        }
        drawLanes(pen, index, top, height)
      },
    }
  }

  function drawBoxes(pen: Pen, boxes: number | undefined, from: number, top: number, height: number): void {
    const room = width - 2 * PAD
    if (boxes === undefined || room / boxes < BOX) return
    const box = Math.min(12, room / boxes)
    const start = from + width - PAD - boxes * box
    const upper = top + (height - 12) / 2
    for (let at = 0; at <= boxes; at++) pen.line(start + at * box, upper, start + at * box, upper + 12)
    for (const y of [upper, upper + 12]) pen.line(start, y, start + boxes * box, y)
  }

  function ending(): Strip {
    return { height: 8, draw: (pen, top) => drawLanes(pen, questions.length, top, 8) }
  }

  function drawLanes(pen: Pen, index: number, top: number, height: number): void {
    const middle = top + height / 2
    for (const [at, { from, to }] of arrows.entries()) {
      if (index < from || index > to) continue
      const x = side + (lanes.of[at]! + 0.5) * LANE
      pen.line(x, index === from ? middle : top, x, index === to ? middle : top + height)
      if (index === from) pen.line(x, middle, left, middle)
      if (index !== to) continue
      pen.line(x, middle, left - 1, middle)
      for (const edge of [-2, 2]) pen.line(left - 4, middle + edge, left - 1, middle)
    }
  }

  return {
    head,
    strips,
    after: 8,
  }
}

/** Lanes in which no two arrows lie at the same question. */
function lanesOf(arrows: readonly SheetArrow[]): { of: readonly number[]; count: number } {
  const ends: number[] = []
  const of = arrows.map(({ from, to }) => {
    const free = ends.findIndex((end) => end < from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = to
    return lane
  })
  return { of, count: ends.length }
}

/** Codes behind each other, each kept whole where it fits a line. */
function wrapCodes(codes: readonly string[], width: (words: string) => number, room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const code of codes) {
    const longer = line === '' ? code : `${line}   ${code}`
    if (line !== '' && width(longer) > room) {
      lines.push(line)
      line = code
    } else {
      line = longer
    }
  }
  return line === '' ? lines : [...lines, line]
}

/** Begins a new page unless one has just begun. */
export const PAGE_BREAK: Flow = {
  strips: () => [{ height: 0, needs: SHEET.height, draw: () => undefined }],
}
