import type { StoredFile } from '#services/files'
import { fileContent } from '#services/files'
import { loadSharp } from './lazy_sharp.js'
import { pagesOf } from './signed_document.js'

/** Most pages of a paper that are drawn. */
const MOST_PAGES = 6
/** Papers kept in memory at a time, and for how long. */
const MOST_PAPERS = 12
const KEPT_MS = 10 * 60_000
/** Longest side of a picture for the screen, in pixels. */
const SIDE = 1400
const MAX_PIXELS = 60_000_000

export interface Picture {
  contentType: 'image/png' | 'image/jpeg'
  content: Buffer
}

const kept = new Map<string, Promise<Picture[]>>()

/**
 * The first pages of a stored PDF, JPEG or PNG as pictures of our own making, drawn once and kept in memory for a while. A paper that
 * cannot be drawn has none. Takes up to seconds the first time: call it outside any transaction.
 */
export function picturesOf(file: StoredFile): Promise<Picture[]> {
  const found = kept.get(file.id)
  if (found) return found
  const made = draw(file).catch((): Picture[] => [])
  kept.set(file.id, made)
  setTimeout(() => kept.delete(file.id), KEPT_MS).unref()
  for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_PAPERS))) kept.delete(oldest)
  return made
}

async function draw(file: StoredFile): Promise<Picture[]> {
  const content = await fileContent(file)
  if (file.contentType === 'application/pdf') {
    return (await pagesOf(content, MOST_PAGES)).map((page) => ({ contentType: 'image/png', content: page }))
  }
  const sharp = await loadSharp()
  const picture = await sharp(content, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .rotate()
    .flatten({ background: '#ffffff' })
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .jpeg({ quality: 80 })
    .toBuffer()
  return [{ contentType: 'image/jpeg', content: picture }]
}
