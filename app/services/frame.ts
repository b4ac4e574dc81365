import type { HttpContext } from '@adonisjs/core/http'
import { addressesOf } from '#controllers/verification/addresses'
import { registry, type VerificationModule } from '#kernel/registry'
import { ianaZone, type Zone } from '#domain/zone'
import { clock } from '#services/clock'
import { showDate, showMoment } from '#services/format'
import { accountEntries, menuFor, type MenuEntry, type MenuGroup } from '#services/menu'
import { unreadCount } from '#services/notifications'
import { pluginEnabled } from '#services/plugin_switches'
import { findRegion } from '#services/regions'
import { query, scope, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { periodFor, periodsOf, placeOf, type RegencyPeriod } from '#verification/periods/index'

/** The period of a module, as header and prints name it. */
export interface PeriodLine {
  name: string
  edition: string
  decree: string
  /** What the calendar still allows, as a sentence with its date; once it is finalised, how far its letter has come. */
  closing: string
}

/** Everything around the content of a signed-in page. */
export interface Frame {
  menu: MenuGroup[]
  account: MenuEntry[]
  /** Whom the person works for, whatever region the page shows. */
  institution: string
  /** The region that the page shows. */
  place: string
  /** The region of the person. */
  home: string
  user: { name: string; login: string; role: string }
  clock: { text: string; iso: string; zone: Zone; iana: string }
  periods: PeriodLine[]
  /** On the pages of a module: what it shows of the period on each of them. */
  figures: { label: string; value: number; tone: string; href: string | null }[]
  /** Notices that the person has not read, counted to a hundred. */
  unread: number
}

/** Gathers the frame of the page; the layouts call it through the view global `loadFrame()`. */
export async function frameOf(ctx: HttpContext): Promise<Frame> {
  await loadZones()
  const user = ctx.auth.user!
  const region = ctx.regency ?? user.regionCode
  const ofRegency = user.role === 'supervisor_regency'
  const atHome = ofRegency || region === user.regionCode
  const [menu, found, own, modules] = await Promise.all([
    menuFor(ctx),
    findRegion(region),
    atHome ? null : findRegion(user.regionCode),
    shownModules(ctx),
  ])
  const { institution, periods, figures, unread } = await factsOf(ctx, modules)
  const zone = zoneOf(region)
  const now = clock.now()
  const nameOf = (one: typeof found) => one?.name ?? ctx.i18n.t('shell.ministry')
  const place = nameOf(found)
  const home = atHome ? place : nameOf(own)
  return {
    menu,
    account: accountEntries(ctx),
    institution: ofRegency && ctx.regency ? institution || ctx.i18n.t('shell.institution', { place }) : home,
    ...{ place, home },
    user: { name: user.name, login: user.login, role: ctx.i18n.t(`shell.role.${user.role}`) },
    clock: { text: showMoment(zone, now), iso: now.toISOString(), zone, iana: ianaZone(zone) },
    periods: periods.map((period) => lineOf(ctx, period)),
    figures,
    unread,
  }
}

/** On a module's page only that module; elsewhere every one that is on for the regency. */
async function shownModules(ctx: HttpContext): Promise<readonly VerificationModule[]> {
  const { regency } = ctx
  if (!regency) return []
  if (ctx.module) return [ctx.module]
  const modules = registry.modules()
  const on = await Promise.all(modules.map(({ name }) => pluginEnabled(name, regency)))
  return modules.filter((_, index) => on[index])
}

async function factsOf(ctx: HttpContext, modules: readonly VerificationModule[]) {
  const { regency } = ctx
  const { id, role } = ctx.auth.user!
  return scope.run(ctx.scope, async (tx) => {
    const periods = regency ? await shownPeriods(ctx, tx, modules, regency) : []
    return {
      institution: regency && role === 'supervisor_regency' ? await institutionOf(tx, regency) : undefined,
      ...{ periods, figures: ctx.module ? await figuresOf(ctx, tx, periods[0]) : [] },
      unread: await unreadCount(tx, { id, role }),
    }
  })
}

async function figuresOf(ctx: HttpContext, tx: Tx, period: RegencyPeriod | undefined): Promise<Frame['figures']> {
  const contribution = await ctx.module.cycle?.()
  const figures = period && (await contribution?.default.figures?.(tx, placeOf(period)))
  const locale = ctx.locale
  const to = addressesOf(ctx)
  return (figures ?? []).map(({ label, value, tone = 'neutral', href }) => ({
    ...{ label: label[locale], value, tone, href: href ? to.page(href) : null },
  }))
}

async function institutionOf(tx: Tx, regency: string): Promise<string | undefined> {
  const [row] = await query<{ name: string | null }>(
    tx,
    `select institution ->> 'name' as name from profiles where regency_code = ?`,
    [regency],
  )
  return row?.name ?? undefined
}

/** The newest period of each module; on a module's page the one that its address names. */
async function shownPeriods(
  ctx: HttpContext,
  tx: Tx,
  modules: readonly VerificationModule[],
  regency: string,
): Promise<RegencyPeriod[]> {
  const asked: unknown = ctx.module && ctx.request.input('periode')
  if (typeof asked === 'string' && asked !== '') {
    return (await periodsOf(tx, ctx.module, regency)).filter(({ period }) => period.id === asked || period.name === asked)
  }
  const periods: RegencyPeriod[] = []
  for (const module of modules) {
    const period = await periodFor(tx, module, regency)
    if (period) periods.push(period)
  }
  return periods
}

function lineOf(ctx: HttpContext, { period, edition, finalisation, ...shown }: RegencyPeriod): PeriodLine {
  const { phase, closesOn, finaliseUntil, daysLeft } = shown
  const date = showDate({ upcoming: period.opensOn, open: closesOn, closing: finaliseUntil, closed: closesOn }[phase])
  return {
    name: period.name,
    edition: edition.name,
    decree: edition.decree,
    closing:
      finalisation.state === 'open'
        ? ctx.i18n.t(`shell.period.${phase}`, { date, days: daysLeft })
        : ctx.i18n.t(`component.status.${finalisation.state}`),
  }
}
