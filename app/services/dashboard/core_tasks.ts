import router from '@adonisjs/core/services/router'
import { formatDate } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { registry, type VerificationModule } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { missingForLetter, profileFor } from '#services/profiles/profile'
import { letterById } from '#verification/finalise/index'
import { filterParameters, type ListFilters } from '#verification/lists/filters'
import { keptCount } from '#verification/lists/kept'
import { isAtWork, periodsOf, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { isDecidable, isEditable } from '#verification/review/writable'
import type { Task, TaskContext } from './tasks.js'
import { workbenchTasks } from './workbench_tasks.js'

type RegencyContext = TaskContext & { regency: string }

/** The fields of Profil Pengesahan without which no letter can be made. */
export async function profileTasks({ tx, regency, can, i18n }: TaskContext): Promise<Task[]> {
  if (!regency || !can('core.profile')) return []
  const { length } = missingForLetter(await profileFor(tx, regency))
  return [{ label: i18n.t('dashboard.task.profile', { count: length }), count: length, href: '/profil', tone: 'warn' }]
}

/** The steps of the cycle of every verification module that is on. */
export async function verificationTasks(context: TaskContext): Promise<Task[]> {
  const tasks: Task[] = []
  const { regency } = context
  if (!regency) return tasks
  for (const module of registry.modules()) {
    if (!context.can(`${module.name}.verify`) || !(await pluginEnabled(module.name, regency))) continue
    const waiting = await moduleTasks({ ...context, regency }, module)
    tasks.push(...waiting.map((task) => ({ ...task, module: module.name })))
  }
  return tasks
}

async function moduleTasks(context: RegencyContext, module: VerificationModule): Promise<Task[]> {
  const { tx, regency, can, i18n } = context
  const [current, ...earlier] = await periodsOf(tx, module, regency)
  if (!current) return []
  const { state } = current.finalisation
  const say = (key: string, count: number) => i18n.t(`dashboard.task.${key}`, { module: module.words.short, count })
  const step = (key: string, route: string): Task[] =>
    router.has(route) && can(`${module.name}.finalise`)
      ? [{ label: say(key, 1), count: 1, href: router.makeUrl(route), tone: 'warn' }]
      : []
  const behind: Task[] = []
  for (const period of earlier) behind.push(...earlierTasks(context, period))
  for (const period of [current, ...earlier]) behind.push(...(await answerTasks(context, period)))
  if (state === 'finalised') return [...behind, ...step('letter', `${module.name}.letter`)]
  if (state === 'letter_generated') return [...behind, ...step('scan', `${module.name}.letter`)]
  if (!isDecidable(current)) return behind

  const place = placeOf(current)
  const list = async (key: string, tone: Task['tone'], path: string, filters: ListFilters): Promise<Task> => {
    const count = await keptCount(tx, place, filters)
    const href = `/${module.path}/${path}?${new URLSearchParams(filterParameters(filters))}`
    return { label: say(key, count), tone, count, href }
  }
  const { repairs, additions } = module.paths
  const waiting = [
    ...behind,
    await list('conflicts_repairs', 'bad', repairs, { kind: 'existing', problem: 'conflict' }),
    await list('conflicts_additions', 'bad', additions, { kind: 'new', problem: 'conflict' }),
    await list('received_repairs', 'neutral', repairs, { kind: 'existing', state: 'received' }),
    await list('received_additions', 'neutral', additions, { kind: 'new', state: 'received' }),
    ...(await workbenchTasks(tx, place, module, say)),
  ]
  if (isEditable(current)) {
    waiting.push(
      await list('returned_repairs', 'neutral', repairs, { kind: 'existing', state: 'returned' }),
      await list('returned_additions', 'neutral', additions, { kind: 'new', state: 'returned' }),
    )
  }
  const due = current.phase === 'closing' || (current.phase === 'open' && current.daysLeft <= 7)
  return due ? [...waiting, ...step('finalise', `${module.name}.finalisation`)] : waiting
}

/** A letter on which the ministry has not answered yet; nothing can be done but look at it, and it must not be forgotten. */
async function answerTasks({ tx, regency, can, i18n }: RegencyContext, found: RegencyPeriod): Promise<Task[]> {
  const { module, period, finalisation, zone } = found
  const route = `${module.name}.letter`
  if (finalisation.state !== 'letter_uploaded' || !can(`${module.name}.finalise`) || !router.has(route)) return []
  const letter = finalisation.letterId ? await letterById(tx, regency, finalisation.letterId) : null
  if (!letter?.scannedAt) return []
  const label = i18n.t('dashboard.task.answer', { number: letter.number, date: formatDate(todayIn(zone, letter.scannedAt)) })
  return [{ label, count: 1, href: `${router.makeUrl(route)}?periode=${period.id}` }]
}

/** What an earlier period still asks for, although a newer one was opened since. */
function earlierTasks({ can, i18n }: RegencyContext, found: RegencyPeriod): Task[] {
  const { module, period, finalisation } = found
  if (!can(`${module.name}.finalise`)) return []
  const task = (key: 'letter' | 'scan' | 'finalise', page: string): Task[] => {
    const route = `${module.name}.${page}`
    const label = i18n.t(`dashboard.task.earlier.${key}`, { module: module.words.short, period: period.name })
    return router.has(route) ? [{ label, count: 1, href: `${router.makeUrl(route)}?periode=${period.id}`, tone: 'warn' }] : []
  }
  if (finalisation.state === 'finalised') return task('letter', 'letter')
  if (finalisation.state === 'letter_generated') return task('scan', 'letter')
  return isAtWork(found) ? task('finalise', 'finalisation') : []
}
