import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { v7 as uuid } from 'uuid'
import { SiksError } from '#siks/errors'
import { SIKS_LIMITS } from '#siks/format'
import { displayName } from '#siks/safe_name'
import { HEAD_BYTES, sniff, wrongKind, type FileKind } from '#siks/sniff'
import { storeFile } from '#services/files'
import { showMoment } from '#services/format'
import { dispatch } from '#services/jobs/dispatch'
import { query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { ImportRefusal, type ReasonParams } from './errors.js'

/** A file on this machine's disk that somebody wants to import, looked at but not yet kept. */
export interface Incoming {
  /** As the user gave it, for display only. */
  name: string
  path: string
  size: number
  /** Lower-case hex. */
  sha256: string
  kind: FileKind
  /** Why it is none to import, found before its content was opened. */
  refusal?: { code: string; params: ReasonParams }
}

/** Hash, size and true kind of a file; a file that is no `.siks` carries the refusal that says what it is. */
export async function inspectFile(path: string, name: string): Promise<Incoming> {
  const { size } = await stat(path)
  const handle = await open(path)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0).finally(() => handle.close())
  const kind = await sniff(buffer.subarray(0, bytesRead))
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  const file = { name: displayName(name), path, size, kind, sha256: hash.digest('hex') }
  const refusal = kind === 'siks' ? tooLarge(size) : wrongKind('siks', kind)
  return refusal ? { ...file, refusal: { code: refusal.code, params: refusal.params } } : file
}

function tooLarge(size: number): SiksError | null {
  return size > SIKS_LIMITS.fileBytes ? new SiksError('E_SIKS_FILE_TOO_LARGE', { limit: SIKS_LIMITS.fileBytes }) : null
}

/** Keeps two tabs from taking the same file at once; in one order, so that two imports never wait for each other in a circle. */
export async function lockHashes(tx: Tx, regency: string, files: readonly Incoming[]): Promise<void> {
  for (const sha256 of [...new Set(files.map((file) => file.sha256))].sort()) {
    await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`import:${regency}:${sha256}`])
  }
}

interface First {
  name: string
  at: Date
  by: string
  import: string
}

/**
 * Keeps a file privately, files it under its import and asks for its check. The caller holds `lockHashes`.
 *
 * @returns id of the import file
 * @throws ImportRefusal `E_IMPORT_DUPLICATE` when the very same file was received before and neither undone nor refused, `E_IMPORT_TWICE` when
 *   it is in this import already
 */
export async function receiveFile(tx: Tx, regency: string, importId: string, file: Incoming): Promise<string> {
  if (file.refusal) return refuseFile(tx, regency, importId, file, file.refusal)
  const first = await firstOf(tx, regency, file.sha256)
  if (first) {
    await loadZones()
    const at = showMoment(zoneOf(regency), first.at)
    const code = first.import === importId ? 'E_IMPORT_TWICE' : 'E_IMPORT_DUPLICATE'
    throw new ImportRefusal(code, { at, by: first.by, name: first.name, import: first.import })
  }
  const id = uuid()
  const stored = await storeFile(tx, {
    ...{ regency, kind: 'import', name: file.name, contentType: 'application/octet-stream' },
    content: createReadStream(file.path),
  })
  await tx.trx.table('import_files').insert({ ...fileRow(tx, id, regency, importId, file), file_id: stored.id, state: 'queued' })
  const job = await dispatch(tx, { name: 'imports.check', regency, subject: id })
  await tx.trx.from('import_files').where({ regency_code: regency, id }).update({ job_id: job })
  return id
}

/** Notes a file that was refused at the door; its content is not kept. */
export async function refuseFile(
  tx: Tx,
  regency: string,
  importId: string,
  file: Incoming,
  refusal: { code: string; params: ReasonParams },
): Promise<string> {
  const id = uuid()
  await tx.trx.table('import_files').insert({
    ...fileRow(tx, id, regency, importId, file),
    ...{ state: 'refused', reason_code: refusal.code, reason_params: JSON.stringify(refusal.params) },
  })
  return id
}

function fileRow(tx: Tx, id: string, regency: string, importId: string, file: Incoming) {
  return {
    ...{ id, import_id: importId, regency_code: regency, original_name: file.name, size: file.size, sha256: file.sha256 },
    created_at: tx.now,
  }
}

async function firstOf(tx: Tx, regency: string, sha256: string): Promise<First | null> {
  const [first] = await query<First>(
    tx,
    `select f.original_name as name, f.created_at as at, i.created_by_name as by, i.id as import
     from import_files f join imports i on i.id = f.import_id and i.regency_code = f.regency_code
     where f.regency_code = ? and f.sha256 = ? and f.state not in ('undone', 'refused', 'cancelled') order by f.created_at limit 1`,
    [regency, sha256],
  )
  return first ?? null
}
