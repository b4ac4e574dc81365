import type { HttpContext } from '@adonisjs/core/http'
import { dismissJob, failedJobs, retryJob } from '#services/health/jobs'
import { healthReport, PARTS } from '#services/health/report'
import { healthText } from '#services/health/text'
import { regionNames } from '#services/regions'
import { scope } from '#services/scope'

/** How the installation is, for those who run it. */
export default class HealthDeskController {
  async index(ctx: HttpContext) {
    const { report, failed } = await scope.run(ctx.scope, async (tx) => ({
      report: await healthReport(tx),
      failed: await failedJobs(tx),
    }))
    const names = await regionNames(failed.map(({ regency }) => regency))
    const text = healthText(report, ctx.i18n)
    return ctx.view.render('pages/admin/health/index', { report, failed, names, text, parts: PARTS })
  }

  async retry(ctx: HttpContext) {
    const { name } = await scope.run(ctx.scope, (tx) => retryJob(tx, String(ctx.params.id)))
    return done(ctx, 'retried', name)
  }

  async dismiss(ctx: HttpContext) {
    const { name } = await scope.run(ctx.scope, (tx) => dismissJob(tx, String(ctx.params.id)))
    return done(ctx, 'dismissed', name)
  }
}

function done({ session, response, i18n }: HttpContext, what: string, name: string) {
  session.flash('success', i18n.t(`health.jobs.${what}`, { name }))
  return response.redirect('/admin/kesehatan#pekerjaan')
}
