import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { picturesOf } from '#services/documents/kept_pages'
import { sendFile, type StoredFile } from '#services/files'
import { recordRead } from '#services/reads'
import { scope, type Tx } from '#services/scope'
import { forwardsOf } from '#verification/finalise/desk/index'
import { letterById } from '#verification/finalise/index'
import { fileOf } from '#verification/finalise/take_file'
import type { RegencyPeriod } from '#verification/periods/index'
import { periodOfAddress } from './asked.js'

/** Papers of one letter: as they are, and page by page as pictures, for no browser shows a foreign PDF inside a page of ours. */
export default class LetterFilesController {
  async page(ctx: HttpContext) {
    const { scope: own, params, response } = ctx
    const file = await scope.run(own, async (tx) => paperOf(tx, await periodOfAddress(tx, ctx), String(params.part)))
    const picture = file && /^[1-9]$/.test(params.page) ? (await picturesOf(file))[Number(params.page) - 1] : undefined
    if (!picture) throw new NotFound()
    response.header('content-type', picture.contentType)
    response.header('content-security-policy', "default-src 'none'; sandbox")
    response.header('x-content-type-options', 'nosniff')
    response.header('cross-origin-resource-policy', 'same-origin')
    response.header('cache-control', 'private, max-age=600')
    return response.send(picture.content)
  }

  async download(ctx: HttpContext) {
    const { scope: own, params, request } = ctx
    const file = await scope.run(own, async (tx) => {
      const period = await periodOfAddress(tx, ctx)
      const found = await paperOf(tx, period, String(params.part))
      if (!found) throw new NotFound()
      await recordRead(tx, {
        ...{ regency: period.regency, action: 'download', purpose: 'verval', address: request.ip() },
        object: { type: 'letter', id: period.finalisation.letterId! },
      })
      return found
    })
    return sendFile(ctx, file)
  }
}

/** One paper of the letter of a period: `surat`, its signed scan `pindai`, or `penerusan` to the governor; null where there is none. */
export async function paperOf(tx: Tx, { regency, finalisation }: RegencyPeriod, part: string): Promise<StoredFile | null> {
  const letter = finalisation.letterId ? await letterById(tx, regency, finalisation.letterId) : null
  if (!letter) return null
  const forward = part === 'penerusan' ? (await forwardsOf(tx, regency, letter.id))[0] : undefined
  const ids: Record<string, string | null | undefined> = {
    ...{ surat: letter.fileId, pindai: letter.scanFileId, penerusan: forward?.fileId },
  }
  const id = ids[part]
  return id ? fileOf(tx, regency, id) : null
}
