/** What pdfkit knows about an embedded font; missing in its types. Widths are thousandths of the type size. */
export interface EmbeddedFont {
  id: string
  ascender: number
  descender: number
  encode(text: string): [glyphs: string[], positions: { advanceWidth: number }[]]
  ref(): unknown
}

interface Letter {
  /** Its glyph in the font of the document, hex. */
  glyph: string
  width: number
}

const SPACE = 0x20

/** A font whose letters are measured and encoded once each; without layout tables the width of a text is the sum of its letters. */
export class DrawnFont {
  readonly #letters: Letter[] = []

  constructor(readonly embedded: EmbeddedFont) {}

  /** Distance from the top of a line to its baseline, in points. */
  ascent(size: number): number {
    return (this.embedded.ascender * size) / 1000
  }

  /** Distance of two baselines at single spacing, in points. */
  line(size: number): number {
    return ((this.embedded.ascender - this.embedded.descender) * size) / 1000
  }

  /** Width of a line of text in points. */
  width(text: string, size: number): number {
    return (this.#measure(text) * size) / 1000
  }

  /** The text as PDF writes it: the glyphs of its letters. */
  encoded(text: string): string {
    let glyphs = ''
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i)!
      if (code > 0xffff) i++
      glyphs += this.#letter(code).glyph
    }
    return `<${glyphs}>`
  }

  /** Lines no wider than so many points: broken between words, and inside a word that is wider than a line. */
  wrap(text: string, size: number, width: number): string[] {
    const room = (width * 1000) / size
    if (this.#measure(text) <= room && !/[\t\n\r]/.test(text)) return [text]
    const lines: string[] = []
    let line = ''
    let used = 0
    const start = (word: string, taken: number) => {
      if (line !== '') lines.push(line)
      line = word
      used = taken
    }
    const space = this.#letter(SPACE).width
    for (const word of text.split(/\s+/)) {
      const wide = this.#measure(word)
      if (line !== '' && used + space + wide <= room) {
        line += ` ${word}`
        used += space + wide
      } else {
        start('', 0)
        for (const piece of wide <= room ? [word] : word) {
          const own = this.#measure(piece)
          if (used + own > room) start('', 0)
          line += piece
          used += own
        }
      }
    }
    start('', 0)
    return lines
  }

  #measure(text: string): number {
    let width = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.codePointAt(i)!
      if (code > 0xffff) i++
      width += this.#letter(code).width
    }
    return width
  }

  #letter(code: number): Letter {
    return (this.#letters[code] ??= this.#read(code))
  }

  #read(code: number): Letter {
    const [glyphs, positions] = this.embedded.encode(String.fromCodePoint(code))
    return { glyph: glyphs.join(''), width: positions.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) }
  }
}
