import type { HttpContext } from '@adonisjs/core/http'

interface Faulty extends Error {
  code: string
  problems: Readonly<Record<string, string>>
}

/** Does what a form asks for. Faults of single fields come back to the form, each beside its field, with all that was typed. */
export async function withFaults<T>(ctx: HttpContext, work: () => Promise<T>): Promise<T | void> {
  try {
    return await work()
  } catch (error) {
    if (!isFaulty(error)) throw error
    const { session, response } = ctx
    session.flashExcept(['_csrf'])
    session.flash('error', error.message)
    session.flash(
      'inputErrorsBag',
      Object.fromEntries(Object.entries(error.problems).map(([field, problem]) => [field, [problem]])),
    )
    return response.redirect().back()
  }
}

function isFaulty(error: unknown): error is Faulty {
  if (!(error instanceof Error) || !('problems' in error) || !('code' in error)) return false
  return typeof error.problems === 'object' && error.problems !== null && Object.keys(error.problems).length > 0
}

/** Texts of a form by name; what was not sent is empty. */
export function texts<N extends string>({ request }: HttpContext, names: readonly N[]): Record<N, string> {
  return Object.fromEntries(names.map((name) => [name, String(request.input(name, '') ?? '').slice(0, 2000)])) as Record<
    N,
    string
  >
}
