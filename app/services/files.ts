import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { v7 as uuid } from 'uuid'
import logger from '@adonisjs/core/services/logger'
import drive from '@adonisjs/drive/services/main'
import type { HttpContext } from '@adonisjs/core/http'
import { contentDisposition, displayName } from '#siks/safe_name'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { faultOf } from '#services/fault'
import { writeWholeFile } from '#services/documents/whole_file'
import { rangeOf, sliceOf, tagOf } from '#services/ranges'
import { query, scope, type Scope, type Tx } from '#services/scope'
import { workFile } from '#services/work_folder'

/** A private file: its row in `files`. `name` is what the user called it and never a path; `size` in bytes. */
export interface StoredFile {
  id: string
  regency: string
  kind: string
  key: string
  name: string
  contentType: string
  size: number
  sha256: string
}

export interface NewFile {
  /** Chosen by work that may be killed and run again, whose second run then writes over what the first one left; else made here. */
  id?: string
  regency: string
  /** `logo`, `scan`, `import`, …: what the file is, and who may fetch it at `/berkas/<id>`. A module's own kinds begin with its name and a dot. */
  kind: string
  name: string
  contentType: string
  content: Buffer | Readable
}

interface FileKind {
  /** Right that is needed beside the scope; none where everybody of the regency may see it. */
  permission?: string
  /** Shown in the page instead of saved; only for pictures that we encoded ourselves. */
  inline?: boolean
}

const KINDS = new Map<string, FileKind>([
  ['logo', { inline: true }],
  ['photo', { inline: true }],
])

/** Lets files of a kind be fetched at `/berkas/<id>`; a kind that nobody declared answers 404 there. */
export function registerFileKind(kind: string, rules: FileKind): void {
  KINDS.set(kind, rules)
}

export function fileKind(kind: string): FileKind | undefined {
  return KINDS.get(kind)
}

/**
 * Puts content on the Drive under a key of our own making and registers it in the transaction; if that rolls back, the
 * content goes too, unless the commit reached the database after all.
 */
export async function storeFile(tx: Tx, file: NewFile): Promise<StoredFile> {
  const { id = uuid() } = file
  const key = keyOf({ ...file, id })
  tx.trx.after('rollback', () => discardUnnamed(tx.scope, [key]))
  const { size, sha256 } = await put(key, file.content)
  const stored: StoredFile = {
    ...{ id, key, size, sha256, regency: file.regency, kind: file.kind },
    ...{ name: displayName(file.name), contentType: file.contentType },
  }
  await tx.trx.table('files').insert({
    ...{ id, regency_code: stored.regency, kind: stored.kind, disk_key: key, original_name: stored.name },
    ...{ content_type: stored.contentType, size, sha256, created_by: tx.actor.id, created_at: tx.now },
  })
  return stored
}

/** Where content lies on the Drive: a name of our own making. */
function keyOf({ kind, regency, id }: { kind: string; regency: string; id: string }): string {
  return `${kind}/${regency}/${id}`
}

/** Takes away what a broken run of `storeFile` with this id may have left; nothing when it left nothing. */
export async function discardContent(file: { kind: string; regency: string; id: string }): Promise<void> {
  await dropKey(keyOf(file))
}

/**
 * Takes away the content that a broken transaction left, once it is seen that no row names it: a commit whose answer was lost may have
 * come through. Where that cannot be seen, the content stays for the nightly cleaning.
 */
export async function discardUnnamed(of: Scope, keys: readonly string[]): Promise<void> {
  try {
    const named = await scope.aside(of, (tx) =>
      query<{ key: string }>(tx, 'select disk_key as key from files where disk_key = any (?)', [keys]),
    )
    if (named.length > 0) return
    for (const key of keys) await dropKey(key)
  } catch (error) {
    logger.error(faultOf(error), 'content stays')
  }
}

