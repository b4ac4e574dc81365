import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { recordRead } from '#services/reads'
import { scope } from '#services/scope'
import { sendMade } from '#services/send_made'
import { receiptOf } from '#verification/imports/receipt'
import { recordFile, type RecordFile } from '#verification/imports/record_files'
import { fileIn } from './import_file_controller.js'

/** What can be taken home of one file: its report, its rejected rows and the tanda terima. */
export default class ReportController {
  report(ctx: HttpContext) {
    return this.#send(ctx, 'report')
  }

  rejected(ctx: HttpContext) {
    return this.#send(ctx, 'rejected')
  }

  async receipt(ctx: HttpContext) {
    const { scope: own, regency, params } = ctx
    const { file, pdf } = await scope.run(own, async (tx) => {
      const found = await fileIn(tx, regency!, params)
      return { file: found, pdf: await receiptOf(tx, found) }
    })
    if (!pdf) throw new NotFound()
    await this.#log(ctx, 'print', file.id)
    return sendMade(ctx, `Tanda terima ${stem(file.name)}.pdf`, pdf.content)
  }

  async #send(ctx: HttpContext, kind: RecordFile) {
    const { scope: own, regency, params, request, i18n } = ctx
    const format = request.url().endsWith('.csv') ? 'csv' : 'xlsx'
    const file = await scope.run(own, (tx) => fileIn(tx, regency!, params))
    await this.#log(ctx, 'export', file.id)
    const name = `${i18n.t(`import.sheet.${kind}`)} ${stem(file.name)}.${format}`
    return sendMade(ctx, name, recordFile(own, file, kind, format, i18n))
  }

  async #log({ scope: own, regency, request }: HttpContext, action: 'print' | 'export', id: string): Promise<void> {
    await scope.run(own, (tx) =>
      recordRead(tx, {
        ...{ regency: regency!, action, purpose: 'verval', address: request.ip() },
        object: { type: 'import_file', id },
      }),
    )
  }
}

/** Name of a file without its folder and ending. */
function stem(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? name
  return last.replace(/\.[A-Za-z0-9]{1,8}$/, '') || last
}
