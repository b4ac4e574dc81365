import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { tidyAccounts } from '#services/accounts/manage'
import { clock } from '#services/clock'
import { faultOf } from '#services/fault'
import { forgetLoads } from '#services/loads/forget'
import { forgetNotices } from '#services/notifications'
import { forgetContents, forgetRecords } from '#verification/imports/forget'
import { tidyComparisons } from '#verification/comparisons/tidy'
import { tidyRegister } from '#verification/issues/register_files'
import { tidyPackages } from '#verification/issues/tidy'
import { tidyExports } from '#verification/lists/export_job'
import { nudgeReturns } from '#verification/returns/nudge'
import { forgetDrafts } from '#verification/review/drafts'
import { objectionNight } from '#verification/objections/index'
import { OrphansRefused, removeOrphans } from './drive_orphans.js'
import { pluginNights } from './plugin_nights.js'

/** Two o'clock at night in Jakarta, in hours of UTC. */
const HOUR = 19
const DAY_MS = 86_400_000
/** A run that has not ended by then died with its process; another may begin it anew. */
const STALE_HOURS = 3

/** What goes each night from the database and the file store, in this order; each gives the number of things that went and may be run again at any time. */
const TASKS: Record<string, () => Promise<number>> = {
  sessions: tidyAccounts,
  exports: tidyExports,
  register: tidyRegister,
  packages: tidyPackages,
  contents: forgetContents,
  records: forgetRecords,
  drafts: forgetDrafts,
  comparisons: tidyComparisons,
  loads: forgetLoads,
  notices: forgetNotices,
  objections: objectionNight,
  orphans: removeOrphans,
  modules: pluginNights,
  returns: nudgeReturns,
}

/** Number of things that went, by task; null for a task that failed and is tried again the next night. */
export type CleaningCounts = Record<string, number | null>

/** Cleans once a night, in whichever process comes first. Returns null when this night is taken. */
export async function cleanNightly(): Promise<CleaningCounts | null> {
  const night = lastNight(clock.now())
  if (!(await claim(night))) return null
  const counts = await clean()
  await aside('update nightly_runs set finished_at = ?, counts = ? where night = ?', [clock.now(), JSON.stringify(counts), night])
  logger.info({ night, ...counts }, 'nightly cleaning')
  return counts
}

/** Cleans now. A task that fails does not hinder the others. */
export async function clean(): Promise<CleaningCounts> {
  const counts: CleaningCounts = {}
  for (const [name, task] of Object.entries(TASKS)) {
    counts[name] = await task().catch((error: unknown) => {
      const why = error instanceof OrphansRefused ? error.message : 'nightly cleaning failed'
      logger.error({ task: name, ...faultOf(error) }, why)
      return null
    })
  }
  return counts
}

/** The latest two o'clock that has passed. */
function lastNight(now: Date): Date {
  const night = new Date(now)
  night.setUTCHours(HOUR, 0, 0, 0)
  return night > now ? new Date(night.getTime() - DAY_MS) : night
}

async function claim(night: Date): Promise<boolean> {
  const now = clock.now()
  const rows = await aside(
    `insert into nightly_runs (night, started_at) values (?, ?)
     on conflict (night) do update set started_at = excluded.started_at
     where nightly_runs.finished_at is null and nightly_runs.started_at < excluded.started_at - interval '${STALE_HOURS} hours'
     returning night`,
    [night, now],
  )
  return rows.length > 0
}

async function aside(sql: string, bindings: (Date | string)[]): Promise<unknown[]> {
  const { rows } = await db.connection('aside').rawQuery(sql, bindings)
  return rows
}
