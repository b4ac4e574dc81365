import type { HttpContext } from '@adonisjs/core/http'
import { NotFound, regions, scope, type Tx } from '#core/plugin'
import { CHECKLIST, noteText, STANDARD_NOTES, type Note } from '../checklist.js'
import { DOCUMENTS, type DocumentName } from '../fields.js'
import { decideRound, NOTE_LENGTH, releaseRound, takeNext, takeRound } from '../services/review.js'
import { holderOf, roundById, roundsOf, waitingRounds, type Round } from '../services/rounds.js'
import { compare, labelsIn } from '../services/situation.js'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The desk of the reviewers: the queue, and one request with its papers, checklist and notes. */
export default class DeskController {
  async index(ctx: HttpContext) {
    const queue = await scope.run(ctx.scope, async (tx) => {
      const rounds: Round[] = []
      for (const round of await waitingRounds(tx)) if (await on(round.regency)) rounds.push(round)
      return rounds.map((round) => ({
        ...round,
        holder: holderOf(round, tx.now),
        hours: hoursBetween(round.submittedAt, tx.now),
      }))
    })
    const names = await regions.names(queue.map(({ regency }) => regency))
    return ctx.view.render('mou::desk', { queue, names, me: ctx.auth.user!.id })
  }

  async show(ctx: HttpContext) {
    const { view, i18n, auth, session } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const round = await this.#round(tx, ctx)
      const all = await roundsOf(tx, round.regency)
      const holder = holderOf(round, tx.now)
      const waiting = (await waitingRounds(tx)).filter(({ id }) => id !== round.id).length
      return { round, before: all.find((one) => one.round === round.round - 1) ?? null, holder, waiting }
    })
    const region = await regions.find(found.round.regency)
    const locale = i18n.locale === 'en' ? 'en' : 'id'
    const ticked = (name: string) => [session.flashMessages.get(name, [])].flat() as string[]
    return view.render('mou::review', {
      ...{ ...found, region, documents: DOCUMENTS, labels: labelsIn(locale), compare, noteLength: NOTE_LENGTH },
      mine: found.holder?.id === auth.user!.id,
      checklist: CHECKLIST.map(({ text, ...line }) => ({
        ...line,
        text: text[locale],
        ticked: ticked('check').includes(line.id),
      })),
      standard: STANDARD_NOTES.map(({ text, ...line }) => ({
        ...line,
        ...{ text: text[locale], ticked: ticked(`standard_${line.document}`).includes(line.id) },
      })),
      note: (round: Round, document: DocumentName) => noteText(round.notes[document], locale),
    })
  }

  async take(ctx: HttpContext) {
    const round = await scope.run(ctx.scope, async (tx) => takeRound(tx, (await this.#round(tx, ctx)).id))
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
    const round = await scope.run(ctx.scope, async (tx) => {
      const { id } = await this.#round(tx, ctx)
      return decideRound(tx, id, { take, checklist: listed('check'), notes })
    })
    const region = await regions.find(round!.regency)
    session.flash('success', i18n.t(`mou.desk.${round!.state}`, { region: region?.name ?? round!.regency }))
    return response.redirect('/mou/meja')
  }

  /** The round of the address; where the module is off for its regency it does not exist. */
  async #round(tx: Tx, { params, regency }: HttpContext): Promise<Round> {
    const round = UUID.test(params.id) ? await roundById(tx, params.id) : null
    if (!round || (regency && regency !== round.regency) || !(await on(round.regency))) throw new NotFound()
    return round
  }
}

const on = (regency: string) => regions.switchedOn('mou', regency)
const addressOf = ({ id }: Round) => `/mou/meja/periksa/${id}`

function hoursBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 3_600_000))
}
