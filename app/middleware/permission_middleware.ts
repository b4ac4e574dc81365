import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** A page of the core that needs a right: without it the page does not exist for this person. */
export default class PermissionMiddleware {
  handle(ctx: HttpContext, next: NextFn, options: { permission: string }) {
    if (!ctx.can(options.permission)) throw new errors.E_ROUTE_NOT_FOUND([ctx.request.method(), ctx.request.url()])
    return next()
  }
}
