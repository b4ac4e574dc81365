import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { fileKind, findFile, sendFile } from '#services/files'
import { scope } from '#services/scope'

export default class FilesController {
  /** A private file by its id; one of another regency, or of a kind the person has no right to, does not exist. */
  async show(ctx: HttpContext) {
    const file = await scope.run(ctx.scope, (tx) => findFile(tx, String(ctx.params.id)))
    const kind = file && fileKind(file.kind)
    if (!file || !kind || (kind.permission && !ctx.can(kind.permission))) throw new NotFound()
    return sendFile(ctx, file, kind.inline)
  }
}
