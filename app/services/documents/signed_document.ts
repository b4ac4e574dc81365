import sharp from 'sharp'
import { showSize } from '#services/format'
import { DocumentRefused } from './errors.js'
import { otherKind, pictureKind, refuseTiny } from './images.js'
import { drawPdf, PdfTooSlow } from './pdf_pages.js'

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
  if (content.length > SIGNED_BYTES)
    throw refused(
      `Berkas berukuran ${showSize(content.length)}, lebih besar dari ${showSize(SIGNED_BYTES)}. Pindai ulang dengan 150 dpi.`,
    )
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return readPdf(content)
  if (pictureKind(content) === null) throw refused(`Berkas ini ${otherKind(content)}. Unggah hasil pindai PDF, JPG, atau PNG.`)
  return readPicture(content)
}

/** The first pages of a kept PDF as pictures for the screen, drawn in one go on a thread of its own. */
export async function pagesOf(content: Buffer, most: number): Promise<Buffer[]> {
  const { drawn } = await drawPdf(content, { most: MAX_PAGES, drawn: most, ...SCREEN })
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
    if (error instanceof PdfTooSlow) throw refused('PDF ini terlalu berat untuk dibaca. Pindai ulang dengan 150 dpi.', error)
    const locked = error instanceof Error && /password/i.test(error.message)
    throw refused(locked ? 'PDF terkunci kata sandi. Simpan ulang tanpa kata sandi.' : 'PDF rusak atau terpotong.', error)
  })
  if (pages === 0) throw refused('PDF tidak berisi halaman.')
  if (pages > MAX_PAGES) throw refused(`PDF berisi ${pages} halaman; paling banyak ${MAX_PAGES}.`)
  return { content, contentType: 'application/pdf', extension: 'pdf', pages }
}

async function readPicture(content: Buffer): Promise<SignedDocument> {
  try {
    const { width = 0, height = 0 } = await sharp(content, { limitInputPixels: false }).metadata()
    refuseTiny(width, height, refused)
    if (width * height > MAX_PIXELS) throw refused(`Gambar berukuran ${width} × ${height} piksel, terlalu besar.`)
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
    throw refused('Gambar rusak atau terpotong. Pindai ulang surat itu.', error)
  }
}

function refused(message: string, cause?: unknown): DocumentRefused {
  return new DocumentRefused('E_SCAN_REFUSED', message, { cause })
}
