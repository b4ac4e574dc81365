import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { dataFolder } from '#services/database/addresses'

const OTHERS = 0o077

/**
 * A folder of the data folder that holds registers in clear: for this application alone, whatever other accounts the machine has. One that an
 * older version made for all is closed to them.
 */
export function privateFolder(name: string): string {
  const folder = join(dataFolder(), name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if ((statSync(folder).mode & OTHERS) !== 0) chmodSync(folder, 0o700)
  return folder
}

/**
 * Where work that is under way keeps its files: on the machine's own data disk, for this application alone. What a killed process leaves
 * there goes with the hourly cleaning.
 */
export function workFolder(): string {
  return privateFolder('work')
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
