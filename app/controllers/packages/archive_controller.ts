import type { HttpContext } from '@adonisjs/core/http'
import { sendFile } from '#services/files'
import { beginsDownload } from '#services/ranges'
import { scope } from '#services/scope'
import { noteDownload } from '#verification/issues/acts'
import { archiveOf, packageFile } from './find.js'

/** All packages of a regency in one ZIP. */
export default class ArchiveController {
  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const { job, issues } = await archiveOf(tx, ctx)
      const ready = issues.find(({ state }) => state === 'ready')
      return { job, issues, file: ready ? await packageFile(tx, ready) : null }
    })
    return ctx.view.render('pages/packages/archive', found)
  }

  async download(ctx: HttpContext) {
    const { request } = ctx
    const file = await scope.run(ctx.scope, async (tx) => {
      const { issues } = await archiveOf(tx, ctx)
      const found = await packageFile(
        tx,
        issues.find(({ state }) => state === 'ready'),
      )
      await noteDownload(tx, issues, { address: request.ip(), begins: beginsDownload(request.header('range')) })
      return found
    })
    return sendFile(ctx, file)
  }
}
