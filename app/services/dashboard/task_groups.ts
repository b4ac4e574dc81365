import { registry, type VerificationModule } from '#kernel/registry'
import type { Task } from './tasks.js'

/** Rows that a group shows before the rest is folded away; one row alone is not worth a fold. */
const SHOWN = 5
const URGENCY = { bad: 0, warn: 1, neutral: 2 } as const

/** What waits in one module, or beside the modules. */
export interface TaskGroup {
  /** Null for what belongs to none, and where there is one group only. */
  module: VerificationModule | null
  shown: Task[]
  folded: Task[]
}

/** The work of each verification module under its name, the most urgent first, behind what belongs to none. */
export function groupTasks(tasks: readonly Task[]): TaskGroup[] {
  const modules = registry.modules()
  const owner = (task: Task) => modules.find(({ name }) => name === task.module) ?? null
  const groups = [null, ...modules]
    .map((module) => ({ module, tasks: tasks.filter((task) => owner(task) === module) }))
    .filter((group) => group.tasks.length > 0)
  const alone = groups.length === 1
  return groups.map(({ module, tasks: own }) => {
    const ordered = [...own].sort((left, right) => URGENCY[left.tone ?? 'neutral'] - URGENCY[right.tone ?? 'neutral'])
    const shown = alone || ordered.length <= SHOWN + 1 ? ordered.length : SHOWN
    return { module: alone ? null : module, shown: ordered.slice(0, shown), folded: ordered.slice(shown) }
  })
}
