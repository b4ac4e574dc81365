import type { I18n } from '@adonisjs/i18n'
import type { Tx } from '#services/scope'
import { resetTasks } from '#services/accounts/resets/tasks'
import { cycleTasks } from './cycle_tasks.js'
import { profileTasks, verificationTasks } from './core_tasks.js'
import { deskTasks } from './desk_tasks.js'
import { loadTasks } from './load_tasks.js'
import { objectionTasks } from './objection_tasks.js'
import { shapeTasks } from './shape_tasks.js'
import { newsTasks } from './news_tasks.js'
import { pluginTasks } from './plugin_tasks.js'

/** Work that waits for the person: how many, and the address of the list that holds exactly so many. */
export interface Task {
  label: string
  count: number
  href: string
  /** Name of the plugin that it is work of. */
  module?: string
  tone?: 'neutral' | 'warn' | 'bad'
}

export interface TaskContext {
  tx: Tx
  /** Null for a person of the ministry who has chosen none. */
  regency: string | null
  /** Whether the person has a right, e.g. `bdt.verify`. */
  can: (permission: string) => boolean
  i18n: I18n
}

export type Tasks = (context: TaskContext) => Promise<Task[]>

const SOURCES: readonly Tasks[] = [
  profileTasks,
  resetTasks,
  verificationTasks,
  objectionTasks,
  loadTasks,
  shapeTasks,
  cycleTasks,
  newsTasks,
  pluginTasks,
  deskTasks,
]

/** Everything that waits, in the order of the sources; what counts nothing is left out. */
export async function tasksFor(context: TaskContext): Promise<Task[]> {
  const found: Task[] = []
  for (const source of SOURCES) found.push(...(await source(context)))
  return found.filter(({ count }) => count > 0)
}
