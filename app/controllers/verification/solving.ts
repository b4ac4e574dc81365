import type { HttpContext } from '@adonisjs/core/http'

/** Where the session keeps the module whose blockers are being solved, until its rehearsal is seen again. */
export const SOLVING = 'solving_blockers_of'

/** Whether the person came to the record from what stands against finalising, also some acts ago. */
export function isSolving({ request, session, module }: HttpContext): boolean {
  if (request.qs().dari === 'finalisasi') session.put(SOLVING, module.name)
  return session.get(SOLVING) === module.name
}
