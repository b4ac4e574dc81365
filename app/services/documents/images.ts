import sharp, { type Metadata, type Sharp } from 'sharp'
import { showSize } from '#services/format'
import { DocumentRefused } from './errors.js'

/** `logo` becomes a PNG and keeps its transparency, `photo` a JPEG on white; a `screenshot` too, large enough to be read. */
export type ImageUse = 'logo' | 'photo' | 'screenshot'

export interface Image {
  content: Buffer
  contentType: 'image/png' | 'image/jpeg'
  extension: 'png' | 'jpg'
  width: number
  height: number
}

/** Kinds of picture told by their first bytes; the stated name and type of an upload are never asked. */
export type PictureKind = 'png' | 'jpeg' | 'webp'

const MAX_BYTES = 5 * 1024 * 1024
const MAX_PIXELS = 40_000_000
/** Longest side after re-encoding. */
const SIDES: Record<ImageUse, number> = { logo: 512, photo: 512, screenshot: 1920 }
const MIN_SIDE = 16

/** Kind of a picture by content, or null when it is none of those we take. */
export function pictureKind(content: Uint8Array): PictureKind | null {
  const start = Buffer.from(content.subarray(0, 12)).toString('latin1')
  if (start.startsWith('\x89PNG\r\n\x1A\n')) return 'png'
  if (start.startsWith('\xFF\xD8\xFF')) return 'jpeg'
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'webp' : null
}

/**
 * Decodes an uploaded PNG, JPEG or WebP and makes a new file of it, at most 512 pixels a side (a screenshot 1,920), turned upright, without
 * metadata, so that nothing of the upload but its pixels is ever served.
 *
 * @throws DocumentRefused `E_IMAGE_REFUSED`
 */
export async function readImage(content: Buffer, use: ImageUse): Promise<Image> {
  if (content.length > MAX_BYTES) throw refused(`Gambar lebih besar dari ${showSize(MAX_BYTES)}.`)
  if (pictureKind(content) === null) throw refused(`Berkas ini ${otherKind(content)}. Unggah gambar PNG, JPEG, atau WebP.`)
  await measure(content)
  const picture = sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .rotate()
    .resize({ width: SIDES[use], height: SIDES[use], fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  return use === 'logo'
    ? encode(picture.png({ compressionLevel: 9 }), 'png')
    : encode(picture.flatten({ background: '#ffffff' }).jpeg({ quality: 85 }), 'jpg')
}

async function measure(content: Buffer): Promise<void> {
  const { width = 0, height = 0 } = await decoded(sharp(content, { limitInputPixels: false }).metadata())
  if (width * height > MAX_PIXELS) throw refused(`Gambar berukuran ${width} × ${height} piksel, terlalu besar.`)
  if (Math.min(width, height) < MIN_SIDE) throw refused(`Gambar berukuran ${width} × ${height} piksel, terlalu kecil.`)
}

async function encode(picture: Sharp, extension: 'png' | 'jpg'): Promise<Image> {
  const { data, info } = await decoded(picture.toBuffer({ resolveWithObject: true }))
  const contentType = extension === 'png' ? 'image/png' : 'image/jpeg'
  return { content: data, contentType, extension, width: info.width, height: info.height }
}

async function decoded<T extends Metadata | { data: Buffer }>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw refused('Gambar rusak atau terpotong. Simpan ulang gambar itu, lalu unggah lagi.', error)
  }
}

function refused(message: string, cause?: unknown): DocumentRefused {
  return new DocumentRefused('E_IMAGE_REFUSED', message, { cause })
}

/** What a file that is no picture seems to be, for the sentence that refuses it. */
export function otherKind(content: Buffer): string {
  if (content.length === 0) return 'kosong'
  const head = content.subarray(0, 1024).toString('latin1').trimStart().toLowerCase()
  if (head.includes('<svg')) return 'SVG, yang dapat memuat program'
  if (/^<(?:!doctype html|html|script|head|body|\?php)/.test(head)) return 'halaman web, bukan gambar'
  if (head.startsWith('%pdf')) return 'PDF, bukan gambar'
  if (head.startsWith('gif8')) return 'GIF'
  return 'bukan gambar yang dikenal'
}
