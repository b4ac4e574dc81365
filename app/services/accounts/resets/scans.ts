import { findFile, registerFileKind, type StoredFile } from '#services/files'
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
