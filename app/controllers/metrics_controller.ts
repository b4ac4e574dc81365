import { createHash, timingSafeEqual } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import env from '#start/env'
import { NotFound } from '#exceptions/not_found'
import { metricsText } from '#services/metrics/metrics'

/** For a monitor that knows the token of the environment; without a token, or with another, the address does not exist. */
export default class MetricsController {
  async show({ request, response }: HttpContext) {
    const token = env.get('METRICS_TOKEN')
    if (!token || !same(request.header('authorization') ?? '', `Bearer ${token}`)) throw new NotFound()
    response.header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
    response.header('cache-control', 'no-store')
    return metricsText()
  }
}

/** Compares in a time that tells nothing about where the texts differ. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
