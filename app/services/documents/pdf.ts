import type { Content } from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { FONT_NAMES, fontFile, type FontName } from './fonts.js'
import { wholeWords } from './whole_words.js'

type Pdfmake = typeof import('pdfmake')
/** Files in memory, where pdfmake looks before it looks on the disk; missing in its types. */
type WithFiles = Pdfmake & { virtualfs: { writeFileSync(name: string, content: Buffer): void } }

let loaded: Promise<Pdfmake> | undefined

/** pdfmake with our fonts, loaded where a document is made: it costs a process 30 MB that most never need. */
function loadPdfmake(): Promise<Pdfmake> {
  return (loaded ??= import('pdfmake').then(({ default: pdfmake }) => {
    const font = (name: FontName) => {
      ;(pdfmake as WithFiles).virtualfs.writeFileSync(FONT_NAMES[name], fontFile(name))
      return FONT_NAMES[name]
    }
    const family = (normal: FontName, bold: FontName, italics: FontName, bolditalics: FontName) => ({
      ...{ normal: font(normal), bold: font(bold), italics: font(italics), bolditalics: font(bolditalics) },
    })
    pdfmake.setFonts({
      Serif: family('serif', 'serifBold', 'serifItalic', 'serifBoldItalic'),
      Sans: family('sans', 'sansBold', 'sansItalic', 'sansBoldItalic'),
      Mono: { normal: font('mono'), bold: font('monoBold') },
    })
    pdfmake.setUrlAccessPolicy(() => false)
    pdfmake.setLocalAccessPolicy(() => false)
    return pdfmake
  }))
}

/** Width of a portrait A4 page in points. */
export const PAGE_WIDTH = 595.28

export interface PdfFacts {
  title: string
  /** Institution in whose name the document is made. */
  author: string
  createdAt: Date
}

export interface Pdf {
  content: Buffer
  pages: number
}

/** What stands at the foot of every page, given page and number of pages. */
export type Footer = (page: number, pages: number) => Content

/**
 * Makes a PDF with title, author, time and language `id-ID`, so that the same definition gives the same bytes. Only the
 * fonts of the package are read; nothing is fetched. The version stays at 1.3, pdfmake's default: above it pdfkit writes
 * the title into XMP without escaping it. Blocks the event loop while it lays out, so that only short documents are made with it; `drawPdf`
 * is for lists.
 */
export async function renderPdf(
  { title, author, createdAt }: PdfFacts,
  footer: Footer,
  definition: Omit<TDocumentDefinitions, 'info' | 'footer'>,
): Promise<Pdf> {
  const pdfmake = await loadPdfmake()
  let pages = 0
  const document = pdfmake.createPdf({
    pageSize: 'A4',
    language: 'id-ID',
    displayTitle: true,
    ...definition,
    content: wholeWords(definition.content),
    info: { title, author, creationDate: createdAt, creator: 'SIKS-NG Online', producer: 'SIKS-NG Online' },
    footer: (page, count) => {
      pages = count
      return footer(page, count)
    },
  })
  const content = await document.getBuffer()
  return { content, pages }
}

/** Picture (PNG or JPEG, as `readImage` gives it) in the form that PDF content takes. */
export function pictureUrl(picture: Buffer): string {
  const type = picture[0] === 0xff ? 'image/jpeg' : 'image/png'
  return `data:${type};base64,${picture.toString('base64')}`
}
