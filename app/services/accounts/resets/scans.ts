import { pagesOf } from '#services/documents/signed_document'
import { fileContent, findFile, registerFileKind, type StoredFile } from '#services/files'
import type { Tx } from '#services/scope'
import type { ResetRequest } from './requests.js'

/** Kind of the scanned letters in the file store: fetched by who may decide requests, and by nobody else. */
export const SCAN_KIND = 'reset_scan'
/** Pages shown as pictures; a longer letter is downloaded. */
export const SHOWN_PAGES = 3

registerFileKind(SCAN_KIND, { permission: 'core.resets' })

export function scanOf(tx: Tx, { scan }: ResetRequest): Promise<StoredFile | null> {
  return findFile(tx, scan.file)
}

/** One page of a scanned letter as a picture, from 1; null when it has no such page. */
export async function scanPicture(file: StoredFile, page: number): Promise<{ contentType: string; content: Buffer } | null> {
  const content = await fileContent(file)
  if (file.contentType !== 'application/pdf') return page === 1 ? { contentType: file.contentType, content } : null
  const picture = (await pagesOf(content, page))[page - 1]
  return picture ? { contentType: 'image/png', content: picture } : null
}
