import { readdir, rm, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { clock } from '#services/clock'

/** Removes files below a folder that nobody has written for so long, and the folders they leave empty. Returns how many files went. */
export async function removeOldFiles(root: string, milliseconds: number): Promise<number> {
  const before = clock.now().getTime() - milliseconds
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  let removed = 0
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const touched = await stat(path).catch(() => null)
    if (!touched || touched.mtimeMs > before) continue
    await rm(path, { force: true })
    removed += 1
    await rmdir(entry.parentPath).catch(() => undefined)
  }
  return removed
}
