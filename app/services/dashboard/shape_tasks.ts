import { countWaiting } from '#services/gis/store/overview'
import type { Task, TaskContext } from './tasks.js'

/** Boundaries of the map whose region an officer of the ministry has to name. */
export async function shapeTasks({ tx, can, i18n }: TaskContext): Promise<Task[]> {
  if (!can('core.maps')) return []
  const count = await countWaiting(tx)
  return [{ label: i18n.t('shapes.task', { count }), count, href: '/admin/peta#menunggu' }]
}
