import type { HttpContext } from '@adonisjs/core/http'
import { sentenceOf } from '#services/fault'
import { figuresIn } from '#services/format'
import { PeriodError, placeOf } from '#verification/periods/index'
import { enterRegister } from '#verification/review/act'
import { dropDraft, findDraft, saveDraft, type DraftOf } from '#verification/review/drafts'
import { judgeEdit, saveEdit, type EditResult, type RecordEdit } from '#verification/review/edit'
import { inputName, parentName, readForm, type TypedForm } from '#verification/review/form_input'
import { lastChange } from '#verification/review/history'
import { picksOf } from '#verification/review/picks'
import { problemLines, problemSentences } from '#verification/review/problems'
import { logOpening } from '#verification/review/read_log'
import { viewRecord, type RecordView } from '#verification/review/record_view'
import { conflictId } from '#verification/resolve'
import { staleLines } from '#verification/review/stale_view'
import { addressesOf } from './addresses.js'
import {
  addedRow,
  askedForm,
  eachInput,
  errorsByInput,
  nextForm,
  renderForm,
  type AskedForm,
  type ShownForm,
} from './edit_page.js'
import { isNotTaken, openRecord, postedTexts, seenRecord, takenOr, versionIn, type NotTaken } from './open_record.js'

/** The edit form of a record, block by block. What was typed is never lost: not by a refusal, nor by another person's save. */
export default class EditsController {
  async show(ctx: HttpContext) {
    const of = askedForm(ctx)
    const { view, draft } = await openRecord(ctx, of.key, async (tx, place, found) => {
      await logOpening(tx, place, of.key, { clear: true, address: ctx.request.ip() })
      return { view: found, draft: await findDraft(tx, place, draftOf(of)) }
    })
    const wanted = ctx.request.input('draf') === '1' ? draft : null
    const fields = wanted?.fields ?? addedRow(of, view.working?.doc ?? view.base!)
    const { rows } = readForm(ctx.module.instrument, of.block, fields, ctx.locale)
    const added = of.add && rows.find(({ create, group }) => create && group === of.add)
    const shown: ShownForm = wanted
      ? { version: wanted.version, outcome: wanted.fields.outcome, typed: wanted.fields, rows, fromDraft: true }
      : { version: view.row.version, rows }
    return renderForm(ctx, added ? { ...of, row: added.key } : of, view, shown, wanted ? null : draft)
  }

