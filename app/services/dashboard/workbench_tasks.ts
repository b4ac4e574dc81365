import type { VerificationModule } from '#kernel/registry'
import type { Tx } from '#services/scope'
import { countByBasis } from '#verification/duplicates/candidates'
import { BASES } from '#verification/duplicates/pairs_sql'
import { problemParameters, type ProblemFilters } from '#verification/problems/filters'
import { countClasses } from '#verification/problems/list'
import type { Place } from '#verification/store/index'
import type { Task } from './tasks.js'

const BLOCKING: ProblemFilters = { class: 'block' }

/** Blocking problems and possible duplicates that nobody has decided; each count is that of the list it leads to. */
export async function workbenchTasks(
  tx: Tx,
  place: Place,
  { path }: VerificationModule,
  say: (key: string, count: number) => string,
): Promise<Task[]> {
  const { block } = await countClasses(tx, place, BLOCKING)
  const tasks: Task[] = [
    { label: say('problems', block), count: block, href: `/${path}/masalah?${new URLSearchParams(problemParameters(BLOCKING))}` },
  ]
  const duplicates = await countByBasis(tx, place)
  for (const basis of BASES) {
    tasks.push({
      label: say(`duplicates_${basis}`, duplicates[basis]),
      count: duplicates[basis],
      href: `/${path}/ganda?dasar=${basis}`,
    })
  }
  return tasks
}
