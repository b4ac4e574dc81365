import { v7 as uuid } from 'uuid'
import drive from '@adonisjs/drive/services/main'
import type { Tx } from '#services/scope'
import type { MadeFile } from './result_files.js'

/** A made file that lies on the Drive under its key. */
export interface KeptFile extends MadeFile {
  key: string
}

/** Copies made files to the Drive, below a folder of their own. */
export async function copyToDrive(files: readonly MadeFile[], folder: string): Promise<KeptFile[]> {
  const kept: KeptFile[] = []
  for (const file of files) {
    const key = `${folder}/${file.name}`
    await drive.use().copyFromFs(file.path, key)
    kept.push({ ...file, key })
  }
  return kept
}

/** Registers kept files, and returns the id of each by its name. */
export async function registerFiles(tx: Tx, regency: string, files: readonly KeptFile[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const file of files) ids.set(file.name, await registerFile(tx, { ...file, regency }))
  return ids
}

interface FileEntry {
  regency: string
  kind: string
  key: string
  name: string
  contentType: string
  size: number
  sha256: string
}

async function registerFile(tx: Tx, { regency, kind, key, name, contentType, size, sha256 }: FileEntry): Promise<string> {
  const id = uuid()
  await tx.trx.table('files').insert({
    ...{ id, regency_code: regency, kind, disk_key: key, original_name: name, content_type: contentType, size, sha256 },
    ...{ created_by: tx.actor.id, created_at: tx.now },
  })
  return id
}
