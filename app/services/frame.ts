import type { HttpContext } from '@adonisjs/core/http'
import { registry } from '#kernel/registry'
import { ianaZone, type Zone } from '#domain/zone'
import { clock } from '#services/clock'
import { showDate, showMoment } from '#services/format'
import { accountEntries, menuFor, type MenuEntry, type MenuGroup } from '#services/menu'
import { findRegion } from '#services/regions'
import { scope } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'

/** The open period of a module, as header and prints name it. */
export interface PeriodLine {
  module: string
  name: string
  edition: string
  decree: string
  /** Last day of work for this regency, `25-12-2026`. */
  until: string
}

/** Everything around the content of a signed-in page. */
export interface Frame {
  menu: MenuGroup[]
  account: MenuEntry[]
  institution: string
  place: string
  user: { name: string; login: string; role: string }
  clock: { text: string; iso: string; zone: Zone; iana: string }
  periods: PeriodLine[]
}

interface FrameRow {
  institution: string | null
  periods: { module: string; name: string; edition: string; decree: string; until: string }[] | null
}

/** Gathers the frame of the page; the layouts call it through the view global `loadFrame()`. */
export async function frameOf(ctx: HttpContext): Promise<Frame> {
  await loadZones()
  const user = ctx.auth.user!
  const region = ctx.regency ?? user.regionCode
  const [menu, found, facts] = await Promise.all([menuFor(ctx), findRegion(region), factsOf(ctx)])
  const zone = zoneOf(region)
  const now = clock.now()
  const place = found?.name ?? ctx.i18n.t('shell.ministry')
  return {
    menu,
    account: accountEntries(ctx),
    institution: facts.institution || (ctx.regency ? ctx.i18n.t('shell.institution', { place }) : place),
    place,
    user: { name: user.name, login: user.login, role: ctx.i18n.t(`shell.role.${user.role}`) },
    clock: { text: showMoment(zone, now), iso: now.toISOString(), zone, iana: ianaZone(zone) },
    periods: shownPeriods(ctx, facts.periods ?? []),
  }
}

/** On a module's page only its own period; elsewhere that of every module in the menu. */
function shownPeriods(ctx: HttpContext, periods: NonNullable<FrameRow['periods']>): PeriodLine[] {
  const owner = registry.find(ctx.route?.name?.split('.')[0] ?? '')?.name
  return periods
    .filter(({ module }) => (owner ? module === owner : registry.find(module) && ctx.regency))
    .map((period) => ({
      ...period,
      module: registry.find(period.module)?.title ?? period.module,
      until: showDate(period.until),
    }))
}

async function factsOf(ctx: HttpContext): Promise<FrameRow> {
  return scope.run(ctx.scope, async ({ trx }) => {
    const result = await trx.rawQuery(
      `select
         (select institution ->> 'name' from profiles where regency_code = :regency) as institution,
         (select json_agg(json_build_object('module', p.module, 'name', p.name, 'edition', e.name, 'decree', e.decree,
            'until', to_char(coalesce(f.until_on, p.until_on), 'YYYY-MM-DD')) order by p.module)
          from periods p
          join editions e on e.id = p.edition_id
          left join finalisations f on f.period_id = p.id and f.regency_code = :regency
          where p.state = 'open') as periods`,
      { regency: ctx.regency ?? '00' },
    )
    return result.rows[0]
  })
}
