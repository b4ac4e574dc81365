import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * A file that only its owner may read and that several processes may want to make in the same moment: what the first one wrote stands
 * for all of them, and none ever reads half of it. Returns what stands.
 */
export function writtenOnce(file: string, content: () => string): string {
  if (!existsSync(file)) {
    const own = `${file}.${process.pid}`
    writeFileSync(own, content(), { mode: 0o600 })
    try {
      linkSync(own, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(own, { force: true })
    }
  }
  return readFileSync(file, 'utf8')
}

/** A folder made in the same way: `make` fills one beside it, which takes its name when it is whole. */
export function madeOnce(folder: string, make: (unfinished: string) => void): void {
  if (existsSync(folder)) return
  const own = `${folder}.${process.pid}`
  rmSync(own, { recursive: true, force: true })
  try {
    make(own)
    renameSync(own, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
