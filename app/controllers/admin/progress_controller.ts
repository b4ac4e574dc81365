import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { registry, type VerificationModule } from '#kernel/registry'
import { clock } from '#services/clock'
import { countedPage } from '#services/counted_page'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { progressColumns, progressRow } from '#services/progress/export'
import { nationalProgress, periodsOfModule, STANDINGS, totalsOf, type ProgressPeriod } from '#services/progress/national'
import { isLate, paceOf, ranked, readProgressFilters, shareOf, type ProgressFilters } from '#services/progress/ranking'
import { REMARK_LENGTH, remarksTo, writeRemark } from '#services/progress/remarks'
import { findRegion } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'

/** How far every regency of the scope got, as a page and as files that hold the same rows. */
export default class ProgressController {
  async index(ctx: HttpContext) {
    const qs = ctx.request.qs()
    const { module, periods, period, filters, all, rows } = await listed(ctx)
    return ctx.view.render('pages/admin/progress/index', {
      ...{ module, modules: registry.modules(), periods, period, filters, shareOf, paceOf, standings: STANDINGS },
      late: all.filter(isLate).length,
      ...{ totals: totalsOf(all), shown: totalsOf(rows), ...countedPage(rows, qs) },
      provinces: [...new Map(all.map(({ province }) => [province.code, province.name]))].map(([value, label]) => ({
        value,
        label,
      })),
      files: new URLSearchParams(
        Object.entries(qs).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
      ).toString(),
    })
  }

  async workbook(ctx: HttpContext) {
    const { rows, say, name } = await this.#file(ctx)
    const lines = rows.map((row) => progressRow(row, say))
    return sendMade(ctx, `${name}.xlsx`, writeWorkbook({ name, columns: progressColumns(say) }, lines))
  }

  async table(ctx: HttpContext) {
    const { rows, say, name } = await this.#file(ctx)
    const lines = rows.map((row) => progressRow(row, say))
    return sendMade(ctx, `${name}.csv`, writeCsv(progressColumns(say), lines))
  }

  /** One regency in every module, with what was written to its supervisors. */
  async show(ctx: HttpContext) {
    const region = await regionOf(ctx)
    const of = scope.of([region.code], ctx.scope.actor)
    const { modules, remarks } = await scope.run(of, async (tx) => ({
      modules: await eachModule(tx),
      remarks: await remarksTo(tx, region.code),
    }))
    return ctx.view.render('pages/admin/progress/show', {
      ...{ region, modules, remarks, shareOf, form: uuid(), remarkLength: REMARK_LENGTH },
    })
  }

  async remark(ctx: HttpContext) {
    const { code, name } = await regionOf(ctx)
    await scope.run(ctx.scope, (tx) => writeRemark(tx, code, ctx.request.body()))
    ctx.session.flash('success', ctx.i18n.t('progress.remark.sent', { region: name }))
    return ctx.response.redirect(`/admin/kemajuan/${code}#catatan`)
  }

  async #file(ctx: HttpContext) {
    const { rows, module } = await listed(ctx)
    const name = `kemajuan-${module.name}-${todayIn(MINISTRY_ZONE, clock.now())}`
    return { rows, name, say: (key: string) => ctx.i18n.t(key) }
  }
}

async function listed(ctx: HttpContext) {
  const qs = ctx.request.qs()
  const module = registry.modules().find(({ name }) => name === qs.modul) ?? registry.modules()[0]
  if (!module) throw new NotFound()
  const filters: ProgressFilters = readProgressFilters(qs)
  const { periods, period, all } = await scope.run(ctx.scope, async (tx) => {
    const found = await periodsOfModule(tx, module)
    const chosen: ProgressPeriod | null = found.find(({ id }) => id === qs.periode) ?? found[0] ?? null
    return { periods: found, period: chosen, all: chosen ? await nationalProgress(tx, module, chosen.id) : [] }
  })
  return { module, periods, period, filters, all, rows: ranked(all, filters) }
}

async function eachModule(tx: Tx) {
  const found: {
    module: VerificationModule
    period: ProgressPeriod
    row: Awaited<ReturnType<typeof nationalProgress>>[number]
  }[] = []
  for (const module of registry.modules()) {
    const [period] = await periodsOfModule(tx, module)
    const [row] = period ? await nationalProgress(tx, module, period.id) : []
    if (period && row) found.push({ module, period, row })
  }
  return found
}

/** The regency of the address. @throws NotFound outside the scope */
async function regionOf({ params, scope: own }: HttpContext) {
  const code = String(params.regency)
  const region = own.regions.includes(code) ? await findRegion(code) : null
  if (region?.level !== 2) throw new NotFound()
  return region
}