  async save(ctx: HttpContext) {
    const { module, response } = ctx
    const of = askedForm(ctx)
    const posted = postedTexts(ctx)
    const form = readForm(module.instrument, of.block, posted, ctx.locale)
    const edit = editOf(of, posted, form)
    const unsaved = (view: RecordView, shown: Partial<ShownForm>) => {
      const { version, began, picks } = edit
      const typed = {
        version,
        outcome: posted.outcome,
        typed: posted,
        rows: form.rows,
        picks,
        ...(began === undefined ? {} : { began }),
      }
      return renderForm(ctx, of, view, { ...typed, ...shown }, null)
    }
    const view = () => seenRecord(ctx, of.key, async (_tx, _period, found) => found)
    const notTaken = async (why: NotTaken) => {
      ctx.response.status(why.status)
      const kept = await this.#keep(ctx, of, posted)
      const isClosed = why instanceof PeriodError
      const after = isClosed ? ` ${ctx.i18n.t(`verification.edit.${kept ? 'kept' : 'not_kept'}`)}` : ''
      return unsaved(await view(), { refusal: sentenceOf(why, ctx.i18n) + after, isClosed })
    }
    if (posted.periksa === '1') {
      const found = await takenOr(() => openRecord(ctx, of.key, (tx, place) => judgeEdit(tx, place, edit)))
      if (isNotTaken(found)) return notTaken(found)
      const errors = { ...errorsByInput(form, found.errors, ctx.locale), ...form.errors }
      return unsaved(await view(), { problems: found.problems, errors })
    }
    if (Object.keys(form.errors).length) {
      response.status(422)
      return unsaved(await view(), { errors: form.errors })
    }
    const saved = await takenOr(() => this.#save(ctx, of, edit))
    if (isNotTaken(saved)) return notTaken(saved)
    const { result, by } = saved
    if (result.status === 'invalid') {
      response.status(422)
      const errors = errorsByInput(form, result.errors, ctx.locale)
      return unsaved(saved.view, { errors, refusal: result.errors[0]?.reason[ctx.locale] })
    }
    if (result.status === 'stale') {
      response.status(409)
      const { version, mine, undecided } = result
      const stale = { lines: staleLines({ module }, result, ctx.locale), by, undecided }
      const began = edit.began ?? edit.version
      const shown = { version, began, outcome: mine.outcome, doc: mine.doc, rows: form.rows, stale, picks: edit.picks ?? {} }
      return renderForm(ctx, of, saved.view, shown, null)
    }
    this.#tell(ctx, result)
    const { view: now } = saved
    const next = posted.lanjut === '1' ? nextForm(ctx, of, now.working?.doc ?? now.base!) : null
    const to = addressesOf(ctx)
    if (next) return response.redirect(to.edit(of.key, next))
    return response.redirect(to.record(of.key, { tab: result.problems.length ? 'masalah' : `blok-${of.block}` }))
  }

  /** Keeps what is being typed, sent by the page itself every few seconds. */
  async draft(ctx: HttpContext) {
    const of = askedForm(ctx)
    const posted = postedTexts(ctx)
    if (posted.buang !== '1') return { kept: await this.#keep(ctx, of, posted) }
    await openRecord(ctx, of.key, (tx, place) => dropDraft(tx, place, draftOf(of)))
    const again = of.add ? { tambah: of.add.name } : { blok: of.block, baris: of.row }
    return ctx.response.redirect(addressesOf(ctx).edit(of.key, again))
  }

  /** What the rules say of what is being typed, by the inputs it is about; nothing is kept. */
  async check(ctx: HttpContext) {
    const { module } = ctx
    const of = askedForm(ctx)
    const locale = ctx.locale
    const posted = postedTexts(ctx)
    const form = readForm(module.instrument, of.block, posted, locale)
    const { problems, errors } = await openRecord(ctx, of.key, (tx, place) => judgeEdit(tx, place, editOf(of, posted, form)))
    const sentences = problemSentences(module, problems, locale)
    const inputs: Record<string, string[]> = {}
    eachInput(form, (row, index) => {
      const at = (field: string) => (index === null ? { field } : { group: row.group.name, key: row.key, field })
      for (const { name } of row.asked)
        inputs[inputName({ group: row.group, index }, name)] = sentences.get(conflictId(at(name))) ?? []
      if (row.group.parent && index !== null) {
        inputs[parentName(row.group.name, index)] = sentences.get(conflictId(at(row.group.parent.field))) ?? []
      }
    })
    const unread = { ...errorsByInput(form, errors, locale), ...form.errors }
    for (const [name, reason] of Object.entries(unread)) inputs[name] = [reason, ...(inputs[name] ?? [])]
    const lines = problemLines(module, problems, [], locale)
    const { number } = figuresIn(locale)
    const count = (severity: 'block' | 'warn') => number(lines.filter((line) => line.severity === severity).length)
    return { inputs, told: ctx.i18n.t('verification.edit.live', { blocking: count('block'), warnings: count('warn') }) }
  }

  /** Also after the last day of edits, for the ministry may extend it; not once the period is finalised. Tells whether it was kept. */
  async #keep(ctx: HttpContext, of: AskedForm, { version, ...fields }: Record<string, string>): Promise<boolean> {
    const kept = await takenOr(() =>
      seenRecord(ctx, of.key, async (tx, period) => {
        if (period.finalisation.state !== 'open') return false
        return saveDraft(tx, placeOf(period), draftOf(of), { version: versionIn(version), fields })
      }),
    )
    return kept === true
  }

  #save(ctx: HttpContext, of: AskedForm, edit: RecordEdit) {
    return openRecord(ctx, of.key, async (tx, place) => {
      await enterRegister(tx, place)
      const result = await saveEdit(tx, place, edit)
      if (result.status === 'saved') await dropDraft(tx, place, draftOf(of))
      return { result, view: (await viewRecord(tx, place, of.key))!, by: await lastChange(tx, place, of.key) }
    })
  }

  #tell({ session, i18n, locale }: HttpContext, { changed, cleared, problems }: Extract<EditResult, { status: 'saved' }>) {
    const { number } = figuresIn(locale)
    session.flash('success', i18n.t(`verification.edit.${changed ? 'saved' : 'same'}`, { count: number(changed) }))
    if (cleared) session.flash('info', i18n.t('verification.edit.cleared', { count: number(cleared) }))
    const blocking = problems.filter(({ severity }) => severity === 'block').length
    if (blocking) session.flash('warning', i18n.t('verification.edit.blocking', { count: number(blocking) }))
  }
}

/** A row that is added has no key that anybody could come back to, so that its draft goes by its group. */
function draftOf({ key, block, row, add }: AskedForm): DraftOf {
  return { key, block, row: add ? `+${add.name}` : row }
}

function editOf(of: AskedForm, posted: Record<string, string>, form: TypedForm): RecordEdit {
  const { version, mulai, outcome = '' } = posted
  const began = mulai === undefined ? {} : { began: versionIn(mulai) }
  return { key: of.key, version: versionIn(version), outcome, rows: form.rows, picks: picksOf(posted), ...began }
}
