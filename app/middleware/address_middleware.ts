import { errors } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

const CONTROL = /\p{Cc}/u

/**
 * No address of ours is told to another site, for a search may stand in it. A control character in an address names nothing that could be
 * there, and PostgreSQL would take none as text. What an address shows is for the one who asked: nothing between keeps it for another, and a
 * browser asks again; who shows secrets in clear or sends a file says more than that.
 */
export default class AddressMiddleware {
  handle({ request, response, params }: HttpContext, next: NextFn) {
    response.header('referrer-policy', 'same-origin')
    response.header('cache-control', 'private, no-cache')
    if ([request.url(), ...Object.values<unknown>(params)].some((part) => CONTROL.test(String(part)))) {
      throw new errors.E_ROUTE_NOT_FOUND([request.method(), request.url()])
    }
    return next()
  }
}
