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

/** Part of a picture that is kept: left, top, width and height as shares of the upright picture, from 0 to 1. */
export interface Crop {
  x: number
  y: number
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
 * @param crop what is kept of it; all of it when absent
 * @throws DocumentRefused `E_IMAGE_REFUSED`
 */
export async function readImage(content: Buffer, use: ImageUse, crop?: Crop | null): Promise<Image> {
  if (content.length > MAX_BYTES) throw refused(`Gambar lebih besar dari ${showSize(MAX_BYTES)}.`)
  if (pictureKind(content) === null) throw refused(`Berkas ini ${otherKind(content)}. Unggah gambar PNG, JPEG, atau WebP.`)
  const size = await measure(content)
  const upright = sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).rotate()
  const picture = (crop ? upright.extract(cropped(size, crop)) : upright)
    .resize({ width: SIDES[use], height: SIDES[use], fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
  return use === 'logo'
    ? encode(picture.png({ compressionLevel: 9 }), 'png')
    : encode(picture.flatten({ background: '#ffffff' }).jpeg({ quality: 85 }), 'jpg')
}

/** Reads a crop as a form sends it, `x,y,width,height`; null for none and for what is no part of a picture. */
export function readCrop(text: unknown): Crop | null {
  if (typeof text !== 'string' || !/^[0-9.]{1,20}(?:,[0-9.]{1,20}){3}$/.test(text)) return null
  const [x, y, width, height] = text.split(',').map(Number) as [number, number, number, number]
  const inside = [x, y, width, height].every((share) => share >= 0 && share <= 1) && x + width <= 1.0001 && y + height <= 1.0001
  return inside && width > 0 && height > 0 ? { x, y, width, height } : null
}

/** The crop in pixels of the upright picture; never smaller than the smallest picture that is taken. */
function cropped(size: { width: number; height: number }, crop: Crop) {
  const width = Math.round(crop.width * size.width)
  const height = Math.round(crop.height * size.height)
  if (Math.min(width, height) < MIN_SIDE) throw refused(`Potongan gambar ${width} × ${height} piksel terlalu kecil.`)
  const left = Math.min(Math.round(crop.x * size.width), size.width - width)
  const top = Math.min(Math.round(crop.y * size.height), size.height - height)
  return { left: Math.max(0, left), top: Math.max(0, top), width, height }
}

/** @throws what `refused` makes of the sentence, where a picture is smaller than any that is taken */
export function refuseTiny(width: number, height: number, refused: (sentence: string) => Error): void {
  if (Math.min(width, height) < MIN_SIDE) throw refused(`Gambar berukuran ${width} × ${height} piksel, terlalu kecil.`)
}

/** Size of the picture once it is turned upright. */
async function measure(content: Buffer): Promise<{ width: number; height: number }> {
  const { width = 0, height = 0, orientation = 1 } = await decoded(sharp(content, { limitInputPixels: false }).metadata())
  if (width * height > MAX_PIXELS) throw refused(`Gambar berukuran ${width} × ${height} piksel, terlalu besar.`)
  refuseTiny(width, height, refused)
  return orientation >= 5 ? { width: height, height: width } : { width, height }
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
