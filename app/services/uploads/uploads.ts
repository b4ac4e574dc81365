import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import { v7 as uuid, validate as isUuid } from 'uuid'
import { removeOldFiles } from '#services/cleaning/old_files'
import { hasNoRoom } from '#services/disk_full'
import { privateFolder } from '#services/work_folder'
import { PostgresLocker } from './locker.js'
import { hasRoom, oneByOne } from './room.js'

/** Address of the tus protocol. */
const UPLOAD_PATH = '/unggahan'
/** Bytes of one upload; a ZIP of many files may be larger than one file. */
export const UPLOAD_BYTES = 512 * 1024 * 1024

/** Answer to a person who has begun more than he may. */
export const OVER_ROOM = 429

const KEPT_MS = 24 * 60 * 60 * 1000

/** Whose uploads: nobody else can name them. */
export interface Owner {
  regency: string
  user: string
}

export interface FinishedUpload {
  id: string
  /** As the browser gave it. */
  name: string
  path: string
}

const locker = new PostgresLocker()

/** A door through which uploads come in: its address and the most bytes of one of them. */
export interface UploadDoor {
  path: string
  maxSize: number
}

const IMPORT_DOOR: UploadDoor = { path: UPLOAD_PATH, maxSize: UPLOAD_BYTES }

/** Answers one request of the tus protocol. Every owner has a folder of his own, so that the uploads of others do not exist for him. */
export function answerUpload(owner: Owner, request: Request, { path, maxSize }: UploadDoor = IMPORT_DOOR): Promise<Response> {
  const server = new Server({
    ...{ path, relativeLocation: true, allowedOrigins: [], maxSize, locker },
    datastore: storeOf(owner),
    namingFunction: () => uuid(),
    getFileIdFromRequest: (_request, last) => (isUuid(last) ? last : undefined),
    onUploadCreate: async (_request, { size = maxSize }) => {
      if (await hasRoom(rootFolder(), owner.user, size)) return {}
      throw Object.assign(new Error('too much is begun'), { status_code: OVER_ROOM, body: '' })
    },
  })
  return request.method === 'POST' ? oneByOne(owner.user, () => server.handleWeb(request)) : server.handleWeb(request)
}

/** Whether an upload can find no room. */
export function uploadsAreFull(): Promise<boolean> {
  return hasNoRoom(rootFolder())
}

/** The uploads with these ids, or null when one is unknown or not complete. */
export async function finishedUploads(owner: Owner, ids: readonly string[]): Promise<FinishedUpload[] | null> {
  const store = storeOf(owner)
  const uploads: FinishedUpload[] = []
  for (const id of ids) {
    const upload = isUuid(id) ? await store.getUpload(id).catch(() => null) : null
    if (!upload || upload.offset !== upload.size) return null
    uploads.push({ id, name: upload.metadata?.filename ?? '', path: join(folderOf(owner), id) })
  }
  return uploads
}

/** Lets go of uploads that became an import or a load, and remembers which, for a form that is sent twice. */
export async function closeUploads(owner: Owner, ids: readonly string[], becameId: string): Promise<void> {
  for (const id of ids) {
    await writeFile(doneFile(owner, id), becameId)
    await storeOf(owner)
      .remove(id)
      .catch(() => undefined)
  }
}

/** The import or load that an upload became; null for any other. */
export async function importOfUpload(owner: Owner, id: string): Promise<string | null> {
  return isUuid(id) ? readFile(doneFile(owner, id), 'utf8').catch(() => null) : null
}

/** Removes uploads, finished or not, that nobody went on with for a day. Returns how many files went. */
export function tidyUploads(): Promise<number> {
  return removeOldFiles(rootFolder(), KEPT_MS)
}

function storeOf(owner: Owner): FileStore {
  return new FileStore({ directory: folderOf(owner) })
}

function folderOf({ regency, user }: Owner): string {
  return join(rootFolder(), regency, user)
}

function rootFolder(): string {
  return privateFolder('uploads')
}

function doneFile(owner: Owner, id: string): string {
  return join(folderOf(owner), `${id}.done`)
}
