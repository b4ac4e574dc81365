import type { Metadata, Sharp } from 'sharp'
import { showSize } from '#services/format'
import type { Text } from '#verification/instrument'
import { DocumentRefused } from './errors.js'
import { loadSharp } from './lazy_sharp.js'

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
  if (content.length > MAX_BYTES) {
    const most = showSize(MAX_BYTES)
    throw refused(smaller({ id: `Gambar lebih besar dari ${most}.`, en: `The picture is larger than ${most}.` }))
  }
  if (pictureKind(content) === null) {
    const { id, en } = otherKind(content)
    throw refused({
      id: `Berkas ini ${id}. Unggah gambar PNG, JPEG, atau WebP.`,
      en: `This file is ${en}. Upload a PNG, JPEG or WebP picture.`,
    })
  }
  const [sharp, size] = [await loadSharp(), await measure(content)]
  refuseNarrow(crop ? cropped(size, crop) : size, SIDES[use])
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
  if (Math.min(width, height) < MIN_SIDE) {
    throw refused({
      id: `Potongan gambar ${width} × ${height} piksel terlalu kecil. Pilih bagian yang lebih besar.`,
      en: `The part of ${width} × ${height} pixels is too small. Choose a larger one.`,
    })
  }
  const left = Math.min(Math.round(crop.x * size.width), size.width - width)
  const top = Math.min(Math.round(crop.y * size.height), size.height - height)
  return { left: Math.max(0, left), top: Math.max(0, top), width, height }
}

/** Of a strip nothing would be left to see once its longer side is as short as it is kept. */
function refuseNarrow({ width, height }: { width: number; height: number }, longest: number): void {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)]
  if (shorter * Math.min(1, longest / longer) >= MIN_SIDE) return
  throw refused({
    id: `Gambar berukuran ${width} × ${height} piksel, terlalu panjang untuk lebarnya. Potong gambar itu hingga sisi panjangnya paling banyak ${longest / MIN_SIDE} kali sisi pendeknya, lalu unggah lagi.`,
    en: `The picture has ${width} × ${height} pixels, which is too long for its width. Crop it until its longer side is at most ${longest / MIN_SIDE} times the shorter one, then upload it again.`,
  })
}

/** @throws what `refused` makes of the sentence, where a picture is smaller than any that is taken */
export function refuseTiny(width: number, height: number, refused: (said: Text) => Error): void {
  if (Math.min(width, height) >= MIN_SIDE) return
  throw refused({
    id: `Gambar berukuran ${width} × ${height} piksel, terlalu kecil. Unggah gambar yang lebih besar.`,
    en: `The picture has ${width} × ${height} pixels, which is too small. Upload a larger one.`,
  })
}

const smaller = ({ id, en }: Text): Text => ({
  id: `${id} Perkecil gambar itu, lalu unggah lagi.`,
  en: `${en} Make it smaller, then upload it again.`,
})

/** Of a picture with more pixels than are taken. */
export const tooManyPixels = (width: number, height: number): Text => ({
  id: `Gambar berukuran ${width} × ${height} piksel, terlalu besar.`,
  en: `The picture has ${width} × ${height} pixels, which is too large.`,
})

/** Size of the picture once it is turned upright. */
async function measure(content: Buffer): Promise<{ width: number; height: number }> {
  const sharp = await loadSharp()
  const { width = 0, height = 0, orientation = 1 } = await decoded(sharp(content, { limitInputPixels: false }).metadata())
  if (width * height > MAX_PIXELS) throw refused(smaller(tooManyPixels(width, height)))
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
    throw refused(
      {
        id: 'Gambar rusak atau terpotong. Simpan ulang gambar itu, lalu unggah lagi.',
        en: 'The picture is damaged or cut off. Save it again, then upload it once more.',
      },
      error,
    )
  }
}

function refused(said: Text, cause?: unknown): DocumentRefused {
  return new DocumentRefused('E_IMAGE_REFUSED', said, { cause })
}

/** Pictures that cameras, telephones and scanners make and that are not taken, by their first bytes in small letters. */
const OTHERS = [
  { sign: /^gif8/, name: 'GIF' },
  { sign: /^(?:ii\*\0|mm\0\*)/, name: 'TIFF' },
  { sign: /^[^]{4}ftyp(?:hei|hev|mif1|msf1)/, name: 'HEIC' },
  { sign: /^[^]{4}ftypavi/, name: 'AVIF' },
  { sign: /^bm[^]{4}\0\0\0\0/, name: 'BMP' },
]

/** What a file that is no picture seems to be, for the sentence that refuses it. */
export function otherKind(content: Buffer): Text {
  if (content.length === 0) return { id: 'kosong', en: 'empty' }
  const head = content.subarray(0, 1024).toString('latin1').trimStart().toLowerCase()
  if (head.includes('<svg')) return { id: 'SVG, yang dapat memuat program', en: 'an SVG, which may hold a program' }
  if (/^<(?:!doctype html|html|script|head|body|\?php)/.test(head)) {
    return { id: 'halaman web, bukan gambar', en: 'a web page, not a picture' }
  }
  if (head.startsWith('%pdf')) return { id: 'PDF, bukan gambar', en: 'a PDF, not a picture' }
  const known = OTHERS.find(({ sign }) => sign.test(head))
  if (known) return { id: known.name, en: `a ${known.name}` }
  return { id: 'bukan gambar yang dikenal', en: 'no known kind of picture' }
}
