import { validate as isUuid } from 'uuid'
import { ExceptionHandler, type HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { errors as vineErrors } from '@vinejs/vine'
import i18nManager from '@adonisjs/i18n/services/main'
import type { StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'
import { chosenLocale, speakTo } from '#middleware/locale_middleware'
import { recordActivity } from '#services/activity'
import { isDiskFull } from '#services/disk_full'
import { faultOf, faultsOfFields, isSpoken, sentenceOf } from '#services/fault'
import { scope } from '#services/scope'
import env from '#start/env'
import { isStoreAway } from '#services/store_away'
import { isStoreBusy } from '#services/store_busy'
import { wantsData } from '#services/wants_data'

/** An error whose sentence is meant for the person: a stable code of ours, a status of his making, an Indonesian message. */
interface SpokenError extends Error {
  code: string
  status: number
}

/** What of a form never comes back into the page. */
const NOT_RETURNED = ['_csrf', 'password', 'current', 'next', 'repeat']
/** A form sent after the session that made it had ended. */
const EXPIRED = 419
const AWAY_SECONDS = 15
/** What was said of a file before it could not be sent: the page that says so is none, and is not saved under its name. */
const OF_A_FILE = ['content-disposition', 'content-type', 'content-length']

export default class HttpExceptionHandler extends ExceptionHandler {
  protected override debug = !app.inProduction && !app.inTest && !env.get('SIKS_DEMO')
  protected override renderStatusPages = true

  protected override statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '403': (_error, { view }) => view.render('pages/errors/forbidden'),
    '404': (_error, { view }) => view.render('pages/errors/not_found'),
    '500..599': (_error, { view }) => view.render('pages/errors/server_error'),
  }

  override async handle(error: unknown, ctx: HttpContext) {
    for (const header of OF_A_FILE) ctx.response.removeHeader(header)
    if (!ctx.i18n) speakTo(ctx)
    if (isStoreAway(error)) return this.#away(ctx)
    const spoken = isTold(error) ? error : inOurWords(error, ctx)
    if (spoken) return this.#speak(spoken, ctx)
    const page = wantsData(ctx) && !this.debug ? PAGES[Math.min(statusOf(error), 500)] : undefined
    return page ? this.#answer(statusOf(error), page, ctx) : super.handle(error, ctx)
  }

  override async report(error: unknown, ctx: HttpContext) {
    if (statusOf(error) === 404) await noteRefusal(ctx)
    if (isTold(error)) return
    if (unholdable(error)) logger.warn({ request: ctx.request.id(), ...faultOf(error) }, 'request held what no column holds')
    else if (isStoreBusy(error))
      logger.warn({ request: ctx.request.id(), ...faultOf(error) }, 'request waited for another too long')
    else if (statusOf(error) >= 500) logger.error({ request: ctx.request.id(), ...faultOf(error) }, 'request failed')
  }

  /** Neither sessions nor what was typed can be kept while the database is away: the page says to wait, and machines when to ask again. */
  async #away(ctx: HttpContext) {
    const { response, view } = ctx
    response.status(503).header('retry-after', AWAY_SECONDS)
    const message = i18nManager.locale(chosenLocale(ctx)).t('errors.away.text')
    if (wantsData(ctx)) return response.send({ error: { code: 'E_STORE_AWAY', message } })
    return response.send(await view.render('pages/errors/away'))
  }

  /** What a page of its own tells a person, for a program. */
  #answer(status: number, { code, words }: { code: string; words: string }, ctx: HttpContext) {
    const message = i18nManager.locale(chosenLocale(ctx)).t(`errors.${words}.title`)
    return ctx.response.status(status).send({ error: { code, message, trace: ctx.request.id() } })
  }

  /** What was typed comes back into the form, with the reason above it and the fault of each field below that field. */
  #speak(error: SpokenError, ctx: HttpContext) {
    const { request, response } = ctx
    const said = sentenceOf(error, { locale: chosenLocale(ctx) })
    if (wantsData(ctx)) {
      const problems = 'details' in error ? { problems: error.details } : {}
      return response.status(error.status).send({ error: { code: error.code, message: said, ...problems } })
    }
    // A form refused before its session was opened has no page to come back to, and what cannot be stored cannot come back into one.
    if (request.method() === 'GET' || !('session' in ctx) || error.code === UNREADABLE.code) {
      ctx.view.share({ reason: said })
      return ctx.view.render('pages/errors/refused').then((page) => response.status(error.status).send(page))
    }
    ctx.session.flashExcept(NOT_RETURNED)
    ctx.session.flash('error', said)
    const faults = Object.entries(faultsOfFields('problems' in error ? error.problems : null, { locale: chosenLocale(ctx) }))
    if (faults.length > 0)
      ctx.session.flash('inputErrorsBag', Object.fromEntries(faults.map(([field, fault]) => [field, [fault]])))
    return response.redirect().withQs().back()
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
      data: { method, pattern, ids: Object.values<unknown>(ctx.params).filter(isUuid) },
    }),
  )
}

