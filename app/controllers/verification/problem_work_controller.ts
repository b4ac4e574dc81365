import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import { sentenceOf } from '#services/fault'
import { findRegion } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { findRow } from '#verification/lists/list'
import type { Locale } from '#verification/message'
import { assertOpen, placeOf } from '#verification/periods/index'
import { fixRows, readFix } from '#verification/problems/fix'
import { problemParameters, readProblemFilters } from '#verification/problems/filters'
import { countClasses, listProblems, titleOf, type ProblemAt, type ProblemRow } from '#verification/problems/list'
import { enterRegister, heedLock } from '#verification/review/act'
import { saveEdit, type EditResult } from '#verification/review/edit'
import { UNTOUCHED } from '#verification/review/sides'
import { RegisterBusyError } from '#verification/review/errors'
import { logOpening } from '#verification/review/read_log'
import { viewRecord, type RecordView } from '#verification/review/record_view'
import { isDecidable, isEditable } from '#verification/review/writable'
import type { Place } from '#verification/store/index'
import { addressesOf, shownPeriod } from './addresses.js'

interface Shown {
  typed?: Record<string, string>
  errors?: Record<string, string>
  refusal?: string
}

/** One problem after the other: what is wrong, the questions it points to, and the next with one key. */
export default class ProblemWorkController {
  show(ctx: HttpContext) {
    return this.#render(ctx, {})
  }

  /** Saves what was typed and goes on; where the rule still finds something, the problem stays on the page. */
  async save(ctx: HttpContext) {
    const { module, request, response, session, i18n } = ctx
    const posted = request.body() as Record<string, string>
    const at = positionOf(ctx)
    const filters = readProblemFilters(module, request.qs())
    const locale = ctx.locale
    try {
      const { result, errors } = await heedLock(() => scope.run(ctx.scope, (tx) => this.#save(tx, ctx, at, posted, locale)))
      if (errors || !result || result.status === 'invalid') {
        response.status(422)
        const refusal = result?.status === 'invalid' ? result.errors[0]?.reason[locale] : undefined
        return this.#render(ctx, { typed: posted, errors: errors ?? {}, ...(refusal ? { refusal } : {}) })
      }
      if (result.status === 'stale') {
        response.status(409)
        return this.#render(ctx, { typed: posted, refusal: i18n.t('problems.work.stale') })
      }
      const stands = result.problems.some(({ rule }) => rule === at[2])
      session.flash(stands ? 'warning' : 'success', i18n.t(`problems.work.${stands ? 'stands' : 'solved'}`, { rule: at[2] }))
      const place = stands ? { di: JSON.stringify(at) } : { sesudah: JSON.stringify(at) }
      return response.redirect(addressesOf(ctx).problems({ ...problemParameters(filters), ...place }, 'kerja'))
    } catch (error) {
      if (!(error instanceof RegisterBusyError)) throw error
      response.status(error.status)
      return this.#render(ctx, { typed: posted, refusal: sentenceOf(error, i18n) })
    }
  }

  async #save(
    tx: Tx,
    ctx: HttpContext,
    [, key]: ProblemAt,
    posted: Record<string, string>,
    locale: Locale,
  ): Promise<{ result?: EditResult; errors?: Record<string, string> }> {
    const period = await shownPeriod(tx, ctx)
    const view = period && (await viewRecord(tx, placeOf(period), key))
    if (!view) throw new NotFound()
    const place = placeOf(await assertOpen(tx, ctx.module, ctx.regency!, period.period.id))
    await enterRegister(tx, place)
    const problems = view.problems.filter(({ rule }) => rule === positionOf(ctx)[2])
    const { rows, errors } = readFix(ctx.module, docOf(view), problems, posted, locale)
    if (Object.keys(errors).length > 0) return { errors }
    const version = /^\d{1,9}$/.test(posted.version ?? '') ? Number(posted.version) : 0
    const outcome = view.row.outcome === UNTOUCHED ? 'repaired' : view.row.outcome
    return { result: await saveEdit(tx, place, { key, version, outcome, rows }) }
  }

  async #render(ctx: HttpContext, { typed, errors, refusal }: Shown) {
    const { module, request } = ctx
    const locale = ctx.locale
    const filters = readProblemFilters(module, request.qs())
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const [row, following] = await this.#find(tx, ctx, place)
      const counts = await countClasses(tx, place, filters)
      if (!row) return { period, row: null, left: counts[filters.class] }
      const view = (await viewRecord(tx, place, row.key))!
      const may = ctx.can(`${module.name}.verify`)
      const editable = may && isEditable(period)
      await logOpening(tx, place, row.key, { clear: editable, address: request.ip() })
      return {
        ...{ period, row, following, view, editable, left: counts[filters.class], decidable: may && isDecidable(period) },
        fix: fixRows(module, docOf(view), row.problems, locale, { ...(typed ? { typed } : {}), ...(errors ? { errors } : {}) }),
      }
    })
    if (!found) throw new NotFound()
    leaveUncompressed(ctx)
    const to = addressesOf(ctx)
    const parameters = problemParameters(filters)
    const at = (row: ProblemRow) => JSON.stringify([row.village, row.key, row.rule])
    const rule = found.row && module.rules.find(({ code }) => code === found.row.rule)
    return ctx.view.render('pages/verification/problems/work', {
      ...{
        module,
        filters,
        parameters,
        to,
        refusal: refusal ?? null,
        ...found,
        rule,
        village: found.row && (await findRegion(found.row.village)),
      },
      title: found.row ? titleOf(module, found.row.rule, locale) : null,
      save: found.row && to.problems({ ...parameters, di: at(found.row) }, 'kerja'),
      skip: found.row && to.problems({ ...parameters, sesudah: at(found.row) }, 'kerja'),
      begin: to.problems(parameters, 'kerja'),
    })
  }

  /** The problem asked for, or the first after the one asked for, and the one behind it. */
  async #find(tx: Tx, ctx: HttpContext, place: Place): Promise<ProblemRow[]> {
    const filters = readProblemFilters(ctx.module, ctx.request.qs())
    const here = readPosition(ctx.request.qs().di)
    const after = readPosition(ctx.request.qs().sesudah)
    if (!here) return listProblems(tx, place, filters, { size: 2, after: after ?? undefined }, ctx.locale)
    const [village, key, rule] = here
    if (!(await findRow(tx, place, key))) throw new NotFound()
    const before: ProblemAt = [village, key, '']
    const [row] = await listProblems(tx, place, { ...filters, rule }, { size: 1, after: before }, ctx.locale)
    const own = row?.key === key ? [row] : []
    const more = await listProblems(tx, place, filters, { size: 2 - own.length, after: here }, ctx.locale)
    return [...own, ...more]
  }
}

function docOf({ working, base }: RecordView) {
  return working?.doc ?? base!
}

function readPosition(text: unknown): ProblemAt | null {
  if (typeof text !== 'string') return null
  try {
    const at: unknown = JSON.parse(text)
    return Array.isArray(at) && at.length === 3 && at.every((part) => typeof part === 'string') ? (at as ProblemAt) : null
  } catch {
    return null
  }
}

function positionOf(ctx: HttpContext): ProblemAt {
  const at = readPosition(ctx.request.qs().di)
  if (!at) throw new NotFound()
  return at
}
