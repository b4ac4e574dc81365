import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { scope } from '#services/scope'
import { RECOVERY_BYTES, recoveryCode } from '#siks/recovery'
import { chunksOf, type ByteStream } from '#siks/streams'
import { sendMade } from '#services/send_made'
import { IssueError } from '#verification/issues/errors'
import { answerFor, requestFor } from '#verification/issues/recover'
import { issuesWithReturned, makeBack, type ReturnedOfIssue } from '#verification/issues/returned'
import { openPeriods, placeOf } from '#verification/periods/index'
import { issueOf } from './find.js'

/** What goes back to an operator: returned records, and the passphrase that was forgotten. */
export default class ReturnsController {
  /** Issues with returned records, of every module. */
  async index({ scope: own, regency, view }: HttpContext) {
    const issues = await scope.run(own, async (tx) => {
      const found = new Map<string, ReturnedOfIssue>()
      for (const module of registry.modules()) {
        if (!(await pluginEnabled(module.name, regency!))) continue
        for (const period of (await openPeriods(tx, module)).filter((one) => one.regency === regency)) {
          for (const issue of await issuesWithReturned(tx, placeOf(period))) {
            found.set(issue.id, { ...issue, returned: issue.returned + (found.get(issue.id)?.returned ?? 0) })
          }
        }
      }
      return [...found.values()].sort((a, b) => a.number - b.number)
    })
    return view.render('pages/packages/returned', { issues })
  }

  async back(ctx: HttpContext) {
    const made = await scope.run(ctx.scope, async (tx) => makeBack(tx, await issueOf(tx, ctx), ctx.request.ip()))
    return send(ctx, made)
  }

  async recovery(ctx: HttpContext) {
    const issue = await scope.run(ctx.scope, (tx) => issueOf(tx, ctx))
    return ctx.view.render('pages/packages/recovery', { issue, request: null })
  }

  /** First the request with its code is shown; the answer is made once the supervisor has compared it. */
  async recover(ctx: HttpContext) {
    const kept = ctx.request.input('permintaan_terbaca')
    const issue = await scope.run(ctx.scope, (tx) => issueOf(tx, ctx))
    if (kept) {
      const bytes = Buffer.from(String(kept), 'base64')
      return send(ctx, await scope.run(ctx.scope, (tx) => answerFor(tx, issue, bytes)))
    }
    const file = ctx.request.file('permintaan', { size: RECOVERY_BYTES })
    if (!file?.tmpPath || file.hasErrors) {
      throw new IssueError('E_ISSUE_RECOVERY', {
        id: 'Pilih berkas permintaan pemulihan (.siksrecover) yang dibuat aplikasi offline.',
        en: 'Choose the recovery request file (.siksrecover) made by the offline application.',
      }).at('permintaan')
    }
    const bytes = await readFile(file.tmpPath)
    const asked = await scope.run(ctx.scope, (tx) => requestFor(tx, issue, bytes))
    return ctx.view.render('pages/packages/recovery', {
      ...{ issue, asked, code: recoveryCode(asked), kept: bytes.toString('base64') },
    })
  }
}

function send(ctx: HttpContext, { name, content }: { name: string; content: ByteStream }) {
  return sendMade(ctx, name, chunksOf(content))
}
