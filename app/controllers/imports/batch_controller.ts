import type { HttpContext } from '@adonisjs/core/http'
import { scope } from '#services/scope'
import { requestApplyClean } from '#verification/imports/acts'
import { batchView } from '#verification/imports/batch_view'
import { findImport } from '#verification/imports/files'
import { seenIn } from './import_file_controller.js'

/** One import: its files, what became of each, and what is left to decide. */
export default class BatchController {
  async show({ scope: own, regency, params, view, locale, can }: HttpContext) {
    const found = await scope.run(own, (tx) => batchView(tx, regency!, String(params.id), can('core.import'), locale))
    return view.render('pages/import/batch', found)
  }

  async applyClean(ctx: HttpContext) {
    const { scope: own, regency, params, response, session, i18n } = ctx
    const { started, late, reason } = await scope.run(own, async (tx) => {
      const { id } = await findImport(tx, regency!, String(params.id))
      return requestApplyClean(tx, regency!, id, seenIn(ctx))
    })
    if (started > 0) session.flash('success', i18n.t('import.applying_clean', { count: started }))
    if (late > 0) session.flash('error', i18n.t('import.late_clean', { count: late, reason }))
    return response.redirect(`/import/${params.id}`)
  }
}
