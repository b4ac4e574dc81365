import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { countRequest } from '#services/metrics/requests'

/** Notes how long each request took, from its arrival to the last byte handed over. */
export default class MeasureMiddleware {
  handle({ request, response }: HttpContext, next: NextFn) {
    const begun = performance.now()
    response.onFinish(() => countRequest(request.method(), response.getStatus(), (performance.now() - begun) / 1000))
    return next()
  }
}
