import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { compress } from '#services/compression'

/** Goes before everything that answers, for it stands between the answer and the line. */
export default class CompressionMiddleware {
  handle({ request, response }: HttpContext, next: NextFn) {
    compress(request.request, response.response, () => undefined)
    return next()
  }
}
