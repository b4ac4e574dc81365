import type { HttpContext } from '@adonisjs/core/http'
import { v7 as uuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import type { RecordDoc, RowGroup } from '#verification/instrument'
import type { Problem } from '#verification/rules'
import { firstOutcome, outcomesFor } from '#verification/review/edit'
import { createName, inputName, isWide, keyName, parentName, type TypedForm } from '#verification/review/form_input'
import { formView } from '#verification/review/form_view'
import type { Picks } from '#verification/review/picks'
import { RecordWords } from '#verification/review/record_words'
import type { RecordView } from '#verification/review/record_view'
import type { StaleLine } from '#verification/review/stale_view'
import { withTyped, type TypedRow } from '#verification/review/typed_rows'
import { addressesOf } from './addresses.js'

/** The form that a page is about: a block of a record, a row of it where it is filled in row by row, or a row to be added. */
export interface AskedForm {
  key: string
  block: string
  row: string
  /** Group of which a row is added. */
  add: RowGroup | null
}

/** How a form stands when it is drawn. */
export interface ShownForm {
  /** Version on which it will be saved. */
  version: number
  /** Version it was begun on, once another person's change has been shown. */
  began?: number
  outcome?: string
  typed?: Record<string, string>
  rows?: readonly TypedRow[]
  errors?: Record<string, string>
  /** Why nothing was saved, where it belongs to no question of this block. */
  refusal?: string | undefined
  stale?: { lines: StaleLine[]; by: { actor: string; at: Date; cause: string } | null; undecided: number }
  picks?: Picks
  doc?: RecordDoc
  fromDraft?: boolean
  /** The period takes no edits any more: secrets that were not typed are not told. */
  isClosed?: boolean
  /** Found by asking, in place of what is stored. */
  problems?: readonly Problem[]
}

/** Which form is asked for. A row that is added has a key before it exists, so that a form sent twice adds it once. */
export function askedForm({ module, params, request }: HttpContext): AskedForm {
  const { blocks, groups } = module.instrument
  const [wanted, added] = [request.input('blok'), request.input('tambah')]
  const add = groups.find(({ name }) => name === added) ?? null
  const own = add && blocks.find(({ group }) => group === add.name)?.id
  const block = String(wanted ?? own ?? blocks[0]!.id)
  if (!blocks.some(({ id }) => id === block) || (add && own !== block)) throw new NotFound()
  const row = String(request.input('baris') ?? '')
  return { key: String(params.key), block, row: add && row === '' ? uuid() : row, add }
}

/** The row to be added as the form would send it, where it has not been sent yet. */
export function addedRow({ add, row, block }: AskedForm, doc: RecordDoc): Record<string, string> {
  if (!add) return {}
  const owner = add.parent ? doc.groups[add.parent.group]?.[0]?.key : undefined
  return {
    blok: block,
    [keyName(add.name, 0)]: row,
    [createName(add.name, 0)]: '1',
    ...(owner === undefined ? {} : { [parentName(add.name, 0)]: owner }),
  }
}

export function renderForm(ctx: HttpContext, of: AskedForm, view: RecordView, shown: ShownForm, draft: { savedAt: Date } | null) {
  leaveUncompressed(ctx)
  const { module } = ctx
  const locale = ctx.locale
  const kind = view.row.kind === 'new' ? 'new' : 'repair'
  const saved = view.working?.doc ?? view.base!
  const made = (shown.rows ?? []).filter(({ create }) => create).map((row) => ({ ...row, values: new Map() }))
  const doc = withTyped(module.instrument, shown.doc ?? saved, made)
  const { typed = {}, errors = {}, problems = view.problems, isClosed = false } = shown
  const wanted = { doc, saved, block: of.block, row: of.row || undefined, problems, typed, errors, isClosed }
  const form = formView({ module }, wanted, locale)
  const words = new RecordWords(module, locale)
  return ctx.view.render('pages/verification/edit', {
    ...{ module, of, view, draft, form, to: addressesOf(ctx), picks: shown.picks ?? {} },
    ...{ version: shown.version, began: shown.began ?? null, stale: shown.stale ?? null, fromDraft: shown.fromDraft ?? false },
    outcome: shown.outcome ?? firstOutcome({ module }, kind, view.row.outcome),
    errors: Object.keys(errors).length,
    refusal: Object.keys(errors).length ? null : (shown.refusal ?? null),
    asked: shown.problems !== undefined,
    blocks: module.instrument.blocks
      .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
      .map(({ id, label }) => ({ id, label: label[locale] })),
    outcomes: outcomesFor({ module }, kind).map((value) => ({ value, label: words.outcome(value) })),
    addable: addable(ctx, of, doc),
    locale,
  })
}

/** Groups of the block of which another row can be added. */
function addable({ module }: HttpContext, { block, add }: AskedForm, doc: RecordDoc) {
  const names = module.instrument.blocks.filter(({ id }) => id === block).map(({ group }) => group)
  return module.instrument.groups.filter((group) => {
    const isFilled = group.variables.some((variable) => variable.block === block && !variable.readonly)
    return (
      names.includes(group.name) && isFilled && add === null && (doc.groups[group.name]?.length ?? 0) < (group.max ?? Infinity)
    )
  })
}

/** Errors of a shape by the inputs they belong to. */
export function errorsByInput(
  form: TypedForm,
  errors: readonly { group: string; key?: string; field: string; reason: { id: string; en: string } }[],
  locale: 'id' | 'en',
): Record<string, string> {
  const found: Record<string, string> = {}
  eachInput(form, (row, index) => {
    for (const error of errors) {
      const here = error.group === row.group.name && (error.key ?? '') === row.key
      if (here) found[inputName({ group: row.group, index }, error.field)] = error.reason[locale]
    }
  })
  return found
}

/** Goes through the rows of a form with the index that their inputs carry. */
export function eachInput(form: TypedForm, visit: (row: TypedRow, index: number | null) => void): void {
  const indexes = new Map<string, number>()
  for (const row of form.rows) {
    const index = row.key === '' ? null : (indexes.get(row.group.name) ?? 0)
    if (index !== null) indexes.set(row.group.name, index + 1)
    visit(row, index)
  }
}

/** Where the form goes on after it was saved: the next row, else the next block; null after the last. */
export function nextForm({ module }: HttpContext, of: AskedForm, doc: RecordDoc): { blok: string; baris?: string } | null {
  const { blocks, groups } = module.instrument
  const wide = groups.find(
    (group) => isWide(group) && blocks.some(({ id, group: name }) => id === of.block && name === group.name),
  )
  const rows = (wide && doc.groups[wide.name]) ?? []
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === of.row),
  )
  if (rows[at + 1]) return { blok: of.block, baris: rows[at + 1]!.key }
  const filled = blocks.filter(({ id, group: name }) => {
    const group = [module.instrument.root, ...groups].find((one) => one.name === name)
    return group?.variables.some((variable) => variable.block === id && !variable.readonly)
  })
  const order = [...new Set(filled.map(({ id }) => id))]
  const next = order[order.indexOf(of.block) + 1]
  return next === undefined ? null : { blok: next }
}