/** Whether an error is to be told in its own words; a page that does not exist has one of its own. */
function isTold(error: unknown): error is SpokenError {
  const status = statusOf(error)
  return isSpoken(error) && codeOf(error) !== UNFIT.code && status >= 400 && status < 500 && status !== 404
}

/**
 * An error of the framework, or of what reads requests for it, that a person can cause, in the words of his language; null for those that have a
 * page of their own.
 */
function inOurWords(error: unknown, ctx: HttpContext): SpokenError | null {
  const told = isDiskFull(error)
    ? FULL
    : isStoreBusy(error)
      ? BUSY
      : (WORDS[codeOf(error) ?? ''] ?? WORDS[statusOf(error)] ?? unholdable(error))
  if (!told) return null
  const i18n = i18nManager.locale(chosenLocale(ctx))
  const long = tooLong(error).map(([field, max]) => [field, i18n.t('errors.too_long.field', { max })])
  const words = long.length > 0 ? 'too_long' : told.words
  const more = { code: told.code, status: told.status, problems: Object.fromEntries(long) }
  return Object.assign(new Error(i18n.t(`errors.${words}.text`)), more)
}

/** Fields of a form that hold more than they may, with how many letters that is; none where anything else is wrong with it. */
function tooLong(error: unknown): [field: string, max: number][] {
  const faults = error instanceof vineErrors.E_VALIDATION_ERROR ? (error.messages as Fault[]) : []
  const long = faults.filter(({ rule }) => rule === 'maxLength')
  return long.length < faults.length ? [] : long.map(({ field, meta }) => [field, meta?.max ?? 0])
}

interface Fault {
  field: string
  rule: string
  meta?: { max?: number }
}

/** Errors whose pages stand for themselves, by status; a fault of the server by 500. */
const PAGES: Record<number, { code: string; words: string }> = {
  403: { code: 'E_FORBIDDEN', words: 'forbidden' },
  404: { code: 'E_NOT_FOUND', words: 'not_found' },
  500: { code: 'E_SERVER', words: 'server_error' },
}

const UNREADABLE = { words: 'unreadable', code: 'E_REQUEST_UNREADABLE', status: 400 }

/** A form without what its page always sends. */
const UNFIT = { words: 'unfit', code: 'E_VALIDATION_ERROR', status: 422 }

/** Another was at work on the same rows; the same form may go through in a moment. */
const BUSY = { words: 'busy', code: 'E_STORE_BUSY', status: 409 }

const FULL = { words: 'disk_full', code: 'E_DISK_FULL', status: 507 }

const WORDS: Record<string, { words: string; code: string; status: number }> = {
  E_BAD_CSRF_TOKEN: { words: 'expired', code: 'E_PAGE_EXPIRED', status: EXPIRED },
  E_REQUEST_ENTITY_TOO_LARGE: { words: 'too_large', code: 'E_REQUEST_TOO_LARGE', status: 413 },
  E_INVALID_MULTIPART_REQUEST: UNREADABLE,
  [UNFIT.code]: UNFIT,
  400: UNREADABLE,
  413: { words: 'too_large', code: 'E_REQUEST_TOO_LARGE', status: 413 },
  415: UNREADABLE,
  422: UNREADABLE,
}

/**
 * What PostgreSQL answers to a value of a request that no column holds: NUL in a text (22021, inside of JSON 22P05), a number or moment out
 * of range (22003, 22008), and what is no number, date or id (22P02, 22007). It is in the log all the same, as a warning.
 */
const UNHELD = ['22021', '22P05', '22003', '22008', '22P02', '22007']

function unholdable(error: unknown): typeof UNREADABLE | null {
  return UNHELD.includes(codeOf(error) ?? '') ? UNREADABLE : null
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
}
