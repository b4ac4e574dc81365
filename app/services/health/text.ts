import { figuresIn } from '#services/format'
import { localeOf } from '#verification/message'
import { PARTS, type HealthReport } from './report.js'

interface Words {
  locale: string
  t(key: string, values?: Record<string, unknown>): string
}

/** The report as plain lines that a colleague can paste into a message. Moments in UTC, so that nobody has to guess the zone. */
export function healthText({ at, light, lights, jobs, storage, database, log, versions }: HealthReport, words: Words): string {
  const say = (key: string) => words.t(key)
  const { number, size } = figuresIn(localeOf(words))
  const moment = (date: Date | null) => date?.toISOString().replace(/\.\d+Z$/, 'Z') ?? '–'
  const lamp = (key: string) => say(`health.light.${key}`)
  const night = log.nights[0]
  return [
    `${say('health.title')} ${moment(at)}: ${lamp(light)}`,
    ...PARTS.map((part) => `${say(`health.part.${part}`)}: ${lamp(lights[part])}`),
    `${say('health.jobs.queued')} ${jobs.queued}, ${say('health.jobs.running')} ${jobs.running}, ${say('health.jobs.failed')} ${jobs.failed}, ${say('health.jobs.oldest')} ${moment(jobs.oldestQueued)}`,
    `${say('health.jobs.workers')} ${jobs.workers}, ${say('health.jobs.heartbeat')} ${moment(jobs.heartbeat)}`,
    `${say('health.storage.files')} ${number(storage.files)} (${size(storage.bytes)}, ${storage.store}), ${say('health.storage.free')} ${size(storage.freeBytes)} / ${size(storage.diskBytes)}, ${say('health.storage.uploads')} ${storage.uploads.count} (${size(storage.uploads.bytes)})`,
    `${say('health.database.size')} ${size(database.bytes)}, ${say('health.database.connections')} ${database.connections}/${database.connectionLimit}, ${say('health.database.partitions')} ${database.partitions}, ${say('health.database.analyzed')} ${moment(database.analyzedAt)}`,
    `${say('health.database.migrations')} ${database.migrations.applied}, ${say('health.database.pending')} ${database.migrations.pending.join(', ') || '0'}`,
    `${say('health.log.unsealed')} ${log.unsealed}, ${say('health.log.oldest')} ${moment(log.oldestUnsealed)}, ${say('health.log.broken')} ${log.broken}`,
    `${say('health.backup.last')} ${moment(log.backupAt)}; ${say('health.nights.last')} ${moment(night?.finishedAt ?? null)} ${night?.failed.join(', ') ?? ''}`.trim(),
    `SIKS-NG ${versions.application}, Node ${versions.node}, PostgreSQL ${database.version}, ${say('health.versions.offline')} ${versions.offline ?? '–'}`,
    versions.plugins.map(({ name, version }) => `${name} ${version}`).join(', '),
  ].join('\n')
}
