import type { HttpContext } from '@adonisjs/core/http'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { actName, actWords, knownActs, READINGS } from '#services/audit/acts'
import { blockStandings, CHECK_DAYS, checkBlocks, checkDue, checksOf, isBroken } from '#services/audit/blocks'
import { logCsv } from '#services/audit/log_csv'
import { searchLog } from '#services/audit/log'
import { readLogFilters } from '#services/audit/log_filters'
import { clock } from '#services/clock'
import { sizeOf } from '#services/counted_page'
import { regionNames } from '#services/regions'
import { NATIONAL, scope } from '#services/scope'
import { sendMade } from '#services/send_made'
import { readPageNumber } from '#verification/lists/filters'
import { cursorOf, writtenCursor } from './desk_form.js'

/** The auditor's log: search, file, and the check of the sealed blocks. Ids and codes only. */
export default class LogController {
  async index(ctx: HttpContext) {
    const { request, i18n, view } = ctx
    const qs = request.qs()
    const [size, after] = [sizeOf(qs), cursorOf(qs.sesudah)]
    const { asked, found } = await scope.run(ctx.scope, async (tx) => {
      const read = await readLogFilters(tx, qs)
      const page = read.faults.length > 0 ? { rows: [], next: null } : await searchLog(tx, read.filters, { size, after })
      return { asked: read, found: page }
    })
    const names = await regionNames(found.rows.map(({ region }) => region))
    const { filters } = asked
    const reading = (action: string) => i18n.t(`audit.reading.${action}`, undefined, action)
    const acts =
      filters.source === 'reads'
        ? READINGS.map((value) => ({ value, label: reading(value) }))
        : knownActs().map((value) => ({ value, label: `${actName(i18n, value)} (${value})` }))
    return view.render('pages/admin/log/index', {
      rows: found.rows.map((row) => ({
        ...row,
        words: filters.source === 'reads' ? reading(row.action) : actWords(i18n, row),
      })),
      ...{ names, asked, filters, acts, size, next: writtenCursor(found.next), page: after ? readPageNumber(qs.halaman) : 1 },
      file: new URLSearchParams(
        Object.entries(qs).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
      ).toString(),
    })
  }

  /** Everything that the filters leave, as CSV; that it was taken stands in the log itself. */
  async table(ctx: HttpContext) {
    const { request, i18n } = ctx
    const { filters, faults } = await scope.run(ctx.scope, async (tx) => {
      const read = await readLogFilters(tx, request.qs())
      const { user, action, object, from, until, source } = read.filters
      await recordActivity(tx, {
        ...{ action: 'log.exported', regency: NATIONAL, object: { type: 'log', id: source } },
        data: { source, user, act: action, place: read.place, object, from: iso(from), until: iso(until) },
      })
      return read
    })
    const lines = logCsv(ctx.scope, faults.length > 0 ? null : filters, (key, values) => i18n.t(key, values))
    return sendMade(ctx, `log-${filters.source}-${todayIn(MINISTRY_ZONE, clock.now())}.csv`, lines)
  }

  async blocks(ctx: HttpContext) {
    const standings = await scope.run(ctx.scope, blockStandings)
    const asked = String(ctx.request.qs().wilayah ?? '')
    const only = ['due', 'broken'].find((state) => state === ctx.request.qs().keadaan) ?? null
    const chosen = standings.find(({ region }) => region === asked) ?? null
    const checks = chosen ? await scope.run(ctx.scope, (tx) => checksOf(tx, chosen.region)) : []
    const rows = standings.filter((one) => !only || (only === 'due' ? one.due : isBroken(one)))
    const names = await regionNames(standings.map(({ region }) => region))
    return ctx.view.render('pages/admin/log/blocks', {
      ...{ rows, names, chosen, checks, only, days: CHECK_DAYS, due: standings.filter(({ due }) => due).length },
      broken: standings.filter(isBroken).length,
      unsealed: standings.reduce((sum, { unsealed }) => sum + unsealed, 0),
    })
  }

  async check(ctx: HttpContext) {
    const region = String(ctx.request.input('region', ''))
    if (region === 'due') return this.#checkDue(ctx)
    if (!ctx.scope.regions.includes(region)) throw new NotFound()
    const { blocks, sealed, unsealed, problems } = await checkBlocks(ctx.scope, region)
    const tone = problems.length > 0 ? 'error' : 'success'
    const words = { region, blocks, sealed, unsealed, problems: problems.length }
    ctx.session.flash(tone, ctx.i18n.t(`audit.blocks.${problems.length > 0 ? 'broken' : 'sound'}`, words))
    return ctx.response.redirect(`/admin/log/blok?wilayah=${region}`)
  }

  async #checkDue(ctx: HttpContext) {
    const { checked, broken, left } = await checkDue(ctx.scope)
    ctx.session.flash(broken > 0 ? 'error' : 'success', ctx.i18n.t('audit.blocks.checked_due', { checked, broken, left }))
    return ctx.response.redirect(`/admin/log/blok${broken > 0 ? '?keadaan=broken' : ''}`)
  }
}

function iso(moment: Date | null): string | null {
  return moment?.toISOString() ?? null
}
