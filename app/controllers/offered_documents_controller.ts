import type { HttpContext } from '@adonisjs/core/http'
import { todayIn } from '#domain/zone'
import { documentsFor, takeDocument } from '#services/announcements/documents'
import { clock } from '#services/clock'
import { sendFile } from '#services/files'
import { scope } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'

/** Documents of the ministry for those they are meant for. */
export default class OfferedDocumentsController {
  async index(ctx: HttpContext) {
    const today = await todayOf(ctx)
    const documents = await scope.run(ctx.scope, (tx) => documentsFor(tx, today))
    return ctx.view.render('pages/documents', { documents })
  }

  async download(ctx: HttpContext) {
    const today = await todayOf(ctx)
    const file = await scope.run(ctx.scope, (tx) => takeDocument(tx, String(ctx.params.id), today, ctx.request.ip()))
    return sendFile(ctx, file)
  }
}

async function todayOf({ auth }: HttpContext): Promise<string> {
  await loadZones()
  return todayIn(zoneOf(auth.user!.regionCode), clock.now())
}
