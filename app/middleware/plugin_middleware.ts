import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { registry, type VerificationModule } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { NATIONAL } from '#services/scope'

/**
 * The guard of every plugin route. A module switched off for the regency, or a regency outside the scope, answers 404;
 * a missing right answers 403. A desk of the ministry needs no regency, and does not exist for those without the right.
 */
export default class PluginMiddleware {
  async handle(ctx: HttpContext, next: NextFn, options: { plugin: string; permission: string; national: boolean }) {
    const asked: unknown = ctx.request.input('regency')
    const regency = ctx.regency ?? asked
    const missing = new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    if (options.national && !ctx.can(options.permission)) throw missing
    if (options.national && asked === undefined) {
      if (!ctx.scope.regions.includes(NATIONAL) || !(await pluginEnabled(options.plugin, NATIONAL))) throw missing
      return next()
    }
    if (typeof regency !== 'string' || !regency.includes('.') || !ctx.scope.regions.includes(regency)) throw missing
    if (asked !== undefined && asked !== regency) throw missing
    if (!(await pluginEnabled(options.plugin, regency))) throw missing
    if (!ctx.can(options.permission)) return ctx.response.forbidden(await ctx.view.render('pages/errors/forbidden'))
    ctx.regency = regency
    const module = registry.modules().find(({ name }) => name === options.plugin)
    if (module) ctx.module = module
    return next()
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** The verification module whose page this is; set on the routes of such a module only. */
    module: VerificationModule
  }
}
