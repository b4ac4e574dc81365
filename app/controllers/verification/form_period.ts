import type { HttpContext } from '@adonisjs/core/http'
import edge from 'edge.js'
import { validate as isUuid } from 'uuid'
import { scope } from '#services/scope'
import { periodFor, type RegencyPeriod } from '#verification/periods/index'

/** Hidden field of every form: the period that its page showed. */
const FIELD = 'periode_halaman'

/** Forms of the page name the period that it shows, beside their token. */
export function nameInForms({ request, view }: HttpContext, { period }: RegencyPeriod): void {
  const token = `<input type='hidden' name='_csrf' value='${request.csrfToken}'>`
  const field = () => edge.globals.html.safe(`${token}<input type='hidden' name='${FIELD}' value='${period.id}'>`)
  view.share({ csrfField: field })
}

/**
 * A form that was made for a period acts on that one, also where another was opened since: what was looked at and typed in one is never
 * saved in the next.
 */
export async function keepToPeriod({ request, module, regency, scope: own }: HttpContext): Promise<void> {
  const { [FIELD]: shown, ...body } = request.body()
  request.updateBody(body)
  if (request.input('periode') || typeof shown !== 'string' || !isUuid(shown)) return
  const newest = await scope.run(own, (tx) => periodFor(tx, module, regency!))
  if (newest?.period.id !== shown) request.updateBody({ ...body, periode: shown })
}
