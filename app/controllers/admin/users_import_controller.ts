import type { HttpContext } from '@adonisjs/core/http'
import { ROLES } from '#kernel/roles'
import { AccountError } from '#services/accounts/errors'
import { checkUsers, importUsers, openRows, sealRows } from '#services/accounts/import_users'
import { COLUMNS, MOST_ROWS, readUsers } from '#services/accounts/read_users'
import { writeCsv } from '#services/documents/csv_writer'
import { DocumentRefused } from '#services/documents/errors'
import { leaveUncompressed } from '#services/compression'
import { sentenceOf } from '#services/fault'
import { scope } from '#services/scope'
import { sendMade } from '#services/send_made'
import { showGiven } from './given.js'

const NAMES = Object.values(COLUMNS).map(([name]) => name!)
const SAMPLE = [
  ['supervisor.3372', 'Sari Uji', 'supervisor_regency', '33.72', '0271 555 0199', 'sari@contoh.invalid', 'Operator Data', ''],
  ['provinsi.34', 'Budi Uji', 'supervisor_province', '34', '0274 555 0199', '', '', ''],
]

/** Accounts from a file: checked first, made by a second act, their passwords shown once. */
export default class UsersImportController {
  show({ view }: HttpContext) {
    return view.render('pages/admin/users/import', { names: NAMES, most: MOST_ROWS })
  }

  /** A file to fill in, as Excel under Indonesian settings opens it. */
  sample(ctx: HttpContext) {
    const columns = NAMES.map((header) => ({ header, type: 'text' as const }))
    return sendMade(ctx, 'contoh-akun.csv', writeCsv(columns, SAMPLE))
  }

  async check(ctx: HttpContext) {
    const path = ctx.request.file('file')?.tmpPath
    if (!path) return this.#refuse(ctx, ctx.i18n.t('users.import.no_file'))
    try {
      const { rows, ignored } = await readUsers(path)
      const report = await scope.run(ctx.scope, (tx) => checkUsers(tx, rows, ctx.locale))
      leaveUncompressed(ctx)
      return ctx.view.render('pages/admin/users/import_report', {
        report,
        ignored,
        roles: ROLES,
        sealed: sealRows(ctx.scope, rows),
      })
    } catch (error) {
      if (!(error instanceof AccountError || error instanceof DocumentRefused)) throw error
      return this.#refuse(ctx, sentenceOf(error, ctx.i18n))
    }
  }

  async store(ctx: HttpContext) {
    const { i18n, request } = ctx
    const rows = readSealed(ctx, String(request.input('sealed', '')))
    if (!rows) return this.#refuse(ctx, i18n.t('users.import.over'))
    const { report, made } = await importUsers(ctx.scope, rows)
    if (made.length === 0) return this.#refuse(ctx, i18n.t('users.import.nothing', { rejected: report.rejected }))
    return showGiven(ctx, made, {
      title: i18n.t('users.import.made', { count: made.length, rejected: report.rejected }),
      ...{ back: '/admin/pengguna', backTitle: i18n.t('users.given.to_list') },
    })
  }

  #refuse({ session, response }: HttpContext, message: string) {
    session.flash('inputErrorsBag', { file: [message] })
    return response.redirect('/admin/pengguna/impor')
  }
}

function readSealed(ctx: HttpContext, sealed: string) {
  try {
    return openRows(ctx.scope, sealed)
  } catch (error) {
    if (error instanceof AccountError) return null
    throw error
  }
}
