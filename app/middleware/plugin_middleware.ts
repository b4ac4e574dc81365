import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { keepToPeriod } from '#controllers/verification/form_period'
import { registry, type VerificationModule } from '#kernel/registry'
import { passageOf, type PluginGuard } from '#services/plugin_guard'

/**
 * The guard of every plugin route. A module switched off for the regency, or a regency outside the scope, answers 404;
 * a missing right answers 403. A desk of the ministry needs no regency, and does not exist for those without the right.
 */
export default class PluginMiddleware {
  async handle(ctx: HttpContext, next: NextFn, options: PluginGuard) {
    const passage = await passageOf(ctx, ctx.request.input('regency'), options)
    if (passage === 'missing') throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    if (passage === 'forbidden') return ctx.response.forbidden(await ctx.view.render('pages/errors/forbidden'))
    if (passage.regency === null) return next()
    ctx.regency = passage.regency
    const module = registry.modules().find(({ name }) => name === options.plugin)
    if (module) ctx.module = module
    if (module && ctx.request.method() === 'POST') await keepToPeriod(ctx)
    return next()
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** The verification module whose page this is; set on the routes of such a module only. */
    module: VerificationModule
  }
}
