import { stepOf } from './drawn_parts.js'
import { SHEET, type Flow, type Fonts, type Strip } from './drawn_pdf.js'
import type { Pen, TextStyle } from './pen.js'
import { SkipLanes, type SheetArrow } from './skip_lanes.js'

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

export interface QuestionSheet {
  /** Headings of the answer columns; they stand on every page. */
  heads: readonly string[]
  questions: readonly SheetQuestion[]
  arrows: readonly SheetArrow[]
}

/** All measures are points. */
const SIZE = 7.5
const SMALL = 6.5
const PAD = 2.5
const NUMBER = 24
const SHADE = 0.935
/** Width of an answer column that stands alone, of one among others, and of all of them. */
const ALONE = 190
const AMONG = 75
const TOGETHER = 300
/** Height that a pen needs to write in. */
const LEAST = 17
/** Narrowest and widest box for one sign, and its height. */
const NARROW_BOX = 8
const WIDE_BOX = 12
const BOX_HEIGHT = 12
/** Strip below the last question in which the arrows end that lead behind it. */
const ENDING = 8

/** Lines of a question as they are written below each other, and the height that all of it takes. */
interface Laid {
  question: SheetQuestion
  asked: readonly { lines: readonly string[]; style: TextStyle }[]
  answers: readonly (readonly string[])[]
  height: number
}

/**
 * Questions below each other with boxes for the answers at the right and arrows in lanes at the left, from the answer that skips to the
 * question it skips to; an arrow goes on over the end of a page.
 *
 * @param side margin at the left and at the right, in points
 */
export function questionSheet(sheet: QuestionSheet, side: number, fonts: Fonts): Flow {
  const drawn = new DrawnSheet(sheet, side, fonts)
  return { head: drawn.head(), strips: () => drawn.strips(), after: 8 }
}

class DrawnSheet {
  readonly #text: TextStyle
  readonly #small: TextStyle
  readonly #note: TextStyle
  readonly #bold: TextStyle
  readonly #lanes: SkipLanes
  readonly #left: number
  readonly #right: number
  /** Where the answer columns begin, and how wide each is. */
  readonly #answers: number
  readonly #column: number

  constructor(
    private readonly sheet: QuestionSheet,
    side: number,
    fonts: Fonts,
  ) {
    this.#text = { font: fonts('sans'), size: SIZE }
    this.#small = { ...this.#text, size: SMALL }
    this.#note = { font: fonts('sansItalic'), size: SMALL, grey: 0.2 }
    this.#bold = { font: fonts('sansBold'), size: SIZE }
    this.#lanes = new SkipLanes(sheet.arrows, side)
    this.#left = side + this.#lanes.width
    this.#right = SHEET.width - side
    const columns = sheet.heads.length
    this.#answers = this.#right - (columns === 1 ? ALONE : Math.min(AMONG, TOGETHER / columns) * columns)
    this.#column = (this.#right - this.#answers) / columns
  }

  /** The headings of the answer columns. */
  head(): Strip {
    const height = stepOf(this.#bold) + 2 * PAD
    return { height, draw: (pen, top) => this.#drawHeads(pen, top, height) }
  }

  *strips(): Generator<Strip> {
    const { questions, arrows } = this.sheet
    for (const [place, question] of questions.entries()) {
      const laid = this.#lay(question)
      yield { height: laid.height, draw: (pen, top) => this.#drawQuestion(pen, laid, place, top) }
    }
    const behind = questions.length
    if (arrows.some(({ to }) => to === behind)) {
      yield { height: ENDING, draw: (pen, top) => this.#lanes.draw(pen, behind, top, ENDING) }
    }
  }

  #lay(question: SheetQuestion): Laid {
    const { label, condition, codes } = question
    const room = this.#answers - this.#asked - PAD
    const asked = [
      { lines: this.#text.font.wrap(label, SIZE, room), style: this.#text },
      { lines: condition === '' ? [] : this.#note.font.wrap(condition, SMALL, room), style: this.#note },
      { lines: wrapCodes(codes, (words) => this.#small.font.width(words, SMALL), room), style: this.#small },
    ]
    const answers = question.answers.map((words) => this.#text.font.wrap(words, SIZE, this.#column - 2 * PAD))
    const asking = asked.reduce((sum, { lines, style }) => sum + lines.length * this.#step(style), 0)
    const answered = Math.max(...answers.map(({ length }) => length)) * this.#step(this.#text)
    return { question, asked, answers, height: Math.max(LEAST, asking, answered) + 2 * PAD }
  }

  #drawHeads(pen: Pen, top: number, height: number): void {
    pen.area(this.#left, top, this.#right - this.#left, height, SHADE)
    const base = top + PAD + this.#bold.font.ascent(SIZE)
    for (const [column, words] of this.sheet.heads.entries()) {
      const [shown = ''] = this.#bold.font.wrap(words, SIZE, this.#column - 2 * PAD)
      pen.text(shown, this.#edge(column + 0.5), base, this.#bold, 'center')
    }
    for (const y of [top, top + height]) pen.line(this.#left, y, this.#right, y)
  }

  #drawQuestion(pen: Pen, laid: Laid, place: number, top: number): void {
    this.#drawFrame(pen, top, laid.height)
    pen.text(laid.question.number, this.#left + PAD, top + PAD + this.#bold.font.ascent(SIZE), this.#bold)
    let y = top + PAD
    for (const { lines, style } of laid.asked) y = this.#write(pen, lines, this.#asked, y, style)
    for (const [column, lines] of laid.answers.entries()) {
      if (laid.question.answers[column] === '') this.#drawBoxes(pen, laid, column, top)
      this.#write(pen, lines, this.#edge(column) + PAD, top + PAD, this.#text)
    }
    this.#lanes.draw(pen, place, top, laid.height)
  }

  #drawFrame(pen: Pen, top: number, height: number): void {
    pen.line(this.#left, top + height, this.#right, top + height)
    pen.line(this.#left, top, this.#left, top + height)
    for (let column = 0; column <= this.sheet.heads.length; column++) {
      pen.line(this.#edge(column), top, this.#edge(column), top + height)
    }
  }

  /** A box for each sign of an answer, at the right of its column; none where they would be too narrow to write in. */
  #drawBoxes(pen: Pen, { question: { boxes }, height }: Laid, column: number, top: number): void {
    const room = this.#column - 2 * PAD
    if (boxes === undefined || room / boxes < NARROW_BOX) return
    const box = Math.min(WIDE_BOX, room / boxes)
    const start = this.#edge(column + 1) - PAD - boxes * box
    const upper = top + (height - BOX_HEIGHT) / 2
    const lower = upper + BOX_HEIGHT
    for (let at = 0; at <= boxes; at++) pen.line(start + at * box, upper, start + at * box, lower)
    for (const y of [upper, lower]) pen.line(start, y, start + boxes * box, y)
  }

  /** Lines below each other from an upper edge on. Gives the upper edge of what follows. */
  #write(pen: Pen, lines: readonly string[], x: number, top: number, style: TextStyle): number {
    for (const [row, line] of lines.entries()) {
      pen.text(line, x, top + row * this.#step(style) + style.font.ascent(style.size), style)
    }
    return top + lines.length * this.#step(style)
  }

  /** Distance of two lines: small print follows that of the plain font, whatever its own. */
  #step(style: TextStyle): number {
    return stepOf({ font: this.#text.font, size: style.size })
  }

  /** Where the question stands, behind its number. */
  get #asked(): number {
    return this.#left + NUMBER + PAD
  }

  /** Left edge of an answer column. */
  #edge(column: number): number {
    return this.#answers + column * this.#column
  }
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
