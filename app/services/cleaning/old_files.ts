import { readdir, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { clock } from '#services/clock'

const DESCRIPTION = '.json'

/**
 * Removes files below a folder that nobody has written for so long, and the folders they leave empty. What describes another file
 * (`<name>.json` beside `<name>`, written once when an upload begins) is as fresh as that file. Returns how many files went.
 */
export async function removeOldFiles(root: string, milliseconds: number): Promise<number> {
  const before = clock.now().getTime() - milliseconds
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  let removed = 0
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const touched = await lastWritten(path)
    if (touched === null || touched > before) continue
    await rm(path, { force: true })
    removed += 1
    await rmdir(entry.parentPath).catch(() => undefined)
  }
  return removed
}

/** Moment in milliseconds, of the later one where the file describes another; null when it is gone. */
async function lastWritten(path: string): Promise<number | null> {
  const own = await stat(path).catch(() => null)
  if (!own || !path.endsWith(DESCRIPTION)) return own && own.mtimeMs
  const described = await stat(path.slice(0, -DESCRIPTION.length)).catch(() => null)
  return Math.max(own.mtimeMs, described?.mtimeMs ?? 0)
}
