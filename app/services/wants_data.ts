import type { HttpContext } from '@adonisjs/core/http'

/** Whether a program asks and not a page: it wants JSON, was sent by a script, or speaks the protocol of uploads. */
export function wantsData({ request }: HttpContext): boolean {
  const asked = request.accepts(['html', 'json']) === 'json' || request.ajax()
  return asked || request.header('tus-resumable') !== undefined
}
