import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import { showNumber } from '#services/format'
import { scope, type Tx } from '#services/scope'
import type { Locale } from '#verification/message'
import { assertOpen, placeOf } from '#verification/periods/index'
import type { ShapeError } from '#verification/shape'
import type { Place } from '#verification/store/index'
import { enterRegister, heedLock } from '#verification/review/act'
import { dropDraft, findDraft, saveDraft, type DraftOf } from '#verification/review/drafts'
import { RegisterBusyError } from '#verification/review/errors'
import { outcomesFor, saveEdit, UNTOUCHED, type EditResult } from '#verification/review/edit'
import { inputName, readForm, type TypedForm } from '#verification/review/form_input'
import { formView } from '#verification/review/form_view'
import { lastChange } from '#verification/review/history'
import { logOpening } from '#verification/review/read_log'
import { RecordWords } from '#verification/review/record_words'
import { viewRecord, type RecordView } from '#verification/review/record_view'
import { staleLines, type StaleLine } from '#verification/review/stale_view'
import { addressesOf, shownPeriod } from './addresses.js'

interface Shown {
  /** Version on which the form will be saved. */
  version: number
  outcome?: string
  typed?: Record<string, string>
  errors?: Record<string, string>
  /** Why nothing was saved, where it belongs to no question of this block. */
  refusal?: string | undefined
  stale?: { lines: StaleLine[]; by: { actor: string; at: Date; cause: string } | null }
  doc?: RecordView['base']
  fromDraft?: boolean
}

