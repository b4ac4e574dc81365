import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { dataAccessOf } from '#services/data_access'
import { sendFile } from '#services/files'
import { beginsDownload } from '#services/ranges'
import { scope } from '#services/scope'
import { noteDownload } from '#verification/issues/acts'
import { IssueError } from '#verification/issues/errors'
import type { ListedIssue } from '#verification/issues/issue_list'
import { archiveOf, packageFile } from './find.js'

/** All packages of a regency in one ZIP. */
export default class ArchiveController {
  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const { job, issues } = await archiveOf(tx, ctx)
      const ready = issues.filter(({ state }) => state === 'ready')
      const file = ready[0] ? await packageFile(tx, ready[0]) : null
      return { job, issues, ready, revoked: revokedIn(issues), file, access: await dataAccessOf(tx, ctx.regency!) }
    })
    return ctx.view.render('pages/packages/archive', { ...found, form: randomUUID() })
  }

  /** Once a package inside was revoked the ZIP is no longer given out: it cannot be taken out of it. */
  async download(ctx: HttpContext) {
    const { request } = ctx
    const file = await scope.run(ctx.scope, async (tx) => {
      const { job, issues } = await archiveOf(tx, ctx)
      const numbers = revokedIn(issues)
      if (numbers) throw new IssueError('E_ISSUE_REVOKED', ctx.i18n.t('packages.archive.revoked', { numbers }))
      const inside = issues.filter(({ madeAt }) => madeAt)
      const found = await packageFile(tx, inside[0])
      await noteDownload(tx, inside, { address: request.ip(), begins: beginsDownload(request, found), job: job.id })
      return found
    })
    return sendFile(ctx, file)
  }
}

/** Numbers of the packages inside the ZIP that are out of force, empty where none is. One revoked before its turn is not inside. */
function revokedIn(issues: readonly ListedIssue[]): string {
  const revoked = issues.filter(({ madeAt, revokedAt }) => madeAt && revokedAt)
  return revoked.map(({ number }) => number).join(', ')
}
