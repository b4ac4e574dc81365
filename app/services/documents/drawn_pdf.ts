import { setImmediate as breathe } from 'node:timers/promises'
import { DrawnFont, type EmbeddedFont } from './drawn_font.js'
import { fontFile, type FontName } from './fonts.js'
import type { PdfFacts } from './pdf.js'
import { Pen, type Page } from './pen.js'

/** A strip across the page that is never cut. `draw` is given its upper edge. */
export interface Strip {
  height: number
  /** Room that must follow on the same page, so that a heading never stands alone. */
  needs?: number
  draw(pen: Pen, top: number): void
}

/** Strips below each other. They are asked for more than once, to count the pages and to draw them, and must be the same every time. */
export interface Flow {
  strips(): Iterable<Strip>
  /** Stands above the first strip on every page. */
  head?: Strip
  /** Stand above the head on every page but the first, as a title that goes on does. */
  again?: readonly Strip[]
  /** Drawn around the strips of one page. */
  frame?(pen: Pen, top: number, bottom: number): void
  /** Room below the last strip. */
  after?: number
  /** Ends what stands before it, as a signature does: it never begins a page, but takes the last strips there with it. */
  closing?: boolean
  /** A title: it stands with the first strip of the flow behind it, and with what that one needs. */
  leads?: boolean
}

export interface Drawing {
  /** Top and bottom margin. */
  margins: { top: number; bottom: number }
  flows: readonly Flow[]
  foot(pen: Pen, page: number, pages: number): void
}

/** The fonts of a document; each is read when it is first asked for. */
export type Fonts = (name: FontName) => DrawnFont

/** A4 upright, in points. */
export const SHEET = { width: 595.28, height: 841.89 }

/** Pages that are counted in one go. */
const TURN = 5

/** pdfkit's document with what its types leave out. */
type Document = PDFKit.PDFDocument & { _font: EmbeddedFont; page: Page }

/**
 * Draws a PDF page by page, as a stream of its bytes, for documents too long to lay out: neither memory nor the event loop feels how many
 * pages there are. The same drawing gives the same bytes. Version 1.3, as in `renderPdf`.
 */
export async function* drawPdf(
  { title, author, createdAt }: PdfFacts,
  drawingWith: (fonts: Fonts) => Drawing,
): AsyncGenerator<Uint8Array> {
  const document = await openDocument({
    ...{ Title: title, Author: author, CreationDate: createdAt },
    ...{ Creator: 'SIKS-NG Online', Producer: 'SIKS-NG Online' },
  })
  const drawing = drawingWith(fontsOf(document))
  await breathe()
  let pages = 0
  for (const _page of paginate(drawing)) if (++pages % TURN === 0) await breathe()
  let number = 0
  for (const parts of paginate(drawing)) {
    document.addPage()
    const pen = new Pen(SHEET.height)
    for (const part of parts) part(pen)
    drawing.foot(pen, ++number, pages)
    document.addContent(pen.finish(document.page))
    yield* written(document)
    await breathe()
  }
  document.end()
  yield* written(document)
}

async function openDocument(info: PDFKit.DocumentInfo): Promise<Document> {
  const { default: PDFDocument } = await import('pdfkit')
  return new PDFDocument({
    ...{
      size: [SHEET.width, SHEET.height],
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.3',
      lang: 'id-ID',
      displayTitle: true,
    },
    ...{ font: '', info },
  }) as Document
}

function fontsOf(document: Document): Fonts {
  const opened = new Map<FontName, DrawnFont>()
  return (name) => {
    const known = opened.get(name)
    if (known) return known
    document.font(fontFile(name))
    const font = new DrawnFont(document._font)
    opened.set(name, font)
    return font
  }
}

/** What the document has ready to leave. */
function* written(document: Document): Generator<Uint8Array> {
  for (let chunk = document.read() as Buffer | null; chunk; chunk = document.read() as Buffer | null) yield chunk
}

type Part = (pen: Pen) => void

/** The parts of each page, placed. */
function* paginate({ margins, flows }: Drawing): Generator<Part[]> {
  const bottom = SHEET.height - margins.bottom
  let page: Part[] = []
  let y = margins.top
  const place = ({ draw, height }: Strip) => {
    const top = y
    if (draw) page.push((pen) => draw(pen, top))
    y += height
  }
  for (const [at, flow] of flows.entries()) {
    const { head, again = [], frame, after = 0 } = flow
    let from: number | null = null
    let begun = false
    const close = () => {
      const [top, end] = [from, y]
      if (frame && top !== null) page.push((pen) => frame(pen, top, end))
      from = null
    }
    for (const strip of stripsOf(flows, at)) {
      const needed = strip.height + (strip.needs ?? 0) + (from === null ? (head?.height ?? 0) : 0)
      if (y + needed > bottom && y > margins.top) {
        close()
        yield page
        page = []
        y = margins.top
      }
      if (from === null) {
        if (begun) again.forEach(place)
        from = y
        begun = true
        if (head) place(head)
      }
      place(strip)
    }
    close()
    y += after
  }
  yield page
}

/** The strips of one flow with the room that each needs behind it on its page. */
function stripsOf(flows: readonly Flow[], at: number): Generator<Strip> {
  const { strips, after = 0, leads } = flows[at]!
  const following = closingHeight(flows, at + 1) + (leads ? firstHeight(flows, at + 1) : 0)
  return withLast(strips(), following && after + following)
}

/** Height that the first strip of a flow takes with its heading and what it needs behind it. */
function firstHeight(flows: readonly Flow[], at: number): number {
  const first = flows[at] && stripsOf(flows, at).next().value
  return first ? (flows[at]!.head?.height ?? 0) + first.height + (first.needs ?? 0) : 0
}

/** The strips, the last two of them on one page with so much room behind them as what closes them takes. */
function* withLast(strips: Iterable<Strip>, following: number): Generator<Strip> {
  let former: Strip | undefined
  let last: Strip | undefined
  for (const strip of strips) {
    if (former) yield former
    former = last
    last = strip
  }
  if (!last) return
  const needs = Math.max(last.needs ?? 0, following)
  if (former) yield { ...former, needs: Math.max(former.needs ?? 0, last.height + needs) }
  yield { ...last, needs }
}

/** Height of the flows that close the one before `from`. */
function closingHeight(flows: readonly Flow[], from: number): number {
  let height = 0
  for (let at = from; flows[at]?.closing; at++) {
    for (const strip of flows[at]!.strips()) height += strip.height
    height += flows[at]!.after ?? 0
  }
  return height
}
