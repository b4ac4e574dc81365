import type { WaitingTask } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { NATIONAL } from '#services/scope'
import type { Task, TaskContext } from './tasks.js'
import { localeOf } from '#verification/message'

/** What waits in the modules that are on for the regency, or for the ministry's own desks. */
export async function pluginTasks({ tx, regency, can, i18n }: TaskContext): Promise<Task[]> {
  const found: Task[] = []
  for (const { name, tasks } of registry.all()) {
    if (!tasks || !(await pluginEnabled(name, regency ?? NATIONAL))) continue
    const { default: source } = await tasks()
    const waiting = await source({ tx, regency, can: (permission) => can(`${name}.${permission}`) })
    const said = ({ label, count }: WaitingTask) => i18n.formatRawMessage(label[localeOf(i18n)], { count })
    found.push(...waiting.map((task) => ({ ...task, module: name, label: said(task) })))
  }
  return found
}
