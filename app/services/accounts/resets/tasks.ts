import type { Task, TaskContext } from '#services/dashboard/tasks'
import { openCount } from './list.js'

/** Letters that ask for a new way in, for those who may answer them. */
export async function resetTasks({ tx, can, i18n }: TaskContext): Promise<Task[]> {
  if (!can('core.resets')) return []
  const count = await openCount(tx)
  return [{ label: i18n.t('resets.task', { count }), count, href: '/admin/permohonan-sandi', tone: 'warn' }]
}
