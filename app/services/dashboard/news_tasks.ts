import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { newsCount } from '#verification/news/list'
import type { Task, TaskContext } from './tasks.js'

/** What other modules told of a list that the regency's supervisor has not answered. */
export async function newsTasks({ tx, regency, can, i18n }: TaskContext): Promise<Task[]> {
  if (!regency) return []
  const tasks: Task[] = []
  for (const { name, path, words } of registry.modules()) {
    if (!registry.find(name)?.listens || !can(`${name}.verify`) || !(await pluginEnabled(name, regency))) continue
    const count = await newsCount(tx, name, regency, 'open')
    const label = i18n.t('dashboard.task.news', { module: words.short })
    tasks.push({ label, count, href: `/${path}/kabar`, module: name, tone: 'warn' })
  }
  return tasks
}
