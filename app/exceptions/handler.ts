import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import type { StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'
import { recordActivity } from '#services/activity'
import { scope } from '#services/scope'

/** An error whose sentence is meant for the person: a stable code of ours, a status of his making, an Indonesian message. */
interface SpokenError extends Error {
  code: string
  status: number
}

/** Codes of the framework that it renders itself. */
const FRAMEWORK = new Set(['E_VALIDATION_ERROR', 'E_BAD_CSRF_TOKEN', 'E_ROUTE_NOT_FOUND', 'E_UNAUTHORIZED_ACCESS', 'E_NOT_FOUND'])

export default class HttpExceptionHandler extends ExceptionHandler {
  protected override debug = !app.inProduction && !app.inTest
  protected override renderStatusPages = true

  protected override statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '403': (_error, { view }) => view.render('pages/errors/forbidden'),
    '404': (_error, { view }) => view.render('pages/errors/not_found'),
    '500..599': (_error, { view }) => view.render('pages/errors/server_error'),
  }

  override async handle(error: unknown, ctx: HttpContext) {
    if (isSpoken(error)) return this.#speak(error, ctx)
    return super.handle(error, ctx)
  }

  override async report(error: unknown, ctx: HttpContext) {
    if (statusOf(error) === 404) await noteRefusal(ctx)
    if (isSpoken(error)) return
    if (statusOf(error) >= 500) {
      // The text of an unexpected error may quote data of the register, so that only its kind and place are logged.
      const name = error instanceof Error ? error.name : typeof error
      logger.error({ request: ctx.request.id(), name, code: codeOf(error), at: placeOf(error) }, 'request failed')
    }
  }

  /** What was typed comes back into the form, with the reason above it. */
  #speak(error: SpokenError, ctx: HttpContext) {
    const { request, response } = ctx
    if (request.accepts(['html', 'json']) === 'json' || request.ajax()) {
      return response.status(error.status).send({ error: { code: error.code, message: error.message } })
    }
    if (request.method() === 'GET') {
      ctx.view.share({ reason: error.message })
      return ctx.view.render('pages/errors/refused').then((page) => response.status(error.status).send(page))
    }
    ctx.session.flashExcept(['_csrf', 'password', 'current', 'next', 'repeat'])
    ctx.session.flash('error', error.message)
    return response.redirect().back()
  }
}

/** An attempt on something outside one's own region stands in the audit trail; nothing of the request's text does. */
async function noteRefusal(ctx: HttpContext) {
  const user = ctx.auth?.user
  if (!user || !ctx.route) return
  const actor = { id: user.id, name: user.name, role: user.role }
  const { method, pattern } = { method: ctx.request.method(), pattern: ctx.route.pattern }
  await scope.aside(scope.of(user.regionCode, actor), (tx) =>
    recordActivity(tx, {
      action: 'access.refused',
      regency: user.regionCode,
      object: { type: 'address', id: ctx.request.url().slice(0, 200) },
      data: { method, pattern },
    }),
  )
}

function isSpoken(error: unknown): error is SpokenError {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  const status = statusOf(error)
  return code !== undefined && code.startsWith('E_') && !FRAMEWORK.has(code) && status >= 400 && status < 500 && status !== 404
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
}

function placeOf(error: unknown): string | undefined {
  const lines = error instanceof Error ? error.stack?.split('\n').filter((line) => line.trim().startsWith('at ')) : undefined
  return lines
    ?.slice(0, 6)
    .map((line) => line.trim())
    .join(' | ')
}
