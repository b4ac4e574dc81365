import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { dataAccessOf } from '#services/data_access'
import { findFile, sendFile } from '#services/files'
import { beginsDownload } from '#services/ranges'
import { scope } from '#services/scope'
import {
  isRegisterFile,
  KEPT_DAYS,
  latestRegister,
  noteRegisterTaken,
  requestRegister,
} from '#verification/issues/register_files'
import { openModules } from '#verification/issues/request'

/** The base data of the whole regency as CSV and XLSX, a file for each kecamatan. */
export default class RegisterController {
  async index({ scope: own, regency, view }: HttpContext) {
    const found = await scope.run(own, async (tx) => ({
      access: await dataAccessOf(tx, regency!),
      modules: await openModules(tx, regency!),
      latest: await latestRegister(tx, regency!),
    }))
    return view.render('pages/packages/register', { ...found, keptDays: KEPT_DAYS })
  }

  async store({ scope: own, regency, request, response }: HttpContext) {
    await scope.run(own, (tx) => requestRegister(tx, regency!, String(request.input('modul', ''))))
    return response.redirect('/paket/data')
  }

  async download(ctx: HttpContext) {
    const { request, regency } = ctx
    const id = String(ctx.params.file)
    const file = await scope.run(ctx.scope, async (tx) => {
      const found = (await isRegisterFile(tx, regency!, id)) ? await findFile(tx, id) : null
      if (!found) throw new NotFound()
      await noteRegisterTaken(tx, regency!, id, { address: request.ip(), begins: beginsDownload(request, found) })
      return found
    })
    return sendFile(ctx, file)
  }
}
