import logger from '@adonisjs/core/services/logger'
import { faultOf } from '#services/fault'
import { tidyUploads } from '#services/uploads/uploads'
import { workFolder } from '#services/work_folder'
import { removeOldFiles } from './old_files.js'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/**
 * Removes from this machine's own folders what nobody has touched for a day: uploads, finished or not, and what killed jobs left in
 * their work folders. Returns how many files went.
 */
export async function tidyFolders(): Promise<number> {
  return (await tidyUploads()) + (await removeOldFiles(workFolder(), DAY_MS))
}

/** Tidies the folders now and every hour until the timer is cleared. Every process does so that may write there: web and workers. */
export function tidyHourly(): NodeJS.Timeout {
  const turn = () =>
    void tidyFolders().catch((error: unknown) => logger.error({ task: 'folders', ...faultOf(error) }, 'tidying folders failed'))
  turn()
  return setInterval(turn, HOUR_MS).unref()
}
