import { files } from '#core/plugin'
import { Kept } from './kept.js'

export type StoredFile = NonNullable<Awaited<ReturnType<typeof files.find>>>

/** Most pages that are shown as pictures. */
export const SHOWN_PAGES = 8
/** Pictures of papers that reviewers look at now: memory outside the heap, in bytes, and for how long. */
const KEPT_BYTES = 32 * 1024 * 1024
const KEPT_MS = 10 * 60_000

const drawn = new Kept(KEPT_BYTES, KEPT_MS)

/** One page of a signed paper as a picture, from 1; null when there is no such page. A PDF is drawn once for all its pages. */
export async function pictureOf(file: StoredFile, page: number): Promise<{ contentType: string; content: Buffer } | null> {
  if (file.contentType !== 'application/pdf') {
    return page === 1 ? { contentType: file.contentType, content: await files.content(file) } : null
  }
  const pages = await drawn.get(file.id, async () => files.pagesOf(await files.content(file), SHOWN_PAGES))
  const content = pages[page - 1]
  return content ? { contentType: 'image/png', content } : null
}
