import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { OfflineError } from './errors.js'

/** Where the build of this installation leaves its offline application; a test puts another in its place. */
export const installed = { path: fileURLToPath(new URL('../../../resources/offline/dist/siks-offline.html', import.meta.url)) }

/** How the built file says its version, in its first kilobytes. */
const MARK = /<meta name="generator" content="siks-offline (\d{1,4}\.\d{1,4}\.\d{1,4})"/
const MARK_WITHIN = 8192

export interface BuiltFile {
  path: string
  version: string
  content: Buffer
  sha256: string
}

/** @throws OfflineError `E_OFFLINE_FILE`; the error of the file system */
export async function readBuilt(path: string): Promise<BuiltFile> {
  const content = await readFile(path)
  const version = MARK.exec(content.subarray(0, MARK_WITHIN).toString('latin1'))?.[1]
  if (!version) {
    throw new OfflineError('E_OFFLINE_FILE', {
      id: `"${path}" bukan aplikasi offline SIKS: versinya tidak tertulis di dalamnya.`,
      en: `"${path}" is no offline application of SIKS: it does not say its version.`,
    })
  }
  return { path, version, content, sha256: createHash('sha256').update(content).digest('hex') }
}

/** The version that came with this installation; null where none was built. */
export async function builtHere(): Promise<BuiltFile | null> {
  return existsSync(installed.path) ? readBuilt(installed.path) : null
}
