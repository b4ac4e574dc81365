import type { HttpContext } from '@adonisjs/core/http'
import { childrenOf } from '#services/regions'
import { scope } from '#services/scope'
import { outcomeLabel } from '#verification/lists/words'
import { placeOf } from '#verification/periods/index'
import { patternsOf, countWaiting } from '#verification/review/patterns'
import { isDecidable } from '#verification/review/writable'
import { addressesOf, shownPeriod } from './addresses.js'
import { patternFields } from './pattern_fields.js'

/** Updates that wait for a decision, by outcome and the rules that find something, to be decided alike. */
export default class PatternsController {
  async index(ctx: HttpContext) {
    const { module, request, regency } = ctx
    const locale = ctx.locale
    const { kecamatan, desa } = request.qs() as Record<string, unknown>
    const districts = await childrenOf(regency!)
    const district = districts.find(({ code }) => code === kecamatan)
    const villages = district ? await childrenOf(district.code) : []
    const village = villages.find(({ code }) => code === desa)
    const of = { district: district?.code, village: village?.code }
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const [patterns, waiting] = [await patternsOf(tx, place, of), await countWaiting(tx, place, of)]
      return { period, decidable: isDecidable(period), patterns, waiting }
    })
    const rules = new Map(module.rules.map((rule) => [rule.code, rule]))
    return ctx.view.render('pages/verification/patterns', {
      ...{ module, found, districts, villages, of, to: addressesOf(ctx) },
      patterns: (found?.patterns ?? []).map((pattern) => ({
        ...pattern,
        outcomeLabel: outcomeLabel(module, pattern.outcome, ctx.locale),
        rules: pattern.rules.map((code) => ({
          code,
          title: rules.get(code)?.title[locale] ?? code,
          severity: rules.get(code)?.severity ?? 'warn',
        })),
        fields: patternFields(pattern.kind === 'new' ? 'new' : 'existing', { ...pattern, ...of }),
      })),
    })
  }
}
