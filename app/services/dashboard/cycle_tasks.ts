import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { queueCount } from '#verification/finalise/desk/index'
import { requestCounts, unseenAnswers } from '#verification/periods/requests/index'
import type { Task, TaskContext } from './tasks.js'

/** Letters and requests that wait for the ministry, letters that a province has not passed on, answers that a regency has not read. */
export async function cycleTasks(context: TaskContext): Promise<Task[]> {
  return [...(await ministryTasks(context)), ...(await provinceTasks(context)), ...(await regencyTasks(context))]
}

async function ministryTasks({ tx, can, i18n }: TaskContext): Promise<Task[]> {
  const tasks: Task[] = []
  if (can('core.letters')) {
    const count = await queueCount(tx, { state: 'letter_uploaded' })
    tasks.push({ label: i18n.t('dashboard.task.letters_waiting', { count }), count, href: '/admin/pengesahan' })
  }
  if (can('core.periods')) {
    const { waiting: count } = await requestCounts(tx)
    tasks.push({
      label: i18n.t('dashboard.task.requests_waiting', { count }),
      count,
      href: '/admin/periode/permohonan',
      tone: 'warn',
    })
  }
  return tasks
}

async function provinceTasks({ tx, can, i18n }: TaskContext): Promise<Task[]> {
  if (!can('core.forward')) return []
  const count = await queueCount(tx, { state: 'accepted', due: true })
  return [
    {
      label: i18n.t('dashboard.task.forwards_due', { count }),
      count,
      href: '/admin/pengesahan?keadaan=accepted&penerusan=belum',
    },
  ]
}

async function regencyTasks({ tx, regency, can, i18n }: TaskContext): Promise<Task[]> {
  if (!regency || !can('core.ask_period')) return []
  const tasks: Task[] = []
  for (const module of registry.modules()) {
    if (!can(`${module.name}.finalise`) || !(await pluginEnabled(module.name, regency))) continue
    for (const { periodId, periodName, state } of await unseenAnswers(tx, module.name, regency)) {
      const label = i18n.t(`dashboard.task.request_${state}`, { module: module.words.short, period: periodName })
      const href = `/${module.path}/finalisasi?periode=${periodId}`
      tasks.push({ label, count: 1, href, module: module.name, tone: 'warn' })
    }
  }
  return tasks
}
