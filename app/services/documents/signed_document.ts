import { showSize } from '#services/format'
import type { Text } from '#verification/instrument'
import { DocumentRefused } from './errors.js'
import { otherKind, pictureKind, refuseTiny, tooManyPixels } from './images.js'
import { loadSharp } from './lazy_sharp.js'
import { drawPdf, isPdf, PdfTooSlow } from './pdf_pages.js'

/** A signed paper as it is kept: a PDF as it came, a picture as one of our own making. */
export interface SignedDocument {
  content: Buffer
  contentType: 'application/pdf' | 'image/jpeg'
  extension: 'pdf' | 'jpg'
  pages: number
}

/** Largest upload, in bytes; two of them go through one form. */
export const SIGNED_BYTES = 5 * 1024 * 1024
const MAX_PAGES = 40
/** A4 at 600 dots an inch is 35 million. */
const MAX_PIXELS = 60_000_000
/** Longest side of a kept picture: an A4 page at about 300 dots an inch. */
const SIDE = 3508
const SCREEN = { dpi: 96, pixels: 1_200_000 }

/**
 * Reads an uploaded signed paper, its kind told by content: a PDF that can be drawn, or a PNG, JPEG or WebP that is decoded and made
 * anew as a JPEG, upright and without metadata. SVG, pages of the web and everything else are refused.
 *
 * @throws DocumentRefused `E_SCAN_REFUSED`
 */
export async function readSigned(content: Buffer): Promise<SignedDocument> {
  if (content.length > SIGNED_BYTES) {
    throw refused(
      scanAgain({
        id: `Berkas lebih besar dari ${showSize(SIGNED_BYTES)}.`,
        en: `The file is larger than ${showSize(SIGNED_BYTES, 'en')}.`,
      }),
    )
  }
  if (isPdf(content)) return readPdf(content)
  if (pictureKind(content) === null) {
    const { id, en } = otherKind(content)
    throw refused({
      id: `Berkas ini ${id}. Unggah hasil pindai PDF, JPG, atau PNG.`,
      en: `This file is ${en}. Upload a scan as PDF, JPG or PNG.`,
    })
  }
  return readPicture(content)
}

/** The first pages of a kept PDF as pictures for the screen, drawn in one go on a thread of its own. */
export async function pagesOf(content: Buffer, most: number): Promise<Buffer[]> {
  const { drawn } = await drawPdf(content, { most: MAX_PAGES, drawn: most, ...SCREEN })
  const sharp = await loadSharp()
  return Promise.all(
    drawn.map(({ data, width, height }) =>
      sharp(data, { raw: { width, height, channels: 1 } })
        .png({ compressionLevel: 6 })
        .toBuffer(),
    ),
  )
}

async function readPdf(content: Buffer): Promise<SignedDocument> {
  const { pages } = await drawPdf(content, { most: MAX_PAGES, drawn: 1, ...SCREEN }).catch((error: unknown) => {
    if (error instanceof PdfTooSlow) throw refused(TOO_HEAVY, error)
    const locked = error instanceof Error && /password/i.test(error.message)
    throw refused(locked ? LOCKED_PDF : DAMAGED, error)
  })
  if (pages === 0) throw refused(NO_PAGES)
  if (pages > MAX_PAGES) {
    throw refused({
      id: `PDF berisi ${pages} halaman; paling banyak ${MAX_PAGES}. Unggah hanya surat itu.`,
      en: `The PDF has ${pages} pages; at most ${MAX_PAGES} are taken. Upload the letter alone.`,
    })
  }
  return { content, contentType: 'application/pdf', extension: 'pdf', pages }
}

async function readPicture(content: Buffer): Promise<SignedDocument> {
  const sharp = await loadSharp()
  try {
    const { width = 0, height = 0 } = await sharp(content, { limitInputPixels: false }).metadata()
    refuseTiny(width, height, refused)
    if (width * height > MAX_PIXELS) throw refused(scanAgain(tooManyPixels(width, height)))
    const made = await sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .rotate()
      .flatten({ background: '#ffffff' })
      .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .jpeg({ quality: 82 })
      .toBuffer()
    return { content: made, contentType: 'image/jpeg', extension: 'jpg', pages: 1 }
  } catch (error) {
    if (error instanceof DocumentRefused) throw error
    throw refused(DAMAGED_PICTURE, error)
  }
}

const scanAgain = ({ id, en }: Text): Text => ({
  id: `${id} Pindai ulang dengan 150 dpi.`,
  en: `${en} Scan it again at 150 dpi.`,
})

const TOO_HEAVY: Text = scanAgain({
  id: 'PDF ini terlalu berat untuk dibaca.',
  en: 'This PDF is too heavy to be read.',
})
const DAMAGED: Text = scanAgain({ id: 'PDF rusak atau terpotong.', en: 'The PDF is damaged or cut off.' })
/** What is said of every scan in the same words. */
export const LOCKED_PDF: Text = {
  id: 'PDF terkunci kata sandi. Simpan ulang tanpa kata sandi.',
  en: 'The PDF is locked by a password. Save it again without one.',
}
export const NO_PAGES: Text = scanAgain({ id: 'PDF tidak berisi halaman.', en: 'The PDF has no pages.' })
export const DAMAGED_PICTURE: Text = {
  id: 'Gambar rusak atau terpotong. Pindai ulang surat itu.',
  en: 'The picture is damaged or cut off. Scan the letter again.',
}

function refused(said: Text, cause?: unknown): DocumentRefused {
  return new DocumentRefused('E_SCAN_REFUSED', said, { cause }).at('scan')
}
