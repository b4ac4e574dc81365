import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { dataFolder } from '#services/database/addresses'

/**
 * Where work that is under way keeps its files: on the machine's own data disk, for this application alone. What a killed process leaves
 * there goes with the hourly cleaning.
 */
export function workFolder(): string {
  const folder = join(dataFolder(), 'work')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/** Path for a file that does not exist yet. */
export function workFile(prefix: string): string {
  return join(workFolder(), `${prefix}-${uuid()}`)
}

/** Gives the work a folder that is gone when it has ended. */
export async function withWorkFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(workFolder(), `${prefix}-`))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