/** The edit form of a record, block by block. What was typed is never lost: not by a refusal, nor by another person's save. */
export default class EditsController {
  async show(ctx: HttpContext) {
    const of = this.#form(ctx)
    const { view, draft } = await this.#open(ctx, of.key, async (tx, place, found) => {
      await logOpening(tx, place, of.key, { clear: true, address: ctx.request.ip() })
      return { view: found, draft: await findDraft(tx, place, of) }
    })
    const wanted = ctx.request.input('draf') === '1' ? draft : null
    const shown: Shown = wanted
      ? { version: wanted.version, outcome: wanted.fields.outcome, typed: wanted.fields, fromDraft: true }
      : { version: view.row.version }
    return this.#render(ctx, of, view, shown, wanted ? null : draft)
  }

  async save(ctx: HttpContext) {
    const { module, response, session, i18n } = ctx
    const of = this.#form(ctx)
    const posted = this.#posted(ctx)
    const version = versionOf(posted.version)
    const form = readForm(module.instrument, of.block, posted, localeOf(ctx))
    const unsaved = (view: RecordView, shown: Omit<Shown, 'version'>) =>
      this.#render(ctx, of, view, { version, outcome: posted.outcome, typed: posted, ...shown }, null)
    if (Object.keys(form.errors).length) {
      response.status(422)
      return unsaved(await this.#open(ctx, of.key, async (_tx, _place, view) => view), { errors: form.errors })
    }
    const saved = await this.#save(ctx, of, { version, outcome: posted.outcome ?? '', form })
    if (saved instanceof RegisterBusyError) {
      response.status(saved.status)
      return unsaved(await this.#open(ctx, of.key, async (_tx, _place, view) => view), { refusal: saved.message })
    }
    const { result, view, by } = saved
    if (result.status === 'invalid') {
      response.status(422)
      const errors = errorsOf(form, result.errors, localeOf(ctx))
      return unsaved(view, { errors, refusal: result.errors[0]?.reason[localeOf(ctx)] })
    }
    if (result.status === 'stale') {
      response.status(409)
      const stale = { lines: staleLines({ module }, result, localeOf(ctx)), by }
      const shown = { version: result.version, outcome: result.mine.outcome, doc: result.mine.doc, stale }
      return this.#render(ctx, of, view, shown, null)
    }
    const sentence = result.changed ? 'saved' : 'same'
    session.flash('success', i18n.t(`verification.edit.${sentence}`, { count: showNumber(result.changed) }))
    if (result.cleared) session.flash('info', i18n.t('verification.edit.cleared', { count: showNumber(result.cleared) }))
    const blocking = result.problems.filter(({ severity }) => severity === 'block').length
    if (blocking) session.flash('warning', i18n.t('verification.edit.blocking', { count: showNumber(blocking) }))
    return response.redirect(addressesOf(ctx).record(of.key, { tab: result.problems.length ? 'masalah' : `blok-${of.block}` }))
  }

  /** Keeps what is being typed, sent by the page itself every few seconds. */
  async draft(ctx: HttpContext) {
    const of = this.#form(ctx)
    const { version, ...fields } = this.#posted(ctx)
    const kept = await this.#open(ctx, of.key, async (tx, place) => {
      if (fields.buang === '1') await dropDraft(tx, place, of)
      else return saveDraft(tx, place, of, { version: versionOf(version), fields })
      return false
    })
    if (fields.buang !== '1') return { kept }
    return ctx.response.redirect(addressesOf(ctx).edit(of.key, { blok: of.block, baris: of.row }))
  }

  async #save(ctx: HttpContext, of: DraftOf, edit: { version: number; outcome: string; form: TypedForm }) {
    const attempt = () =>
      this.#open(ctx, of.key, async (tx, place) => {
        const { version, outcome, form } = edit
        await enterRegister(tx, place)
        const result: EditResult = await saveEdit(tx, place, { key: of.key, version, outcome, rows: form.rows })
        if (result.status === 'saved') await dropDraft(tx, place, of)
        return { result, view: (await viewRecord(tx, place, of.key))!, by: await lastChange(tx, place, of.key) }
      })
    try {
      return await attempt()
    } catch (error) {
      if (error instanceof RegisterBusyError) return new RegisterBusyError(localeOf(ctx))
      throw error
    }
  }

  /** A record of another regency does not exist; one of this regency may be edited only while its period is open. */
  #open<T>(ctx: HttpContext, key: string, work: (tx: Tx, place: Place, view: RecordView) => Promise<T>): Promise<T> {
    const open = async (tx: Tx) => {
      const period = await shownPeriod(tx, ctx)
      const view = period && (await viewRecord(tx, placeOf(period), key))
      if (!view) throw new NotFound()
      return work(tx, placeOf(await assertOpen(tx, ctx.module, ctx.regency!, period.period.id)), view)
    }
    return heedLock(() => scope.run(ctx.scope, open))
  }

  #form({ module, params, request }: HttpContext): DraftOf {
    const blocks = module.instrument.blocks.map(({ id }) => id)
    const asked = String(request.input('blok') ?? blocks[0])
    if (!blocks.includes(asked)) throw new NotFound()
    return { key: String(params.key), block: asked, row: String(request.input('baris') ?? '') }
  }

  /** Texts of the body alone; nothing else of it is looked at. */
  #posted({ request }: HttpContext): Record<string, string> {
    const texts = Object.entries(request.body()).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return Object.fromEntries(texts.filter(([name]) => name !== '_csrf'))
  }

  #render(ctx: HttpContext, of: DraftOf, view: RecordView, shown: Shown, draft: { savedAt: Date } | null) {
    leaveUncompressed(ctx)
    const { module } = ctx
    const locale = localeOf(ctx)
    const kind = view.row.kind === 'new' ? 'new' : 'repair'
    const doc = shown.doc ?? view.working?.doc ?? view.base!
    const { typed = {}, errors = {} } = shown
    const wanted = { doc, block: of.block, row: of.row || undefined, problems: view.problems, typed, errors }
    const words = new RecordWords(module, locale)
    const choices = outcomesFor({ module }, kind)
    const outcome = shown.outcome ?? (view.row.outcome === UNTOUCHED ? module.outcomes[0]!.code : view.row.outcome)
    return ctx.view.render('pages/verification/edit', {
      ...{ module, of, view, draft, outcome, to: addressesOf(ctx), form: formView({ module }, wanted, locale) },
      ...{ version: shown.version, stale: shown.stale ?? null, fromDraft: shown.fromDraft ?? false },
      errors: Object.keys(errors).length,
      refusal: Object.keys(errors).length ? null : (shown.refusal ?? null),
      blocks: module.instrument.blocks
        .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
        .map(({ id, label }) => ({ id, label: label[locale] })),
      outcomes: choices.map((value) => ({ value, label: words.outcome(value) })),
    })
  }
}

function localeOf({ i18n }: HttpContext): Locale {
  return i18n.locale === 'en' ? 'en' : 'id'
}

/** Errors of a shape by the inputs they belong to. */
function errorsOf(form: TypedForm, errors: readonly ShapeError[], locale: Locale): Record<string, string> {
  const found: Record<string, string> = {}
  const indexes = new Map<string, number>()
  for (const row of form.rows) {
    const index = row.key === '' ? null : (indexes.get(row.group.name) ?? 0)
    if (index !== null) indexes.set(row.group.name, index + 1)
    for (const error of errors) {
      const here = error.group === row.group.name && (error.key ?? '') === row.key
      if (here) found[inputName({ group: row.group, index }, error.field)] = error.reason[locale]
    }
  }
  return found
}

/** Version that a form was filled from; 0 for what can be none. */
function versionOf(posted: string | undefined): number {
  return /^[0-9]{1,9}$/.test(posted ?? '') ? Number(posted) : 0
}
