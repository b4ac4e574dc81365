import { checkCounts } from '#services/audit/blocks'
import { readdir, readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import plugins from '#config/plugins'
import { query, type Tx } from '#services/scope'
import { registry } from '#kernel/registry'
import { isValid, minimumOf, offlineVersions } from '#services/offline/versions'

export interface JobFacts {
  queued: number
  running: number
  /** Failed and not dismissed. */
  failed: number
  /** Since when the oldest waiting one waits. */
  oldestQueued: Date | null
  workers: number
  /** Last sign of life of any worker. */
  heartbeat: Date | null
}

export async function jobFacts(tx: Tx): Promise<JobFacts> {
  const [row] = await query<JobFacts>(
    tx,
    `select (select count(*) from jobs where state = 'queued' and regency_code = any (:regions)) as queued,
       (select count(*) from jobs where state = 'running' and regency_code = any (:regions)) as running,
       (select count(*) from jobs where state = 'failed' and dismissed_at is null) as failed,
       (select min(created_at) from jobs where state = 'queued' and regency_code = any (:regions)) as "oldestQueued",
       (select count(*) from workers where heartbeat > clock_timestamp() - interval '15 seconds') as workers,
       (select max(heartbeat) from workers) as heartbeat`,
    { regions: tx.scope.regions },
  )
  return row!
}

export interface DatabaseFacts {
  version: string
  bytes: number
  connections: number
  connectionLimit: number
  partitions: number
  /** The last time that the database measured any table for its plans. */
  analyzedAt: Date | null
  migrations: { applied: number; pending: string[] }
}

export async function databaseFacts(tx: Tx): Promise<DatabaseFacts> {
  const [row] = await query<Omit<DatabaseFacts, 'migrations'>>(
    tx,
    `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
       (select count(*) from pg_stat_activity where datname = current_database()) as connections,
       cast(current_setting('max_connections') as int) as "connectionLimit",
       (select count(*) from pg_class where relispartition and relkind = 'r' and relnamespace = to_regnamespace('public')) as partitions,
       (select max(greatest(last_analyze, last_autoanalyze)) from pg_stat_user_tables) as "analyzedAt"`,
  )
  const applied = new Set(
    (await query<{ name: string }>(tx, 'select name from siks_migrations() as name')).map(({ name }) => name),
  )
  const pending = (await migrationFiles()).filter((name) => !applied.has(name))
  return { ...row!, migrations: { applied: applied.size, pending } }
}

/** Migrations of the code that runs, named as the database names those it has. */
async function migrationFiles(): Promise<string[]> {
  const folders = ['database/migrations', ...Object.keys(plugins).map((name) => `plugins/${name}/database/migrations`)]
  const found = await Promise.all(
    folders.map(async (folder) => {
      const files = await readdir(app.makePath(folder)).catch(() => [])
      return files.filter((file) => /(?<!\.d)\.(ts|js)$/.test(file)).map((file) => `${folder}/${file.replace(/\.(ts|js)$/, '')}`)
    }),
  )
  return found.flat().sort()
}

export interface LogFacts {
  unsealed: number
  /** Moment of the oldest line that is in no block yet. */
  oldestUnsealed: Date | null
  /** Regions in whose log the last check found a fault. */
  broken: number
  backupAt: Date | null
  backup: { tables: number; rows: number; files: number } | null
  nights: { night: Date; startedAt: Date; finishedAt: Date | null; failed: string[] }[]
}

export async function logFacts(tx: Tx): Promise<LogFacts> {
  const [tail] = await query<Pick<LogFacts, 'unsealed' | 'oldestUnsealed'>>(
    tx,
    'select count(*) as unsealed, min(at) as "oldestUnsealed" from activities where block_seq is null',
  )
  const [made] = await query<{ at: Date; data: LogFacts['backup'] }>(
    tx,
    `select at, data from activities where action = 'backup.made' and regency_code = '00' order by at desc, id desc limit 1`,
  )
  const nights = await query<{
    night: Date
    startedAt: Date
    finishedAt: Date | null
    counts: Record<string, number | null> | null
  }>(
    tx,
    `select night, started_at as "startedAt", finished_at as "finishedAt", counts from nightly_runs order by night desc limit 7`,
  )
  return {
    broken: (await checkCounts(tx)).broken,
    ...{ unsealed: tail!.unsealed, oldestUnsealed: tail!.oldestUnsealed, backupAt: made?.at ?? null, backup: made?.data ?? null },
    nights: nights.map(({ counts, ...night }) => ({
      ...night,
      failed: Object.entries(counts ?? {}).flatMap(([task, count]) => (count === null ? [task] : [])),
    })),
  }
}

export interface VersionFacts {
  application: string
  node: string
  plugins: { name: string; version: string }[]
  /** Newest version of the offline application that is offered; null when none was published. */
  offline: string | null
}

async function ownVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(app.makePath('package.json'), 'utf8')) as { version: string }
  return version
}

export async function versionFacts(): Promise<VersionFacts> {
  const published = await offlineVersions()
  const offline = published.find((version) => isValid(version, minimumOf(published)))
  return {
    ...{ application: await ownVersion(), node: process.versions.node, offline: offline?.version ?? null },
    plugins: registry.all().map(({ name, version }) => ({ name, version })),
  }
}
