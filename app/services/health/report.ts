import type { Tx } from '#services/scope'
import {
  databaseFacts,
  jobFacts,
  logFacts,
  versionFacts,
  type DatabaseFacts,
  type JobFacts,
  type LogFacts,
  type VersionFacts,
} from './facts.js'
import { storageFacts, type StorageFacts } from './storage.js'

export type Light = 'good' | 'warn' | 'bad'

export const PARTS = ['workers', 'jobs', 'storage', 'database', 'log', 'backup', 'nights'] as const
export type Part = (typeof PARTS)[number]

/** Everything that the health page shows. No secret, no address and no person is in it. */
export interface HealthReport {
  at: Date
  lights: Record<Part, Light>
  /** The worst of the lights. */
  light: Light
  jobs: JobFacts
  storage: StorageFacts
  database: DatabaseFacts
  log: LogFacts
  versions: VersionFacts
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** From a scope that sees every region; reads only. */
export async function healthReport(tx: Tx): Promise<HealthReport> {
  const facts = {
    ...{ jobs: await jobFacts(tx), storage: await storageFacts(tx), database: await databaseFacts(tx) },
    ...{ log: await logFacts(tx), versions: await versionFacts() },
  }
  const lights = lightsOf(facts, tx.now)
  const light = (['bad', 'warn'] as const).find((found) => Object.values(lights).includes(found)) ?? 'good'
  return { at: tx.now, lights, light, ...facts }
}

type Facts = Pick<HealthReport, 'jobs' | 'storage' | 'database' | 'log'>

/** What each part's light says: `bad` = work stands still or is in danger, `warn` = somebody should look. */
export function lightsOf({ jobs, storage, database, log }: Facts, now: Date): Record<Part, Light> {
  const age = (moment: Date | null) => (moment ? now.getTime() - moment.getTime() : 0)
  const free = storage.diskBytes > 0 ? storage.freeBytes / storage.diskBytes : 1
  const share = database.connections / database.connectionLimit
  const [night] = log.nights
  return {
    workers: jobs.workers > 0 ? 'good' : 'bad',
    jobs: worst(
      age(jobs.oldestQueued) > HOUR ? 'bad' : age(jobs.oldestQueued) > 5 * MINUTE ? 'warn' : 'good',
      jobs.failed > 0 ? 'warn' : 'good',
    ),
    storage: free < 0.05 ? 'bad' : free < 0.15 ? 'warn' : 'good',
    database: worst(
      database.migrations.pending.length > 0 ? 'bad' : 'good',
      share > 0.95 ? 'bad' : share > 0.8 ? 'warn' : 'good',
    ),
    log: log.broken > 0 || age(log.oldestUnsealed) > HOUR ? 'bad' : age(log.oldestUnsealed) > 5 * MINUTE ? 'warn' : 'good',
    backup: !log.backupAt || age(log.backupAt) > 7 * DAY ? 'bad' : age(log.backupAt) > 2 * DAY ? 'warn' : 'good',
    nights: !night ? 'warn' : age(night.night) > 2 * DAY ? 'bad' : night.failed.length > 0 || !night.finishedAt ? 'warn' : 'good',
  }
}

function worst(...lights: Light[]): Light {
  return (['bad', 'warn'] as const).find((light) => lights.includes(light)) ?? 'good'
}
