import type { HttpContext } from '@adonisjs/core/http'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { findJob } from '#services/jobs/dispatch'
import { recordRead } from '#services/reads'
import { scope, type Tx } from '#services/scope'
import { sendFile } from '#services/files'
import { sendMade } from '#services/send_made'
import { readColumns } from '#verification/lists/chosen_columns'
import { AT_ONCE, exportName, exportRecords, type ExportFormat } from '#verification/lists/export'
import { exportedFile, isExportOf, requestExport } from '#verification/lists/export_job'
import { readFilters } from '#verification/lists/filters'
import { countRecords } from '#verification/lists/list'
import { choosePeriod, placeOf } from '#verification/periods/index'
import { addressesOf, askedPeriod, type ShownList } from './addresses.js'

/** Downloads of a list: exactly its filtered rows in the order of the screen. */
export default class ExportsController {
  repairs(ctx: HttpContext) {
    return this.#export(ctx, 'existing')
  }

  additions(ctx: HttpContext) {
    return this.#export(ctx, 'new')
  }

  changes(ctx: HttpContext) {
    return this.#export(ctx, 'repair')
  }

  /** Progress of an export that is made in the background, then the way to its file. */
  async show(ctx: HttpContext) {
    const { job, file } = await this.#find(ctx)
    return ctx.view.render('pages/verification/export', { module: ctx.module, to: addressesOf(ctx), job, file })
  }

  async download(ctx: HttpContext) {
    const { job, file } = await this.#find(ctx)
    if (!file) throw new NotFound()
    await scope.run(ctx.scope, (tx) => log(tx, ctx, 'download', job.id))
    return sendFile(ctx, file)
  }

  async #export(ctx: HttpContext, kind: ShownList) {
    const { module, i18n, response } = ctx
    const format: ExportFormat = ctx.request.url().endsWith('.csv') ? 'csv' : 'xlsx'
    const filters = readFilters(module, kind, ctx.request.qs())
    const columns = readColumns(module, ctx.request.qs().kolom)
    const { period, total, job } = await scope.run(ctx.scope, async (tx) => {
      const found = await choosePeriod(tx, module, ctx.regency!, askedPeriod(ctx))
      const counted = await countRecords(tx, placeOf(found), filters)
      const large = !(counted.capped && filters.search) && (counted.capped || counted.value > AT_ONCE)
      return {
        period: found,
        total: counted,
        job: large ? await requestExport(tx, found, filters, format, i18n.locale, columns) : null,
      }
    })
    const to = addressesOf(ctx)
    if (total.capped && filters.search) {
      ctx.session.flash('warning', i18n.t('verification.export.too_many'))
      return response.redirect(to.list(kind, ctx.request.qs()))
    }
    if (job) return response.redirect(to.export(job))
    const place = placeOf(period)
    const made = await exportRecords(ctx.scope, place, { filters, format, total: total.value, columns }, i18n)
    await scope.run(ctx.scope, (tx) => log(tx, ctx, 'export'))
    return sendMade(ctx, exportName(place, kind, period.today, made.extension), made.content)
  }

  async #find(ctx: HttpContext) {
    const id = String(ctx.params.job)
    if (!isUuid(id)) throw new NotFound()
    const found = await scope.run(ctx.scope, async (tx) => {
      const job = await findJob(tx, id)
      return job && { job, file: await exportedFile(tx, job) }
    })
    const own = found?.job.regency === ctx.regency && found?.job.createdBy === ctx.auth.user!.id
    if (!found || !own || !isExportOf(found.job, ctx.module.name)) throw new NotFound()
    return found
  }
}

function log(tx: Tx, ctx: HttpContext, action: 'export' | 'download', id?: string): Promise<void> {
  return recordRead(tx, {
    ...{ regency: ctx.regency!, action, purpose: 'verval', address: ctx.request.ip() },
    object: { type: `${ctx.module.name}.list`, ...(id ? { id } : {}) },
  })
}
