import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { addDays, formatDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { registry, type VerificationModule } from '#kernel/registry'
import { NATIONAL, query, scope, type Tx } from '#services/scope'
import { pluginEnabled } from '#services/plugin_switches'
import {
  closePeriod,
  closingImpact,
  extendPeriod,
  failedOpening,
  offeredEditions,
  openingJob,
  periodCalendar,
  periodLines,
  rehearseOpening,
  requestOpening,
} from '#verification/periods/index'
import { PeriodError } from '#verification/periods/errors'
import { requestCounts } from '#verification/periods/requests/index'
import { askedModule, lastDay, required, typed, typedDay, typedNumber } from './asked.js'

/** Days of finalising after the closing that the form begins with. */
const FINALISE_DAYS = 14
const PERIOD_DAYS = 30

/** Periods of every module: their calendar, opening, extending and closing them. */
export default class PeriodsController {
  async index({ scope: own, view }: HttpContext) {
    const { modules, requests, today } = await scope.run(own, async (tx) => {
      const day = todayIn(MINISTRY_ZONE, tx.now)
      const found = []
      for (const module of await modulesOn()) {
        const lines = await periodLines(tx, module)
        const opening = { job: await openingJob(tx, module), failed: await failedOpening(tx, module) }
        found.push({ module, lines, calendar: periodCalendar(lines, day), ...opening })
      }
      return { modules: found, requests: await requestCounts(tx), today: day }
    })
    return view.render('pages/admin/periods/index', { modules, requests, today })
  }

  /** The form, and once an edition is chosen what opening a period on it would bring about. */
  async create(ctx: HttpContext) {
    const { scope: own, view } = ctx
    const module = askedModule(ctx)
    if (!module || !(await pluginEnabled(module.name, NATIONAL))) throw new NotFound()
    const asked = typed(ctx, 'edisi')
    const found = await scope.run(own, async (tx) => {
      const editions = await offeredEditions(tx, module)
      const chosen = editions.find(({ id }) => id === asked) ?? (editions.length === 1 ? editions[0] : undefined)
      const today = todayIn(MINISTRY_ZONE, tx.now)
      return { editions, today, rehearsal: chosen ? await rehearseOpening(tx, module, chosen.id) : null }
    })
    const proposed = { opensOn: found.today, untilOn: addDays(found.today, PERIOD_DAYS), finaliseDays: FINALISE_DAYS }
    return view.render('pages/admin/periods/create', { ...found, module, proposed, modules: await modulesOn() })
  }

  async store(ctx: HttpContext) {
    const { scope: own, response, session, i18n } = ctx
    const module = askedModule(ctx)
    if (!module) throw new NotFound()
    const opensOn = typedDay(ctx, 'opens_on')
    const wanted = {
      ...{
        editionId: typed(ctx, 'edisi') ?? '',
        name: typed(ctx, 'name') ?? '',
        untilOn: required(ctx, 'until_on', lastDay(ctx, 'until_on')),
      },
      ...(opensOn ? { opensOn } : {}),
      finaliseDays: typedNumber(ctx, 'finalise_days') ?? FINALISE_DAYS,
    }
    await scope.run(own, async (tx) => {
      const twin = (await periodLines(tx, module)).some(({ name, state }) => name === wanted.name && state !== 'opening')
      if (twin) throw new PeriodError('E_PERIOD_NAME', i18n.t('cycle.opening.twin', { name: wanted.name })).at('name')
      await requestOpening(tx, module, wanted)
    })
    session.flash('info', i18n.t('cycle.opening.started', { name: wanted.name }))
    return response.redirect('/admin/periode')
  }

  async show(ctx: HttpContext) {
    const { scope: own, view } = ctx
    const found = await scope.run(own, async (tx) => {
      const { module, line, newest } = await this.#period(tx, ctx)
      const reopenable = newest && line.state === 'closed' && !(await openingJob(tx, module))
      return { module, line, reopenable, impact: await closingImpact(tx, line.id), today: todayIn(MINISTRY_ZONE, tx.now) }
    })
    return view.render('pages/admin/periods/show', found)
  }

  async extend(ctx: HttpContext) {
    const { scope: own, response, session, i18n } = ctx
    const { module, line } = await scope.run(own, (tx) => this.#period(tx, ctx))
    const [reason, days, seen] = [typed(ctx, 'reason'), typedNumber(ctx, 'finalise_days'), typed(ctx, 'seen')]
    const changed = await extendPeriod({
      ...{ module, untilOn: required(ctx, 'until_on', lastDay(ctx, 'until_on')), period: line.id, actor: own.actor },
      ...(reason ? { reason } : {}),
      ...{ ...(days === undefined ? {} : { finaliseDays: days }), ...(seen ? { seen } : {}) },
    })
    session.flash(
      'success',
      i18n.t('cycle.extended', { name: changed.name, until: formatDate(changed.until_on), days: changed.finalise_days }),
    )
    return response.redirect(`/admin/periode/${line.id}`)
  }

  async close(ctx: HttpContext) {
    const { scope: own, response, session, i18n } = ctx
    const { module, line } = await scope.run(own, (tx) => this.#period(tx, ctx))
    const [reason, days] = [typed(ctx, 'reason'), typedNumber(ctx, 'finalise_days')]
    const changed = await closePeriod(module, own.actor, {
      period: line.id,
      ...(reason ? { reason } : {}),
      ...(days === undefined ? {} : { finaliseDays: days }),
    })
    session.flash('success', i18n.t('cycle.closed', { name: changed.name, days: changed.finalise_days }))
    return response.redirect(`/admin/periode/${line.id}`)
  }

  async #period(tx: Tx, { params }: HttpContext) {
    const [row] = isUuid(params.period)
      ? await query<{ module: string }>(tx, 'select module from periods where id = ?', [String(params.period)])
      : []
    const module = (await modulesOn()).find(({ name }) => name === row?.module)
    const lines = module ? await periodLines(tx, module) : []
    const line = lines.find(({ id }) => id === params.period)
    if (!module || !line) throw new NotFound()
    return { module, line, newest: line === lines[0] }
  }
}

/** Modules that are on for the country; elsewhere than in single regions the others do not exist. */
async function modulesOn(): Promise<VerificationModule[]> {
  const on: VerificationModule[] = []
  for (const module of registry.modules()) if (await pluginEnabled(module.name, NATIONAL)) on.push(module)
  return on
}
