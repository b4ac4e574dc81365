import { createHash, timingSafeEqual } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import db from '@adonisjs/lucid/services/db'
import env from '#start/env'
import { faultOf } from '#services/fault'
import { metricsText } from '#services/metrics/metrics'

const PROBES: Readonly<Record<string, (ctx: HttpContext, next: NextFn) => unknown>> = {
  '/health/live': ({ response }) => response.ok({ status: 'ok' }),
  '/health/ready': ready,
  '/metrics': metrics,
}

/**
 * Answers balancers and monitors before a session is opened: a probe makes none, and hears that the process runs also while the database
 * is away.
 */
export default class ProbesMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const { request, response } = ctx
    const probe = PROBES[request.url().replace(/\/$/, '')]
    if (!probe || !['GET', 'HEAD'].includes(request.method())) return next()
    response.header('cache-control', 'no-store')
    response.header('x-content-type-options', 'nosniff')
    return probe(ctx, next)
  }
}

/** Whether the process reaches its migrated database and may take requests. */
async function ready({ response, logger }: HttpContext) {
  try {
    await db.connection().rawQuery('select 1 from users limit 1')
    response.ok({ status: 'ok' })
  } catch (error) {
    logger.error(faultOf(error), 'not ready')
    response.serviceUnavailable({ status: 'unavailable' })
  }
}

/** For a monitor that knows the token of the environment; without a token, or with another, the address does not exist. */
async function metrics({ request, response }: HttpContext, next: NextFn) {
  const token = env.get('METRICS_TOKEN')
  if (!token || !same(request.header('authorization') ?? '', `Bearer ${token}`)) return next()
  const text = await metricsText()
  response.header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  response.send(text)
}

/** Compares in a time that tells nothing about where the texts differ. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
