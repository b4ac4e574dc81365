import { todayIn } from '#domain/zone'
import { loadZones, zoneOf } from '#services/zones'
import { objectionCounts } from '#verification/objections/index'
import type { Task, TaskContext } from './tasks.js'

/** Objections that nobody has decided, and among them those whose answer is late. */
export async function objectionTasks({ tx, regency, can, i18n }: TaskContext): Promise<Task[]> {
  if (!regency || !can('core.objections')) return []
  await loadZones()
  const { open, overdue } = await objectionCounts(tx, regency, todayIn(zoneOf(regency), tx.now))
  return [
    { label: i18n.t('dashboard.task.objections', { count: open }), count: open, href: '/sanggah', tone: 'warn' },
    {
      label: i18n.t('dashboard.task.objections_overdue', { count: overdue }),
      count: overdue,
      href: '/sanggah?keadaan=overdue',
      tone: 'bad',
    },
  ]
}
