import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { readRemark, remarksTo } from '#services/progress/remarks'
import { scope } from '#services/scope'
import { wallOf } from './admin/desk_form.js'

/** What the province wrote to the supervisors of a regency. */
export default class RemarksController {
  async index(ctx: HttpContext) {
    const regency = regencyOf(ctx)
    const remarks = await scope.run(ctx.scope, (tx) => remarksTo(tx, regency))
    return ctx.view.render('pages/remarks', { remarks })
  }

  async read(ctx: HttpContext) {
    const regency = regencyOf(ctx)
    const when = await wallOf(ctx)
    await scope.run(ctx.scope, (tx) => readRemark(tx, regency, String(ctx.params.id), when))
    ctx.session.flash('success', ctx.i18n.t('progress.remark.read_done'))
    return ctx.response.redirect('/catatan')
  }
}

function regencyOf({ regency }: HttpContext): string {
  if (!regency) throw new NotFound()
  return regency
}
