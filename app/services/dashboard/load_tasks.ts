import { registry } from '#kernel/registry'
import { waitingLoads } from '#services/loads/history'
import { kindsFor } from '#services/loads/kinds'
import { pluginEnabled } from '#services/plugin_switches'
import { NATIONAL } from '#services/scope'
import { unpublishedEditions } from '#verification/editions/index'
import type { Task, TaskContext } from './tasks.js'

/** Loads and editions that wait for an officer of the ministry. */
export async function loadTasks({ tx, can, i18n }: TaskContext): Promise<Task[]> {
  if (!can('core.editions')) return []
  const kinds = await kindsFor(can)
  const { drafts, checked } = await waitingLoads(
    tx,
    kinds.map(({ id }) => id),
  )
  const tasks: Task[] = [
    { label: i18n.t('loads.task.drafts', { count: drafts }), count: drafts, href: '/admin/data?status=draft' },
    { label: i18n.t('loads.task.checked', { count: checked }), count: checked, href: '/admin/data?status=checked', tone: 'warn' },
  ]
  for (const { id, module, name } of await unpublishedEditions(tx)) {
    const installed = registry.modules().some((known) => known.name === module)
    if (!installed || !(await pluginEnabled(module, NATIONAL))) continue
    tasks.push({ label: i18n.t('loads.task.publish', { name }), count: 1, href: `/admin/data/edisi/${id}`, tone: 'warn' })
  }
  return tasks
}
