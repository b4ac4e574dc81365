import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { registry } from '#kernel/registry'
import { scope, SYSTEM } from '#services/scope'
import { wantsData } from '#services/wants_data'
import { factsOf } from '#verification/finalise/index'
import { publicObjection } from '#verification/objections/index'

/** What anybody may know of a letter, and the check of a file against it; of an objection, how far it is. Reads what is published only. */
export default class PublicVerificationController {
  /** A code typed by hand leads to its page. */
  async index({ request, response, view }: HttpContext) {
    const code = String(request.qs().kode ?? '').trim()
    if (code) return response.redirect(`/verifikasi/${encodeURIComponent(code)}`)
    return view.render('pages/verifikasi/index', { code: '', unknown: false })
  }

  async show(ctx: HttpContext) {
    const { params, response, view } = ctx
    const facts = await scope.run(scope.of([], SYSTEM), (tx) => factsOf(tx, String(params.code)))
    if (facts) return view.render('pages/verifikasi/show', { facts, module: moduleCalled(facts.moduleTitle) })
    const objection = await scope.run(scope.of([], SYSTEM), (tx) => publicObjection(tx, String(params.code)))
    if (objection) return view.render('pages/verifikasi/objection', { objection, module: moduleCalled(objection.moduleTitle) })
    if (wantsData(ctx)) throw new NotFound()
    return response.notFound(
      await view.render('pages/verifikasi/index', { code: String(params.code).slice(0, 64), unknown: true }),
    )
  }
}

/** The module of a published paper, which says it in English too; what is published has its Indonesian words and outlives a module. */
function moduleCalled(title: string) {
  return registry.modules().find(({ words }) => words.title === title)
}
