import type { HttpContext } from '@adonisjs/core/http'
import type { VerificationModule } from '#kernel/registry'
import type { BulkSelection } from '#verification/lists/bulk/tally'
import { filterParameters, readFilters } from '#verification/lists/filters'
import type { Choice } from '#verification/lists/words'
import type { Locale } from '#verification/message'
import { outcomesFor } from '#verification/review/edit'
import type { ShownList } from './addresses.js'

/** A selection as the bar of a list posts it, and the hidden fields by which the next form says the same. */
export interface PostedSelection {
  selection: BulkSelection
  hidden: [name: string, value: string][]
  /** What of it stands in the address of the list. */
  parameters: Record<string, string>
}

/** Whether all that match were chosen: by the script of the bar, or by its box where no script runs. */
export function isWhole({ request }: HttpContext): boolean {
  return request.input('all') === '1' || request.input('semua') === '1'
}

export function postedSelection(ctx: HttpContext, kind: ShownList): PostedSelection {
  const filters = readFilters(ctx.module, kind, ctx.request.all())
  const parameters = filterParameters(filters)
  const ids = Object.values((ctx.request.input('ids') ?? {}) as Record<string, unknown>)
  const keys = [...new Set(ids.filter((id): id is string => typeof id === 'string'))].sort()
  const whole = isWhole(ctx)
  return {
    selection: whole ? { matching: filters } : { keys },
    hidden: [
      ['jenis', kind],
      ...Object.entries(parameters),
      ...(whole ? ([['all', '1']] as const) : keys.map((key) => ['ids[]', key] as const)),
    ].map(([name, value]) => [name!, value!]),
    parameters,
  }
}

/** Outcomes that can be given to records of a list at once. */
export function outcomeChoices(module: VerificationModule, kind: ShownList, locale: Locale): Choice[] {
  const fitting = outcomesFor({ module }, kind === 'new' ? 'new' : 'repair')
  return module.outcomes
    .filter(({ code }) => fitting.includes(code))
    .map(({ code, label }) => ({ value: code, label: label[locale] }))
}
