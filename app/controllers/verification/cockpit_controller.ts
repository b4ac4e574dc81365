import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { countedPage } from '#services/counted_page'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { recordRead } from '#services/reads'
import { scope } from '#services/scope'
import { sendMade } from '#services/send_made'
import { cockpitColumns, cockpitRow } from '#verification/cockpit/export'
import { forecast } from '#verification/cockpit/forecast'
import { nudgePaper } from '#verification/cockpit/nudge'
import { CARES, caresOf, readCockpitFilters, shownVillages } from '#verification/cockpit/standing'
import { filesOfVillage } from '#verification/cockpit/village_files'
import { COUNTED, daysOf, villageProgress, type VillageProgress } from '#verification/cockpit/villages'
import { blockers } from '#verification/finalise/blockers'
import { placeOf } from '#verification/periods/index'
import { addressesOf, shownPeriod } from './addresses.js'

/** Expected against received, village by village; what stands against finalising now; and whom to remind. */
export default class CockpitController {
  async index(ctx: HttpContext) {
    const { module, view } = ctx
    const filters = readCockpitFilters(ctx.request.qs())
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const isOpen = period.finalisation.state === 'open'
      return {
        ...{ period, villages: await villageProgress(tx, period) },
        blockers: isOpen ? await blockers(tx, placeOf(period), 1) : null,
      }
    })
    const rows = found ? shownVillages(found.villages, filters) : []
    const to = addressesOf(ctx)
    const { rows: villages, ...page } = countedPage(rows, ctx.request.qs())
    return view.render('pages/verification/cockpit/index', {
      ...{ module, to, found, rows: villages, page, filters, cares: CARES, caresOf, sums: sumsOf(rows) },
      all: found && forecast(sumsOf(found.villages), daysOf(found.period)),
      lacking: shownVillages(found?.villages ?? [], { ...filters, care: 'no_minutes' }).length,
      due: rows.filter((village) => caresOf(village).length > 0).length,
      districts: [...new Map((found?.villages ?? []).map(({ district }) => [district.code, district.name]))],
      /** A figure of all shown villages has a list only where those are a whole kecamatan or regency. */
      within: filters.care ? null : filters.district ? { kecamatan: filters.district } : { tampilan: 'semua' },
      file: (name: string) => to.cockpit(name, textsOf(ctx.request.qs())),
    })
  }

  async village(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      const village = period && (await villageProgress(tx, period)).find(({ code }) => code === ctx.params.village)
      if (!period || !village) throw new NotFound()
      return { period, village, ...(await filesOfVillage(tx, placeOf(period), village.code)) }
    })
    return ctx.view.render('pages/verification/cockpit/village', {
      ...{ module: ctx.module, to: addressesOf(ctx), ...found, caresOf },
    })
  }

  async workbook(ctx: HttpContext) {
    const { period, rows, name } = await this.#file(ctx)
    const say = (key: string) => ctx.i18n.t(key)
    const lines = rows.map((village) => cockpitRow(village, period.zone, say))
    return sendMade(ctx, `${name}.xlsx`, writeWorkbook({ name, columns: cockpitColumns(say) }, lines))
  }

  async table(ctx: HttpContext) {
    const { period, rows, name } = await this.#file(ctx)
    const say = (key: string) => ctx.i18n.t(key)
    const lines = rows.map((village) => cockpitRow(village, period.zone, say))
    return sendMade(ctx, `${name}.csv`, writeCsv(cockpitColumns(say), lines))
  }

  /** The list of villages to remind, as a paper; names of operators stand on it, so that its printing is in the read log. */
  async nudge(ctx: HttpContext) {
    const { period, rows, name } = await this.#file(ctx)
    const paper = await scope.run(ctx.scope, async (tx) => {
      await recordRead(tx, {
        ...{ regency: ctx.regency!, action: 'print', purpose: 'verval', address: ctx.request.ip() },
        object: { type: `${ctx.module.name}.cockpit` },
      })
      return nudgePaper(tx, period, rows)
    })
    return sendMade(ctx, `${name}.pdf`, paper, { inline: true })
  }

  async #file(ctx: HttpContext) {
    const { period, rows } = await scope.run(ctx.scope, async (tx) => {
      const shown = await shownPeriod(tx, ctx)
      if (!shown) throw new NotFound()
      return { period: shown, rows: shownVillages(await villageProgress(tx, shown), readCockpitFilters(ctx.request.qs())) }
    })
    const name = `kemajuan-${ctx.module.words.short}-${ctx.regency}-${period.today}`
    return { period, rows, name }
  }
}

function textsOf(asked: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

const SUMMED = [...COUNTED, 'packages', 'packagesBack', 'files', 'waiting'] as const

function sumsOf(villages: readonly VillageProgress[]): Record<(typeof SUMMED)[number], number> {
  const sums = Object.fromEntries(SUMMED.map((name) => [name, 0])) as Record<(typeof SUMMED)[number], number>
  for (const village of villages) for (const name of SUMMED) sums[name] += village[name]
  return sums
}
