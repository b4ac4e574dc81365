import { writeWholeFile } from '#services/documents/whole_file'
import { findFile, openFile, type StoredFile } from '#services/files'
import type { Tx } from '#services/scope'

/** A file of one regency; null for an unknown id and for one of another regency. */
export async function fileOf(tx: Tx, regency: string, id: string): Promise<StoredFile | null> {
  const file = await findFile(tx, id)
  return file?.regency === regency ? file : null
}

/**
 * Copies a stored file to a path of this machine, whole or not at all.
 * @throws Error when it is not there or its content is no longer what was hashed
 */
export async function saveFile(tx: Tx, regency: string, id: string, path: string): Promise<void> {
  const file = await fileOf(tx, regency, id)
  if (!file) throw new Error(`There is no file ${id} in ${regency}.`)
  const { sha256 } = await writeWholeFile(path, await openFile(file))
  if (sha256 !== file.sha256) throw new Error(`File ${id} on the Drive is not the one that was stored.`)
}
