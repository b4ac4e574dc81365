import type { HttpContext } from '@adonisjs/core/http'
import { sentenceOf } from '#services/fault'
import { zoneOf } from '#services/zones'
import { clock } from '#services/clock'
import { todayIn } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import { figuresIn } from '#services/format'
import { enterRegister } from '#verification/review/act'
import { firstOutcome, outcomesFor } from '#verification/review/edit'
import { ReviewError } from '#verification/review/errors'
import { lastChange } from '#verification/review/history'
import { logOpening } from '#verification/review/read_log'
import { RecordWords } from '#verification/review/record_words'
import { viewRecord, type RecordView } from '#verification/review/record_view'
import { ActRefused, type StructureAct } from '#verification/review/restructure'
import { saveAct } from '#verification/review/save_act'
import { staleLines, type StaleLine } from '#verification/review/stale_view'
import { actForm } from '#verification/review/act_form'
import { rolesIn, structureOf, type ActName } from '#verification/review/structure_view'
import { addressesOf } from './addresses.js'
import { isNotTaken, openRecord, postedTexts, seenRecord, takenOr, versionIn } from './open_record.js'

const ACTS: readonly ActName[] = ['gone', 'move', 'remove', 'head']

interface Shown {
  typed?: Record<string, string>
  errors?: Record<string, string>
  refusal?: string
  stale?: { lines: StaleLine[]; by: { actor: string; at: Date; cause: string } | null }
}

/** What a record consists of: members, families and whatever else, and one act at a time on one of them. */
export default class StructureController {
  async show(ctx: HttpContext) {
    const key = String(ctx.params.key)
    const view = await openRecord(ctx, key, async (tx, place, found) => {
      await logOpening(tx, place, key, { clear: false, address: ctx.request.ip() })
      return found
    })
    return this.#render(ctx, view, {})
  }

  async act(ctx: HttpContext) {
    const { module, response, session, i18n } = ctx
    const key = String(ctx.params.key)
    const typed = postedTexts(ctx)
    const act = actOf(typed)
    if (!act) throw new NotFound()
    const fixes = Object.keys(typed).flatMap((name) => (name.startsWith('sesuaikan-') ? [name.slice('sesuaikan-'.length)] : []))
    const wanted = { key, version: versionIn(typed.version), outcome: typed.outcome ?? '', act, fixes }
    const view = () => seenRecord(ctx, key, async (_tx, _period, found) => found)
    const refused = async (status: number, shown: Shown, of?: RecordView) => {
      response.status(status)
      return this.#render(ctx, of ?? (await view()), { typed, ...shown })
    }
    try {
      const saved = await takenOr(() =>
        openRecord(ctx, key, async (tx, place) => {
          await enterRegister(tx, place)
          const result = await saveAct(tx, place, wanted)
          return { result, view: (await viewRecord(tx, place, key))!, by: await lastChange(tx, place, key) }
        }),
      )
      if (isNotTaken(saved)) return await refused(saved.status, { refusal: sentenceOf(saved, i18n) })
      const { result, by } = saved
      if (result.status === 'stale') {
        const stale = { lines: staleLines({ module }, result, ctx.locale), by }
        return await refused(409, { stale, typed: { ...typed, version: String(result.version) } }, saved.view)
      }
      const sentence = result.changed ? 'saved' : 'same'
      session.flash('success', i18n.t(`verification.edit.${sentence}`, { count: figuresIn(ctx.locale).number(result.changed) }))
      const blocking = result.problems.filter(({ severity }) => severity === 'block').length
      if (blocking)
        session.flash('warning', i18n.t('verification.edit.blocking', { count: figuresIn(ctx.locale).number(blocking) }))
      return response.redirect(addressesOf(ctx).structure(key))
    } catch (error) {
      if (error instanceof ReviewError) return refused(error.status, { refusal: sentenceOf(error, i18n) })
      if (!(error instanceof ActRefused)) throw error
      const sentence = i18n.t(`verification.structure.fault.${error.fault}`)
      return refused(422, error.input ? { errors: { [error.input]: sentence } } : { refusal: sentence })
    }
  }

  #render(ctx: HttpContext, view: RecordView, { typed = {}, errors = {}, refusal, stale }: Shown) {
    leaveUncompressed(ctx)
    const { module, request } = ctx
    const locale = ctx.locale
    const doc = view.working?.doc ?? view.base!
    const subject = { module, doc, base: view.base, locale, today: todayIn(zoneOf(ctx.regency!), clock.now()) }
    const asked = (name: string) => typed[name] ?? String(request.input(name) ?? '')
    const act = ACTS.find((name) => name === asked('laku'))
    const form = act ? actForm(subject, act, asked('grup'), asked('baris')) : null
    if (act && !form && !stale && !refusal) throw new NotFound()
    const kind = view.row.kind === 'new' ? 'new' : 'repair'
    const words = new RecordWords(module, locale)
    return ctx.view.render('pages/verification/structure', {
      ...{ module, view, form, typed, errors, refusal: refusal ?? null, stale: stale ?? null, to: addressesOf(ctx) },
      ...{ groups: structureOf(subject), roles: rolesIn(subject) },
      version: typed.version ?? view.row.version,
      outcome: typed.outcome ?? firstOutcome({ module }, kind, view.row.outcome),
      outcomes: outcomesFor({ module }, kind).map((value) => ({ value, label: words.outcome(value) })),
    })
  }
}

/** The act that a form sent; null where it is none of ours. */
function actOf(typed: Readonly<Record<string, string>>): StructureAct | null {
  const { grup: group = '', baris: row = '', ke: to = '' } = typed
  const role = typed.hubungan ? Number(typed.hubungan) : null
  const heirs = Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) =>
      name.startsWith('pengganti-') ? [[name.slice('pengganti-'.length), value]] : [],
    ),
  )
  if (typed.laku === 'gone') return { type: 'gone', row, presence: Number(typed.keberadaan ?? Number.NaN), heirs }
  if (typed.laku === 'move') return { type: 'move', group, row, to, role, heirs }
  if (typed.laku === 'remove') return { type: 'remove', group, row, to: to || null }
  return typed.laku === 'head' ? { type: 'head', variable: row, to, role } : null
}
