import type { Readable } from 'node:stream'
import drive from '@adonisjs/drive/services/main'
import { writeWholeFile } from '#services/documents/whole_file'
import { query, type Tx } from '#services/scope'

export interface StoredFile {
  id: string
  key: string
  name: string
  contentType: string
  size: number
  sha256: string
}

/** A file of one regency; null for an unknown id and for one of another regency. */
export async function storedFile(tx: Tx, regency: string, id: string): Promise<StoredFile | null> {
  const [row] = await query<StoredFile>(
    tx,
    `select id, disk_key as key, original_name as name, content_type as "contentType", size, sha256 from files
     where regency_code = ? and id::text = ?`,
    [regency, id],
  )
  return row ?? null
}

/**
 * Copies a stored file to a path of this machine, whole or not at all.
 * @throws Error when its content is no longer what was hashed
 */
export async function saveFile(tx: Tx, regency: string, id: string, path: string): Promise<StoredFile> {
  const file = await storedFile(tx, regency, id)
  if (!file) throw new Error(`There is no file ${id} in ${regency}.`)
  const { sha256 } = await writeWholeFile(path, await contentOf(file))
  if (sha256 !== file.sha256) throw new Error(`File ${id} on the Drive is not the one that was stored.`)
  return file
}

export async function contentOf({ key }: Pick<StoredFile, 'key'>): Promise<Readable> {
  return drive.use().getStream(key)
}
