import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { registry } from '#kernel/registry'
import { allows, permissionMatrix } from '#kernel/permissions'
import { scopeRegions } from '#services/regions'
import type { Scope } from '#services/scope'

/** Asks for a signed-in person and puts his scope and rights on the context. */
export default class AuthMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    await ctx.auth.authenticateUsing(['web'], { loginRoute: '/masuk' })
    const user = ctx.auth.user!
    const matrix = permissionMatrix(registry)
    const regions = await scopeRegions(user.role, user.regionCode)
    ctx.scope = { regions, actor: { id: user.id, name: user.name, role: user.role } }
    ctx.regency = user.role === 'supervisor_regency' ? user.regionCode : null
    ctx.can = (key) => allows(matrix, user.role, key)
    return next()
  }
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    /** Regions the signed-in person may see. */
    scope: Scope
    /** The regency the pages are about; absent for provinces and the ministry until one is chosen. */
    regency: string | null
    can: (permission: string) => boolean
  }
}
