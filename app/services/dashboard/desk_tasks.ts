import type { I18n } from '@adonisjs/i18n'
import { registry } from '#kernel/registry'
import { waitingFeedback } from '#services/announcements/feedback'
import { checkCounts } from '#services/audit/blocks'
import { countFailedJobs } from '#services/health/jobs'
import type { RegencyProgress } from '#services/progress/national'
import { unreadRemarks } from '#services/progress/remarks'
import { newestProgress } from './progress_once.js'
import type { Task, TaskContext } from './tasks.js'

/** Regencies that have handed in nothing are a task of the province from so many days before the end. */
const NEAR = 14

/** What waits at the desks of the ministry, the province and the auditor, and what the province wrote to a supervisor. */
export async function deskTasks(context: TaskContext): Promise<Task[]> {
  const { tx, regency, can, i18n } = context
  if (regency) return remarkTasks(context, regency)
  const tasks: Task[] = []
  const task = (key: string, count: number, href: string, tone?: Task['tone']) =>
    tasks.push({ label: i18n.t(`dashboard.task.${key}`, { count }), count, href, ...(tone ? { tone } : {}) })
  if (can('core.announcements')) task('feedback', await waitingFeedback(tx), '/admin/masukan?keadaan=waiting')
  if (can('core.health')) task('failed_jobs', await countFailedJobs(tx), '/admin/kesehatan#pekerjaan', 'warn')
  if (can('core.log')) {
    const { due, broken } = await checkCounts(tx)
    task('broken_logs', broken, '/admin/log/blok?keadaan=broken', 'bad')
    task('block_checks', due, '/admin/log/blok?keadaan=due')
  }
  if (can('core.remark')) tasks.push(...(await lateRegencies(tx, i18n)))
  return tasks
}

/** What the province wrote to the supervisors of a regency and nobody there has read. */
async function remarkTasks({ tx, can, i18n }: TaskContext, regency: string): Promise<Task[]> {
  if (!can('core.import')) return []
  const count = await unreadRemarks(tx, regency)
  return [{ label: i18n.t('dashboard.task.remarks', { count }), count, href: '/catatan', tone: 'warn' }]
}

/** Regencies of the province that have handed in nothing and were not reminded, once the period ends soon; the list holds exactly these. */
async function lateRegencies(tx: TaskContext['tx'], i18n: I18n): Promise<Task[]> {
  const tasks: Task[] = []
  for (const module of registry.modules()) {
    const newest = await newestProgress(tx, module)
    const waiting = (newest?.rows ?? []).filter(({ standing, remindedAt }) => standing === 'not_started' && !remindedAt)
    if (!waiting.some(endsSoon)) continue
    const label = i18n.t('dashboard.task.late', { module: module.words.short, count: waiting.length })
    const query = new URLSearchParams({ modul: module.name, keadaan: 'not_started', catatan: 'belum' })
    tasks.push({ label, count: waiting.length, href: `/admin/kemajuan?${query}`, tone: 'warn' })
  }
  return tasks
}

function endsSoon({ phase, daysLeft }: RegencyProgress): boolean {
  return phase === 'open' && daysLeft !== null && daysLeft <= NEAR
}
