import { readFile } from 'node:fs/promises'
import { validate as isUuid } from 'uuid'
import router from '@adonisjs/core/services/router'
import type { HttpContext } from '@adonisjs/core/http'
import { files, NotFound, Refused, regions, scope } from '#core/plugin'
import { noteText } from '../checklist.js'
import { REASON_LENGTH } from '../errors.js'
import { DOCUMENTS, FIELD_NAMES, fieldOf, type DocumentName } from '../fields.js'
import { compare, labelsIn, situationOf } from '../services/situation.js'
import { roundById } from '../services/rounds.js'
import { withdrawRound } from '../services/take_back.js'
import { saveAndSend } from '../services/upload.js'

/** The request of one regency: its state, the form, and every round. */
export default class AgreementController {
  async index(ctx: HttpContext) {
    const { regency, view, locale, session } = ctx
    const situation = await scope.run(ctx.scope, (tx) => situationOf(tx, regency!))
    const may = ctx.can('mou.submit')
    const faults = session.flashMessages.get('faults', {}) as Record<string, string>
    return view.render('mou::agreement', {
      ...{ region: await regions.find(regency!), faults },
      // A renewal that nobody has begun and that is not due yet stays folded.
      early:
        situation.state === 'approved' && !situation.endsSoon && situation.draft?.version === 0 && !Object.keys(faults).length,
      ...{ situation, may, documents: DOCUMENTS, labels: labelsIn(locale), compare, signedBytes: files.signedBytes },
      fields: FIELD_NAMES.map((name) => ({ name, ...fieldOf(name) })),
      note: (round: (typeof situation.rounds)[number], document: DocumentName) => noteText(round.notes[document], locale),
      reasonLength: REASON_LENGTH.max,
      packages: router.has('packages.index'),
      chosen: may ? '' : `?regency=${regency}`,
    })
  }

  /** Takes the waiting request back. */
  async withdraw({ request, response, session, i18n, params, regency, scope: own }: HttpContext) {
    const reason = String(request.input('reason', ''))
    const round = await scope.run(own, async (tx) => {
      const named = isUuid(params.id) ? await roundById(tx, params.id) : null
      if (named?.regency !== regency) throw new NotFound()
      return withdrawRound(tx, named.id, reason)
    })
    session.flash('success', i18n.t('mou.withdrawn', { round: round!.round }))
    return response.redirect('/mou')
  }

  async save(ctx: HttpContext) {
    const { request, response, session, i18n, regency } = ctx
    const send = request.input('act') === 'send'
    const version = Number(request.input('version', 0)) || 0
    const contents: Partial<Record<DocumentName, Buffer>> = {}
    for (const name of DOCUMENTS) {
      const path = request.file(`${name}_file`)?.tmpPath
      if (path) contents[name] = await readFile(path)
    }
    try {
      const { faults, round } = await saveAndSend(ctx.scope, {
        regency: regency!,
        version,
        typed: request.body(),
        contents,
        send,
      })
      session.flash('faults', faults)
      if (round !== null) session.flash('success', i18n.t('mou.sent', { round }))
      else if (Object.keys(faults).length > 0) session.flash('warning', i18n.t('mou.saved_in_part'))
      else session.flash('success', i18n.t('mou.saved'))
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'E_MOU_INCOMPLETE') throw error
      session.flash('faults', error.problems)
      session.flash('warning', i18n.t('mou.incomplete', { count: Object.keys(error.problems).length }))
    }
    return response.redirect('/mou')
  }
}
