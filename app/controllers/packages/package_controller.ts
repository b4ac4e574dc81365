import { randomUUID } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import { dataAccessOf } from '#services/data_access'
import { sendFile } from '#services/files'
import { beginsDownload } from '#services/ranges'
import { scope } from '#services/scope'
import { noteDownload, revokeIssue } from '#verification/issues/acts'
import { isOnePerson } from '#verification/instrument'
import { countReturned } from '#verification/issues/returned'
import { movedSince } from '#verification/moves/packages'
import { periodsOfIssue } from '#verification/issues/stored'
import { villagesOf } from '#verification/issues/villages'
import { issueOf, packageFile } from './find.js'

/** One issue: its progress, its file, and what was done with it. */
export default class PackageController {
  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const issue = await issueOf(tx, ctx)
      return {
        ...{ issue, periods: await periodsOfIssue(tx, issue), villages: await villagesOf(tx, issue.regency, issue.villages) },
        ...{ returned: await countReturned(tx, issue), moved: await movedSince(tx, issue) },
        access: await dataAccessOf(tx, issue.regency),
      }
    })
    const [only, ...others] = found.periods
    const people = only !== undefined && others.length === 0 && !isOnePerson(only.module.instrument)
    return ctx.view.render('pages/packages/show', { ...found, people, form: randomUUID() })
  }

  async download(ctx: HttpContext) {
    const { request } = ctx
    const file = await scope.run(ctx.scope, async (tx) => {
      const issue = await issueOf(tx, ctx)
      const found = await packageFile(tx, issue.inArchive ? undefined : issue)
      await noteDownload(tx, [issue], { address: request.ip(), begins: beginsDownload(request, found) })
      return found
    })
    return sendFile(ctx, file)
  }

  async revoke(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const issue = await scope.run(ctx.scope, async (tx) => {
      const found = await issueOf(tx, ctx)
      await revokeIssue(tx, found, String(request.input('reason', '')))
      return found
    })
    session.flash('success', i18n.t('packages.revoked', { number: issue.number }))
    return response.redirect(`/paket/${issue.id}`)
  }
}
