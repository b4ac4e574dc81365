import type { HttpContext } from '@adonisjs/core/http'
import { formatDate } from '#domain/calendar_date'
import { NotFound } from '#exceptions/not_found'
import type { AnyPlugin } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import { titleOf } from '#services/plugin_words'
import { sentenceOf } from '#services/fault'
import { findRegion, lineage, type Region } from '#services/regions'
import { NATIONAL, scope, type Tx } from '#services/scope'
import { SwitchError } from '#services/plugin_switches'
import { impactOf } from '#services/switches/impact'
import {
  planSwitch,
  setPluginSwitch,
  SWITCH_STATES,
  type PlannedSwitch,
  type WantedSwitch,
  zoneOfRegion,
} from '#services/switches/set_switch'
import { stateBefore, switchCell, switchHistory, switchMatches, switchRowsBelow, switchTree } from '#services/switches/tree'
import { PeriodError } from '#verification/periods/errors'
import { typed, typedDay, typedNumber } from './asked.js'

const CODE = /^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$/

/** Modules per region: the tree of regions beside the modules, and one module at one place with its switch and its history. */
export default class ModulesController {
  async index(ctx: HttpContext) {
    const asked = typed(ctx, 'wilayah')
    const chosen = asked && CODE.test(asked) ? asked : undefined
    const search = typed(ctx, 'cari')?.slice(0, 100)
    const { rows, found } = await scope.run(ctx.scope, async (tx) => {
      const matching = search ? await switchMatches(tx, search) : undefined
      return { rows: matching?.rows ?? (await switchTree(tx, chosen)), found: matching }
    })
    return ctx.view.render('pages/admin/modules/index', { tree: rows, search, found, plugins: registry.all() })
  }

  /** The rows below one region, for the tree of the page to put in. */
  async branch({ scope: own, params, view }: HttpContext) {
    if (!CODE.test(params.region)) throw new NotFound()
    const rows = await scope
      .run(own, (tx) => switchRowsBelow(tx, String(params.region)))
      .catch((error: unknown) => {
        throw error instanceof SwitchError ? new NotFound() : error
      })
    return view.render('pages/admin/modules/rows', { rows, plugins: registry.all() })
  }

  /** The module at the place, and once a state is chosen the sheet of what it would touch. */
  async show(ctx: HttpContext) {
    const { scope: own, view } = ctx
    const { plugin, region, above } = await placeOfAddress(ctx)
    const asked = wantedOf(ctx, plugin.name, region?.code ?? NATIONAL)
    const wanted = typeof asked === 'string' ? null : asked
    const found = await scope.run(own, async (tx) => {
      const history = await switchHistory(tx, plugin.name, region?.code ?? NATIONAL)
      const { planned, refusal } =
        typeof asked === 'string' ? { planned: null, refusal: asked } : await plannedOr(tx, wanted, ctx.i18n)
      return {
        ...{ history, planned, refusal, cell: await switchCell(tx, plugin.name, region?.code ?? NATIONAL) },
        ...{ before: stateBefore(history, tx.now), impact: planned ? await impactOf(tx, planned) : null },
      }
    })
    return view.render('pages/admin/modules/show', {
      ...{ ...found, plugin, region, above, wanted, zone: await zoneOfRegion(region?.code ?? NATIONAL) },
      ...{ home: `/admin/modul/${plugin.name}/${region?.code ?? NATIONAL}`, seen: found.history[0]?.version ?? 0 },
    })
  }

  async store(ctx: HttpContext) {
    const { scope: own, response, session, i18n } = ctx
    const { plugin, region } = await placeOfAddress(ctx)
    const [from, until, seen] = [typedDay(ctx, 'mulai'), typedDay(ctx, 'sampai'), typedNumber(ctx, 'seen')]
    const state = SWITCH_STATES.find((known) => known === typed(ctx, 'ke'))
    if (!state) throw new SwitchError('E_SWITCH_STATE', i18n.t('modules.choose_state')).at('ke')
    const code = region?.code ?? NATIONAL
    const isLater = await scope.run(own, async (tx) => {
      const planned = await setPluginSwitch(tx, {
        ...{ plugin: plugin.name, region: code, state, reason: typed(ctx, 'reason') ?? '' },
        ...(from ? { from } : {}),
        ...(until ? { until } : {}),
        ...(seen === undefined ? {} : { seen }),
      })
      return planned.validFrom > tx.now
    })
    const place = region?.name ?? i18n.t('modules.country')
    const told = { module: titleOf(plugin, i18n), place, from: from ? formatDate(from) : '' }
    const ends = until ? ` ${i18n.t('modules.impact.ends', { until: formatDate(until) })}` : ''
    session.flash('success', i18n.t(`modules.${isLater ? 'scheduled' : 'switched'}.${state}`, told) + ends)
    return response.redirect(`/admin/modul/${plugin.name}/${code}`)
  }
}

/** What the sheet is asked for; null before a state is chosen, and the refusal where a day cannot be read: the form stays with what was typed. */
function wantedOf(ctx: HttpContext, plugin: string, region: string): WantedSwitch | string | null {
  const state = SWITCH_STATES.find((known) => known === typed(ctx, 'ke'))
  if (!state) return null
  try {
    const [from, until] = [typedDay(ctx, 'mulai'), typedDay(ctx, 'sampai')]
    return { plugin, region, state, ...(from ? { from } : {}), ...(until ? { until } : {}) }
  } catch (error) {
    if (error instanceof PeriodError) return sentenceOf(error, ctx.i18n)
    throw error
  }
}

/** The switch with its moments, or why there can be none such. */
async function plannedOr(
  tx: Tx,
  wanted: WantedSwitch | null,
  reader: { locale: string },
): Promise<{ planned: PlannedSwitch | null; refusal: string | null }> {
  if (!wanted) return { planned: null, refusal: null }
  try {
    return { planned: await planSwitch(tx, wanted), refusal: null }
  } catch (error) {
    if (error instanceof SwitchError) return { planned: null, refusal: sentenceOf(error, reader) }
    throw error
  }
}

interface ShownPlace {
  plugin: AnyPlugin
  /** Null for the country. */
  region: Region | null
  /** From the province down to the region. */
  above: Region[]
}

async function placeOfAddress({ params }: HttpContext): Promise<ShownPlace> {
  const plugin = registry.find(String(params.plugin))
  const code = String(params.region)
  if (!plugin || !CODE.test(code)) throw new NotFound()
  if (code === NATIONAL) return { plugin, region: null, above: [] }
  const region = await findRegion(code)
  if (!region) throw new NotFound()
  return { plugin, region, above: (await lineage(code)).reverse() }
}