/** A stream is written down first: a bucket wants to know its length, and half a stream then never reaches the Drive. */
async function put(key: string, content: Buffer | Readable): Promise<{ size: number; sha256: string }> {
  if (Buffer.isBuffer(content)) {
    await drive.use().put(key, content)
    return { size: content.length, sha256: createHash('sha256').update(content).digest('hex') }
  }
  const path = workFile('file')
  try {
    const { bytes, sha256 } = await writeWholeFile(path, content)
    await drive.use().putStream(key, createReadStream(path), { contentLength: bytes })
    return { size: bytes, sha256 }
  } finally {
    await rm(path, { force: true })
  }
}

/** A file within the scope; null for an unknown id, one of another regency, of a module that is switched off there, or without content. */
export async function findFile(tx: Tx, id: string): Promise<StoredFile | null> {
  const row = await tx.trx
    .from('files')
    .whereRaw('id::text = ?', [id])
    .whereIn('regency_code', [...tx.scope.regions])
    .whereNull('removed_at')
    .first()
  if (!row) return null
  const owner = registry.ownerOf(row.kind)
  if (owner && !(await pluginEnabled(owner.name, row.regency_code))) return null
  return {
    ...{ id: row.id, regency: row.regency_code, kind: row.kind, key: row.disk_key, name: row.original_name },
    ...{ contentType: row.content_type, size: row.size, sha256: row.sha256 },
  }
}

export function openFile(file: Pick<StoredFile, 'key'>): Promise<Readable> {
  return drive.use().getStream(file.key)
}

export async function fileContent(file: Pick<StoredFile, 'key'>): Promise<Buffer> {
  return Buffer.from(await drive.use().getBytes(file.key))
}

/**
 * Takes the content of files away once the transaction is committed; their rows stay and say what they were, when they came and from
 * whom. Content that cannot be removed then goes with the next night's cleaning, for no row keeps it. Returns how many had any.
 */
export async function removeContents(tx: Tx, ids: readonly string[]): Promise<number> {
  const rows = await query<{ key: string }>(
    tx,
    'update files set removed_at = ? where id = any (cast(? as uuid[])) and removed_at is null returning disk_key as key',
    [tx.now, ids],
  )
  tx.trx.after('commit', async () => {
    for (const { key } of rows) await dropKey(key).catch((error: unknown) => logger.error(faultOf(error), 'content stays'))
  })
  return rows.length
}

async function dropKey(key: string): Promise<void> {
  if (await drive.use().exists(key)) await drive.use().delete(key)
}

/** Types that a browser may be told; everything else is sent as bytes. */
const TYPES = new Set([
  'application/pdf',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'image/jpeg',
  'image/png',
  'text/csv',
])

/**
 * Sends a file, or the range of it that was asked for, after the caller has decided that the person may have it. Nothing in it ever
 * runs as a page of ours.
 */
export async function sendFile({ request, response }: HttpContext, file: StoredFile, inline = false): Promise<void> {
  const shown = inline && ['image/png', 'image/jpeg'].includes(file.contentType)
  const tag = tagOf(file)
  const part = rangeOf(request.header('range'), request.header('if-range'), { size: file.size, tag })
  response.header('content-type', TYPES.has(file.contentType) ? file.contentType : 'application/octet-stream')
  response.header('content-disposition', shown ? 'inline' : contentDisposition(file.name))
  response.header('content-security-policy', "default-src 'none'; sandbox")
  response.header('x-content-type-options', 'nosniff')
  response.header('cross-origin-resource-policy', 'same-origin')
  response.header('cache-control', shown ? 'private, max-age=3600' : 'private, no-store')
  response.header('accept-ranges', 'bytes')
  response.header('etag', tag)
  if (part === 'outside') {
    response.header('content-range', `bytes */${file.size}`)
    return response.status(416).send('')
  }
  response.header('content-length', String(part ? part.last - part.first + 1 : file.size))
  const content = await openFile(file)
  if (!part) return response.stream(content)
  response.status(206)
  response.header('content-range', `bytes ${part.first}-${part.last}/${file.size}`)
  return response.stream(sliceOf(content, part))
}
