import { crc32 } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { SiksError } from './errors.js'
import { SIKS_LIMITS } from './format.js'
import { webStream } from './node_files.js'
import { displayName } from './safe_name.js'
import type { ByteStream } from './streams.js'

export interface ArchiveLimits {
  entries: number
  /** Bytes of one entry. */
  entryBytes: number
  /** Bytes of all entries together. */
  unpackedBytes: number
}

export const ARCHIVE_LIMITS: Readonly<ArchiveLimits> = Object.freeze({
  entries: 2_000,
  entryBytes: SIKS_LIMITS.fileBytes,
  unpackedBytes: 2 * 1024 * 1024 * 1024,
})

export interface ArchiveEntry {
  /** Its path inside the archive, as text for display; never a path on disk. */
  name: string
  bytes: number
  open(): Promise<ByteStream>
}

export interface Archive {
  entries: ArchiveEntry[]
  close(): void
}

const LITTER = /(^|\/)(__MACOSX\/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)/i

/** Whether a file of an archive or folder is litter that operating systems put there by themselves; its folders stand before `/`. */
export function isLitter(name: string): boolean {
  return LITTER.test(name)
}

/**
 * Opens a ZIP on disk whose files are to be read one by one. Every name, kind, size and checksum is proven before the
 * first entry is handed out: an archive is taken whole or refused whole. Writes nothing to disk.
 */
export async function openArchive(path: string, limits: ArchiveLimits = ARCHIVE_LIMITS): Promise<Archive> {
  const zip = await yauzl
    .openPromise(path, { autoClose: false, decodeStrings: false })
    .catch((error: unknown) => Promise.reject(new SiksError('E_SIKS_ARCHIVE_BROKEN', {}, { cause: error })))
  try {
    const entries = await listEntries(zip, limits)
    if (entries.length === 0) throw new SiksError('E_SIKS_ARCHIVE_EMPTY')
    await prove(zip, entries)
    return {
      entries: entries.map(({ entry, name }) => ({
        name: displayName(name),
        bytes: entry.uncompressedSize,
        open: async () => webStream(await zip.openReadStreamPromise(entry)),
      })),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error instanceof SiksError ? error : new SiksError('E_SIKS_ARCHIVE_BROKEN', {}, { cause: error })
  }
}

interface Listed {
  entry: Entry
  name: string
}

/** Reads the central directory alone; refuses by what it states. */
async function listEntries(zip: ZipFile, limits: ArchiveLimits): Promise<Listed[]> {
  if (zip.entryCount > limits.entries) {
    throw new SiksError('E_SIKS_ARCHIVE_ENTRIES', { count: zip.entryCount, limit: limits.entries })
  }
  const listed: Listed[] = []
  let packed = 0
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    const shown = { name: displayName(name) }
    if (yauzl.validateFileName(name) !== null || /^[A-Za-z]:|\0/.test(name)) throw new SiksError('E_SIKS_ARCHIVE_NAME', shown)
    if (!isPlain(entry)) throw new SiksError('E_SIKS_ARCHIVE_LINK', shown)
    if (name.endsWith('/') || isLitter(name)) continue
    if (entry.isEncrypted() || !entry.canDecodeFileData()) throw new SiksError('E_SIKS_ARCHIVE_ENCRYPTED', shown)
    packed += entry.compressedSize
    unpacked += entry.uncompressedSize
    const lies = packed > zip.fileSize || isBomb(unpacked, packed)
    if (lies || entry.uncompressedSize > limits.entryBytes || unpacked > limits.unpackedBytes) {
      throw new SiksError('E_SIKS_ARCHIVE_SIZE', shown)
    }
    listed.push({ entry, name })
  }
  return listed
}

/** Unpacks everything into nothing: the stated sizes and checksums must be the true ones. */
async function prove(zip: ZipFile, entries: Listed[]): Promise<void> {
  for (const { entry, name } of entries) {
    let bytes = 0
    let checksum = 0
    try {
      const stream = await zip.openReadStreamPromise(entry)
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > entry.uncompressedSize) throw new Error('more bytes than stated')
        checksum = crc32(chunk, checksum)
      }
    } catch (error) {
      throw new SiksError('E_SIKS_ARCHIVE_SIZE', { name: displayName(name) }, { cause: error })
    }
    if (bytes !== entry.uncompressedSize) throw new SiksError('E_SIKS_ARCHIVE_SIZE', { name: displayName(name) })
    if (checksum !== entry.crc32) throw new SiksError('E_SIKS_ARCHIVE_BROKEN')
  }
}

function isBomb(unpacked: number, packed: number): boolean {
  return unpacked > SIKS_LIMITS.ratioFreeBytes && unpacked > SIKS_LIMITS.ratio * packed
}

/** Unix mode of the entry: regular file or folder, or none stated. */
function isPlain(entry: Entry): boolean {
  const type = (entry.externalFileAttributes >>> 16) & 0o170000
  return type === 0 || type === 0o100000 || type === 0o040000
}
