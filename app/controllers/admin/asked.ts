import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { addDays, formatDate, type CalendarDate } from '#domain/calendar_date'
import { tryParseDate } from '#domain/date_text'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { registry, type VerificationModule } from '#kernel/registry'
import { clock } from '#services/clock'
import type { Tx } from '#services/scope'
import { PeriodError } from '#verification/periods/errors'
import { periodById, type RegencyPeriod } from '#verification/periods/index'
import { pluginEnabled } from '#services/plugin_switches'

const A_YEAR = 366
const FAR_DAY = 'far_day'

/** What was typed or chosen under a name, without blanks around it; undefined when nothing was. */
export function typed({ request }: HttpContext, name: string): string | undefined {
  const value: unknown = request.input(name)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}

/** A day that was typed. @throws PeriodError `E_PERIOD_DATE` for one that cannot be read */
export function typedDay(ctx: HttpContext, name: string): CalendarDate | undefined {
  const text = typed(ctx, name)
  if (text === undefined) return undefined
  const day = tryParseDate(text)
  if (day) return day
  throw refusedDay(name, ctx.i18n.t('cycle.date_unreadable', { text: text.slice(0, 40) }))
}

const refusedDay = (name: string, said: string) => new PeriodError('E_PERIOD_DATE', said).at(name)

/**
 * A last day of work that was typed. It can only be moved on afterwards, so that one more than a year ahead is taken when the same form
 * sends it a second time: most often its year was mistyped.
 *
 * @throws PeriodError `E_PERIOD_DATE`
 */
export function lastDay(ctx: HttpContext, name: string): CalendarDate | undefined {
  const day = typedDay(ctx, name)
  if (day === undefined || day <= addDays(todayIn(MINISTRY_ZONE, clock.now()), A_YEAR)) return day
  const refused = [ctx.request.url(), name, typed(ctx, 'modul') ?? '', day].join(' ')
  if (ctx.session.pull(FAR_DAY) === refused) return day
  ctx.session.put(FAR_DAY, refused)
  throw refusedDay(name, ctx.i18n.t('cycle.date_far', { date: formatDate(day) }))
}

/** A day that has to be there. @throws PeriodError `E_PERIOD_DATE` */
export function required(ctx: HttpContext, name: string, day: CalendarDate | undefined): CalendarDate {
  if (day) return day
  throw refusedDay(name, ctx.i18n.t('cycle.date_missing'))
}

/** A whole number that was typed; NaN for anything else, which every service refuses. */
export function typedNumber(ctx: HttpContext, name: string): number | undefined {
  const text = typed(ctx, name)
  return text === undefined ? undefined : /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
}

/** The verification module that the address or form names, else the first; null where none is installed. */
export function askedModule(ctx: HttpContext): VerificationModule | null {
  const modules = registry.modules()
  return modules.find(({ name }) => name === typed(ctx, 'modul')) ?? modules[0] ?? null
}

/**
 * The regency's period that an address of the letters' desk names.
 * @throws NotFound outside the scope, for an unknown one and where its module is off
 */
export async function periodOfAddress(tx: Tx, { params }: HttpContext): Promise<RegencyPeriod> {
  const { regency, period: id } = params as Record<string, string>
  const period = isUuid(id) && regency && tx.scope.regions.includes(regency) ? await periodById(tx, String(id), regency) : null
  if (!period || !(await pluginEnabled(period.module.name, period.regency))) throw new NotFound()
  return period
}
