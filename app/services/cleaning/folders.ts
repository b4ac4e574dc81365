import { join } from 'node:path'
import { dataFolder } from '#services/database/addresses'
import { tidyUploads } from '#services/uploads/uploads'
import { removeOldFiles } from './old_files.js'

const DAY_MS = 86_400_000

/**
 * Removes from this machine's own folders what nobody has touched for a day: uploads, finished or not, and what killed jobs left in
 * their work folders. Returns how many files went.
 */
export async function tidyFolders(): Promise<number> {
  return (await tidyUploads()) + (await removeOldFiles(join(dataFolder(), 'work'), DAY_MS))
}
