import { clock } from '#services/clock'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { EDGES, requestCounts, requestDurations } from './requests.js'

interface Metric {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  /** Suffix of the name with labels, and the value. */
  samples: (readonly [at: string, value: number])[]
}

/**
 * What a monitor needs to know, in the text format of Prometheus: requests of this process, and of the whole installation jobs, workers,
 * activities not yet in a block, the last backup and the last cleaning. Nothing in it is about a person or a region.
 */
export async function metricsText(): Promise<string> {
  const installation = await scope.run(await nationalScope(SYSTEM), installationMetrics)
  return [...processMetrics(), ...installation].map(written).join('')
}

function written({ name, help, type, samples }: Metric): string {
  const lines = samples.map(([at, value]) => `siks_${name}${at} ${value}\n`)
  return `# HELP siks_${name} ${help}\n# TYPE siks_${name} ${type}\n${lines.join('')}`
}

function processMetrics(): Metric[] {
  const { buckets, count, seconds } = requestDurations()
  let below = 0
  const cumulated = EDGES.map((edge, i) => [`_bucket{le="${edge}"}`, (below += buckets[i]!)] as const)
  return [
    {
      ...{ name: 'http_requests_total', help: 'Requests answered by this process.', type: 'counter' },
      samples: [...requestCounts()].map(([labels, value]) => [`{${labels}}`, value]),
    },
    {
      ...{ name: 'http_request_duration_seconds', help: 'Time from arrival to the last byte.', type: 'histogram' },
      samples: [...cumulated, ['_bucket{le="+Inf"}', count], ['_sum', seconds], ['_count', count]],
    },
    gauge('process_resident_memory_bytes', 'Memory of this process.', process.memoryUsage.rss()),
  ]
}

const STATES = ['queued', 'running', 'done', 'failed', 'cancelled']

async function installationMetrics(tx: Tx): Promise<Metric[]> {
  const jobs = await query<{ state: string; total: number }>(tx, 'select state, count(*)::int as total from jobs group by state')
  const [facts] = await query<Record<'workers' | 'unsealed' | 'tail' | 'backup' | 'cleaning', number | null>>(
    tx,
    `select (select count(*)::int from workers where heartbeat > clock_timestamp() - interval '15 seconds') as workers,
       (select count(*)::int from activities where block_seq is null) as unsealed,
       (select extract(epoch from cast(:now as timestamptz) - min(at)) from activities where block_seq is null) as tail,
       (select extract(epoch from max(at)) from activities where regency_code = '00' and action = 'backup.made') as backup,
       (select extract(epoch from max(finished_at)) from nightly_runs) as cleaning`,
    { now: clock.now() },
  )
  const waiting = new Map(jobs.map(({ state, total }) => [state, total]))
  return [
    {
      ...{ name: 'jobs', help: 'Background jobs by state.', type: 'gauge' },
      samples: STATES.map((state) => [`{state="${state}"}`, waiting.get(state) ?? 0]),
    },
    gauge('workers', 'Workers that are alive.', facts!.workers ?? 0),
    gauge('activities_unsealed', 'Activities that are in no block yet.', facts!.unsealed ?? 0),
    gauge('activities_unsealed_age_seconds', 'Age of the oldest of them.', facts!.tail ?? 0),
    gauge('last_backup_timestamp_seconds', 'End of the last backup; 0 when none was made.', facts!.backup ?? 0),
    gauge('last_cleaning_timestamp_seconds', 'End of the last nightly cleaning; 0 when there was none.', facts!.cleaning ?? 0),
  ]
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: 'gauge', samples: [['', value]] }
}
