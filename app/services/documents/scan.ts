import { showSize } from '#services/format'
import type { Text } from '#verification/instrument'
import { DocumentRefused } from './errors.js'
import { pictureKind, refuseTiny, tooManyPixels } from './images.js'
import { loadSharp } from './lazy_sharp.js'
import { drawPdf, isPdf, PdfTooSlow } from './pdf_pages.js'
import { readQr, type GreyPage } from './qr.js'
import { DAMAGED_PICTURE, LOCKED_PDF, NO_PAGES } from './signed_document.js'

export interface Scan {
  kind: 'pdf' | 'jpeg' | 'png'
  contentType: 'application/pdf' | 'image/jpeg' | 'image/png'
  pages: number
  /** Code of the letter from the QR `…/verifikasi/<code>`, or null when no such QR could be read. */
  code: string | null
  /** Codes of further letters whose QR the file shows too; absent where there are none. */
  others?: string[]
}

const MAX_BYTES = 20 * 1024 * 1024
const MAX_PAGES = 20
/** A4 at 600 dots an inch is 35 million. */
const MAX_PIXELS = 60_000_000
/** Pages searched for the QR: a letter has no more. */
const SEARCHED = 4
/** The picture in which the QR is searched: 200 dots an inch, at most an A4 page of it. */
const DPI = 200
const SIDE = 2400
const PAGE_PIXELS = 4_000_000

const VERIFICATION = /\/verifikasi\/([A-Za-z0-9][A-Za-z0-9-]{3,63})\/?$/

/**
 * Reads the scan of a signed letter: PDF, JPEG or PNG told by content, its pages, and the code in its QR. The file
 * itself is left as it is, so that its hash stays that of the official's own copy.
 *
 * @param most pages that a PDF may have
 * @throws DocumentRefused `E_SCAN_REFUSED` for another kind of file, one too large, broken or locked
 */
export async function readScan(content: Buffer, most = MAX_PAGES): Promise<Scan> {
  if (content.length > MAX_BYTES)
    throw refused(
      scanAgain({
        id: `Berkas lebih besar dari ${showSize(MAX_BYTES)}.`,
        en: `The file is larger than ${showSize(MAX_BYTES, 'en')}.`,
      }),
    )
  if (isPdf(content)) return readPdf(content, most)
  const kind = pictureKind(content)
  if (kind !== 'jpeg' && kind !== 'png')
    throw refused({
      id: 'Berkas bukan PDF, JPG, atau PNG. Unggah hasil pindai surat dalam salah satu bentuk itu.',
      en: 'The file is no PDF, JPG or PNG. Upload the scan of the letter in one of these forms.',
    })
  return readPicture(content, kind)
}

async function readPicture(content: Buffer, kind: 'jpeg' | 'png'): Promise<Scan> {
  const sharp = await loadSharp()
  try {
    const { width = 0, height = 0 } = await sharp(content, { limitInputPixels: false }).metadata()
    refuseTiny(width, height, refused)
    if (width * height > MAX_PIXELS) throw refused(scanAgain(tooManyPixels(width, height)))
    const { data, info } = await sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .rotate()
      .flatten({ background: '#ffffff' })
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .greyscale()
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const codes = await codesOn([{ data, width: info.width, height: info.height }])
    return { kind, contentType: `image/${kind}`, pages: 1, ...codes }
  } catch (error) {
    if (error instanceof DocumentRefused) throw error
    throw refused(DAMAGED_PICTURE, error)
  }
}

async function readPdf(content: Buffer, most: number): Promise<Scan> {
  const { pages, drawn } = await drawPdf(content, { most, drawn: SEARCHED, dpi: DPI, pixels: PAGE_PIXELS }).catch(
    (error: unknown) => Promise.reject(unreadable(error)),
  )
  if (pages === 0) throw refused(NO_PAGES)
  if (pages > most) {
    throw refused({
      id: `PDF berisi ${pages} halaman. Unggah hanya surat itu, paling banyak ${most} halaman.`,
      en: `The PDF has ${pages} pages. Upload the letter alone, at most ${most} pages.`,
    })
  }
  return { kind: 'pdf', contentType: 'application/pdf', pages, ...(await codesOn(drawn)) }
}

const TOO_HEAVY: Text = {
  id: 'PDF ini terlalu berat untuk dibaca. Pindai ulang surat itu dengan 150 sampai 300 dpi.',
  en: 'This PDF is too heavy to be read. Scan the letter again at 150 to 300 dpi.',
}
const DAMAGED: Text = {
  id: 'PDF rusak atau terpotong. Pindai ulang surat itu.',
  en: 'The PDF is damaged or cut off. Scan the letter again.',
}
const scanAgain = ({ id, en }: Text): Text => ({
  id: `${id} Pindai ulang dengan 150 sampai 300 dpi.`,
  en: `${en} Scan it again at 150 to 300 dpi.`,
})

function unreadable(error: unknown): DocumentRefused {
  if (error instanceof PdfTooSlow) return refused(TOO_HEAVY, error)
  const locked = error instanceof Error && /password/i.test(error.message)
  return refused(locked ? LOCKED_PDF : DAMAGED, error)
}

async function codesOn(pages: readonly GreyPage[]): Promise<Pick<Scan, 'code' | 'others'>> {
  const texts = await readQr(pages, (found) => VERIFICATION.test(found))
  const [code = null, ...others] = [...new Set(texts.map((text) => VERIFICATION.exec(text)![1]!.toUpperCase()))]
  return { code, ...(others.length > 0 ? { others } : {}) }
}

function refused(said: Text, cause?: unknown): DocumentRefused {
  return new DocumentRefused('E_SCAN_REFUSED', said, { cause }).at('scan')
}
