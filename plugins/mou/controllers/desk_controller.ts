import { validate as isUuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound, regions, scope, type Tx } from '#core/plugin'
import { CHECKLIST, noteText, STANDARD_NOTES, type Note } from '../checklist.js'
import { DOCUMENTS, type DocumentName } from '../fields.js'
import { REASON_LENGTH } from '../errors.js'
import { SHOWN_PAGES } from '../services/pages.js'
import { decideRound, NOTE_LENGTH, prolongHold, releaseRound, takeNext, takeRound } from '../services/review.js'
import { isInForce, revokeApproval } from '../services/take_back.js'
import { holderOf, othersWait, roundById, roundsOf, waitingRounds, type Round } from '../services/rounds.js'
import { compare, labelsIn } from '../services/situation.js'

/** The desk of the reviewers: the queue, and one request with its papers, checklist and notes. */
export default class DeskController {
  async index(ctx: HttpContext) {
    const queue = await scope.run(ctx.scope, async (tx) => {
      const rounds = await waitingRounds(tx)
      const allowed = await on(rounds.map(({ regency }) => regency))
      return rounds
        .filter(({ regency }) => allowed.has(regency))
        .map((round) => ({
          ...round,
          holder: holderOf(round, tx.now),
          hours: hoursBetween(round.submittedAt, tx.now),
        }))
    })
    const names = await regions.names(queue.map(({ regency }) => regency))
    return ctx.view.render('mou::desk', { queue, names, me: ctx.auth.user!.id })
  }

  async show(ctx: HttpContext) {
    const { view, locale, auth, session } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const round = await this.#round(tx, ctx)
      const all = await roundsOf(tx, round.regency)
      const holder = holderOf(round, tx.now)
      const waiting = await othersWait(tx, round.id)
      const before = all.find((one) => one.round === round.round - 1) ?? null
      return { round, before, holder, waiting, inForce: await isInForce(tx, round) }
    })
    const region = await regions.find(found.round.regency)
    const typed = typedAgain(session)
    return view.render('mou::review', {
      ...{ ...found, region, documents: DOCUMENTS, labels: labelsIn(locale), compare, noteLength: NOTE_LENGTH },
      ...{ mine: isWith(auth.user!.id, found.round), typed, reasonLength: REASON_LENGTH.max, shownPages: SHOWN_PAGES },
      checklist: CHECKLIST.map(({ text, ...line }) => ({ ...line, text: text[locale], ticked: typed.check.includes(line.id) })),
      standard: STANDARD_NOTES.map(({ text, ...line }) => ({
        ...line,
        ...{ text: text[locale], ticked: typed.notes[line.document].standard.includes(line.id) },
      })),
      written: (document: DocumentName) => noteText(typed.notes[document], locale),
      note: (round: Round, document: DocumentName) => noteText(round.notes[document], locale),
    })
  }

  async take(ctx: HttpContext) {
    const round = await scope.run(ctx.scope, async (tx) => takeRound(tx, (await this.#round(tx, ctx)).id))
    // What was typed before it could be saved comes along.
    ctx.session.flashExcept(['_csrf'])
    return ctx.response.redirect(addressOf(round!))
  }

  async release(ctx: HttpContext) {
    await scope.run(ctx.scope, async (tx) => releaseRound(tx, (await this.#round(tx, ctx)).id))
    ctx.session.flash('info', ctx.i18n.t('mou.desk.released'))
    return ctx.response.redirect('/mou/meja')
  }

  /** Takes the oldest free request and opens it. */
  async next(ctx: HttpContext) {
    const round = await scope.run(ctx.scope, (tx) => takeNext(tx, on))
    if (round) return ctx.response.redirect(addressOf(round))
    ctx.session.flash('info', ctx.i18n.t('mou.desk.none_free'))
    return ctx.response.redirect('/mou/meja')
  }

  async decide(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const take = request.input('take') === 'approve' ? 'approve' : 'return'
    const listed = (name: string) => [request.input(name, [])].flat().map(String)
    const note = (name: DocumentName): Note => ({
      standard: listed(`standard_${name}`),
      text: String(request.input(`note_${name}`, '')),
    })
    const notes = { request: note('request'), agreement: note('agreement') }
    // On its own, so that a refusal of the decision does not take the longer hold back with it.
    await scope.run(ctx.scope, async (tx) => prolongHold(tx, (await this.#round(tx, ctx)).id))
    const round = await scope.run(ctx.scope, async (tx) => {
      const { id } = await this.#round(tx, ctx)
      return decideRound(tx, id, { take, checklist: listed('check'), notes })
    })
    const region = await regions.find(round!.regency)
    session.flash('success', i18n.t(`mou.desk.${round!.state}`, { region: region?.name ?? round!.regency }))
    return response.redirect('/mou/meja')
  }

  /** Takes away an approval that was given wrongly. */
  async revoke(ctx: HttpContext) {
    const reason = String(ctx.request.input('reason', ''))
    const round = await scope.run(ctx.scope, async (tx) => revokeApproval(tx, (await this.#round(tx, ctx)).id, reason))
    ctx.session.flash('success', ctx.i18n.t('mou.desk.revoked', { region: (await regions.find(round!.regency))?.name ?? '' }))
    return ctx.response.redirect(addressOf(round!))
  }

  /** The round of the address; where the module is off for its regency it does not exist. */
  async #round(tx: Tx, { params, regency }: HttpContext): Promise<Round> {
    const round = isUuid(params.id) ? await roundById(tx, params.id) : null
    if (!round || (regency && regency !== round.regency) || !(await regions.switchedOn('mou', round.regency)))
      throw new NotFound()
    return round
  }
}

const on = (regencies: string[]) => regions.switchedOnAmong('mou', regencies)

/** What the person had ticked and written when his decision was refused. */
function typedAgain({ flashMessages }: HttpContext['session']) {
  const listed = (name: string) => [flashMessages.get(name, [])].flat().map(String)
  const note = (name: DocumentName): Note => ({
    standard: listed(`standard_${name}`),
    text: String(flashMessages.get(`note_${name}`, '')),
  })
  const [check, notes] = [listed('check'), { request: note('request'), agreement: note('agreement') }]
  const any = check.length > 0 || DOCUMENTS.some((name) => notes[name].standard.length > 0 || notes[name].text !== '')
  return { check, notes, any }
}

/** Who took a waiting request last may decide it, also when his half hour is over: whoever takes it then stands in his place. */
const isWith = (person: string, { state, takenBy }: Round) => state === 'waiting' && takenBy === person
const addressOf = ({ id }: Round) => `/mou/meja/periksa/${id}`

function hoursBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 3_600_000))
}
