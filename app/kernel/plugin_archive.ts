import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, globSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PLUGIN_NAME } from '#kernel/make_plugin'
import type { AnyPlugin } from '#kernel/manifest'
import { addLine, isTaken } from '#kernel/plugin_list_file'
import { clock } from '#services/clock'
import { zipStream } from '#services/documents/zip'
import { openArchive, type ArchiveEntry } from '#siks/archive'
import { SiksError, type SiksErrorCode } from '#siks/errors'
import { chunksOf } from '#siks/streams'

const MANIFEST = 'siks-plugin.json'
const FORMAT = 'siks-plugin'
const LIMITS = { entries: 5_000, entryBytes: 16 * 1024 * 1024, unpackedBytes: 128 * 1024 * 1024 }
/** Letters that mean the same on every file system; no part begins with a dot. */
const PATH = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

const ZIP_FAULTS: Readonly<Partial<Record<SiksErrorCode, string>>> = {
  E_SIKS_ARCHIVE_BROKEN: 'bukan ZIP, atau terpotong',
  E_SIKS_ARCHIVE_NAME: 'memuat nama berkas yang menunjuk ke luar foldernya',
  E_SIKS_ARCHIVE_LINK: 'memuat tautan',
  E_SIKS_ARCHIVE_ENTRIES: `memuat lebih dari ${LIMITS.entries} berkas`,
  E_SIKS_ARCHIVE_SIZE: 'memuat berkas yang terlalu besar atau ukurannya tidak sesuai',
  E_SIKS_ARCHIVE_ENCRYPTED: 'memakai kata sandi atau cara kemas lain',
  E_SIKS_ARCHIVE_EMPTY: 'ZIP-nya kosong',
}

export interface PluginManifest {
  format: typeof FORMAT
  version: 1
  name: string
  plugin_version: string
  requires: AnyPlugin['requires']
  created_at: string
  /** Paths inside the folder of the plugin. */
  files: { path: string; size: number; sha256: string }[]
}

/**
 * - `E_PLUGIN_PACK` a file of the folder cannot travel
 * - `E_PLUGIN_ARCHIVE` no archive of a plugin, or one whose content differs from its manifest
 * - `E_PLUGIN_TAKEN` a plugin of that name is there
 */
export class PluginArchiveError extends Error {
  override readonly name = 'PluginArchiveError'

  constructor(
    readonly code: 'E_PLUGIN_PACK' | 'E_PLUGIN_ARCHIVE' | 'E_PLUGIN_TAKEN',
    message: string,
  ) {
    super(message)
  }
}

/** Writes the folder of a plugin, with a manifest of every file's SHA-256 in front, as one ZIP. */
export async function packPlugin(root: string, plugin: AnyPlugin, out: string): Promise<PluginManifest> {
  const folder = join(root, 'plugins', plugin.name)
  const files: PluginManifest['files'] = []
  for (const path of globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()) {
    if (!PATH.test(path)) {
      const message = `${path} tidak dapat dikemas: nama berkas hanya boleh huruf, angka, titik, garis bawah dan tanda hubung.`
      throw new PluginArchiveError('E_PLUGIN_PACK', message)
    }
    const content = await readFile(join(folder, path))
    files.push({ path, size: content.length, sha256: sha256(content) })
  }
  const manifest: PluginManifest = {
    ...{ format: FORMAT, version: 1, name: plugin.name, plugin_version: plugin.version, requires: plugin.requires },
    ...{ created_at: clock.now().toISOString(), files },
  }
  const entries = [
    { name: MANIFEST, content: Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`) },
    ...files.map(({ path }) => ({ name: `${plugin.name}/${path}`, content: createReadStream(join(folder, path)) })),
  ]
  await pipeline(zipStream(entries), createWriteStream(out, { flags: 'wx' }))
  return manifest
}

/**
 * Unpacks an archive into `plugins/<name>` and adds its line to the list of modules. The folder appears only once every file is the one
 * that the manifest names; nothing that is there is written over.
 */
export async function addPlugin(root: string, path: string): Promise<PluginManifest> {
  const archive = await openArchive(path, LIMITS).catch((error: unknown) => {
    throw inWordsOfPlugins(error)
  })
  try {
    const manifest = await manifestOf(archive.entries)
    const target = join(root, 'plugins', manifest.name)
    if (await isTaken(root, manifest.name)) {
      const message = `Modul "${manifest.name}" sudah ada. Lepaskan dahulu dengan plugin:remove dan hapus foldernya, lalu ulangi.`
      throw new PluginArchiveError('E_PLUGIN_TAKEN', message)
    }
    const unpacked = await mkdtemp(join(root, 'plugins', '.adding-'))
    try {
      await unpack(archive.entries, manifest, unpacked)
      await rename(unpacked, target)
    } finally {
      await rm(unpacked, { recursive: true, force: true })
    }
    await addLine(root, manifest.name)
    return manifest
  } finally {
    archive.close()
  }
}

async function unpack(entries: readonly ArchiveEntry[], manifest: PluginManifest, folder: string): Promise<void> {
  const files = entries.filter(({ name }) => name !== MANIFEST)
  const named = new Map(manifest.files.map((file) => [`${manifest.name}/${file.path}`, file]))
  const foreign = files.find(({ name }) => !named.has(name))
  if (foreign) throw damaged(`${foreign.name} tidak disebut di ${MANIFEST}`)
  if (files.length !== named.size) throw damaged(`isinya ${files.length} berkas, seharusnya ${named.size}`)
  for (const entry of files) {
    const { path, sha256: expected } = named.get(entry.name)!
    const content = await contentOf(entry)
    if (sha256(content) !== expected) throw damaged(`sidik ${path} berbeda dari ${MANIFEST}`)
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

async function manifestOf(entries: readonly ArchiveEntry[]): Promise<PluginManifest> {
  const entry = entries.find(({ name }) => name === MANIFEST)
  if (!entry) throw damaged(`${MANIFEST} tidak ada`)
  const manifest = parsed(await contentOf(entry))
  if (manifest?.format !== FORMAT || manifest.version !== 1) throw damaged(`${MANIFEST} bukan daftar isi yang dikenal versi ini`)
  const isSound =
    PLUGIN_NAME.test(manifest.name) &&
    Array.isArray(manifest.files) &&
    manifest.files.some(({ path }) => path === 'plugin.ts') &&
    manifest.files.every(({ path }) => PATH.test(path))
  if (!isSound) throw damaged(`${MANIFEST} tidak menyebut modul yang utuh`)
  return manifest
}

function parsed(content: Buffer): PluginManifest | null {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch {
    return null
  }
}

async function contentOf(entry: ArchiveEntry): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of chunksOf(await entry.open())) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

/** What hinders a ZIP from being opened, in words of a plugin's archive; what the system says of the file stays as it is. */
function inWordsOfPlugins(error: unknown): unknown {
  if (!(error instanceof SiksError)) return error
  const { cause } = error
  if (cause instanceof Error && 'syscall' in cause) return cause
  return damaged(ZIP_FAULTS[error.code] ?? 'ZIP-nya tidak dapat dibuka')
}

function damaged(what: string): PluginArchiveError {
  const message = `Berkas ini bukan arsip modul yang utuh: ${what}. Minta arsip yang dibuat plugin:pack.`
  return new PluginArchiveError('E_PLUGIN_ARCHIVE', message)
}
