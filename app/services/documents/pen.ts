import type { DrawnFont } from './drawn_font.js'

/** A page of pdfkit, which names its fonts. */
export interface Page {
  fonts: Record<string, unknown>
}

export interface TextStyle {
  font: DrawnFont
  size: number
  /** 0 is black, 1 white. */
  grey?: number
}

/** How a text lies at its `x`: begins, ends or has its middle there. */
export type Align = 'left' | 'right' | 'center'

/** Collects what is drawn on one page. Positions are points from the upper left corner. */
export class Pen {
  readonly #shapes: string[] = []
  readonly #texts: string[] = []
  readonly #fonts = new Map<string, DrawnFont>()
  #look = ''

  constructor(private readonly height: number) {}

  /** One line of text with its baseline at `y`. */
  text(text: string, x: number, y: number, { font, size, grey = 0 }: TextStyle, align: Align = 'left'): void {
    if (text === '') return
    const look = `/${font.embedded.id} ${size} Tf ${grey} g`
    if (look !== this.#look) {
      this.#look = look
      this.#texts.push(look)
      this.#fonts.set(font.embedded.id, font)
    }
    const before = align === 'left' ? 0 : font.width(text, size) * (align === 'right' ? 1 : 0.5)
    this.#texts.push(`1 0 0 1 ${short(x - before)} ${this.#up(y)} Tm ${font.encoded(text)} Tj`)
  }

  /** A hair line. */
  line(x1: number, y1: number, x2: number, y2: number): void {
    this.#shapes.push(`${short(x1)} ${this.#up(y1)} m ${short(x2)} ${this.#up(y2)} l S`)
  }

  /** A filled area of one grey. */
  area(x: number, top: number, width: number, height: number, grey: number): void {
    this.#shapes.push(`${grey} g ${short(x)} ${this.#up(top + height)} ${short(width)} ${short(height)} re f`)
  }

  /** What was drawn as the content of a page that pdfkit began, areas and lines below the texts. */
  finish(page: Page): string {
    for (const [id, font] of this.#fonts) page.fonts[id] ??= font.embedded.ref()
    const upright = `1 0 0 -1 0 ${this.height} cm`
    return [`q ${upright} 0.5 w 0.333 G`, ...this.#shapes, 'BT', ...this.#texts, 'ET Q'].join('\n')
  }

  /** PDF counts from the lower edge. */
  #up(y: number): number {
    return short(this.height - y)
  }
}

function short(points: number): number {
  return Math.round(points * 100) / 100
}
