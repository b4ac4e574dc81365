import { statSync } from 'node:fs'
import type { HttpContext } from '@adonisjs/core/http'
import {
  NotFound,
  papers,
  records,
  regions,
  scope,
  type MoveEffect,
  type MoveRequest,
  type Text,
  type UndoEffect,
} from '#core/plugin'
import { fileless, noLocality, noOrigin, noTarget, nothingChosen, REASON_LENGTH, tooLarge } from '../errors.js'
import { readMoves } from '../services/file.js'
import { leadingModule, type MovingModule } from '../services/places.js'
import { findPlan, makePlan, originOf, type Plan, type PlanSource } from '../services/plans.js'
import { discardPlan, runPlan, undoPlan } from '../services/run.js'

const MEGABYTES = 5
const PAGE = 100

/** A move from its plan on: what it would do, running it, what it did, taking it back. */
export default class PlansController {
  async store(ctx: HttpContext) {
    const { request, response, regency } = ctx
    const { source, wanted } = asked(request.body())
    const { id } = await scope.run(ctx.scope, async (tx) => {
      if (wanted.kind === 'records') await leadingModule(tx, regency!, wanted.module)
      return makePlan(tx, { regency: regency!, source, request: wanted })
    })
    return response.redirect(`/pemindahan/riwayat/${id}`)
  }

  async upload(ctx: HttpContext) {
    const { request, response, regency } = ctx
    const file = request.file('berkas')
    if (!file?.tmpPath) throw fileless()
    const path = file.tmpPath
    if (statSync(path).size > MEGABYTES * 1024 * 1024) throw tooLarge(MEGABYTES)
    const { id } = await scope.run(ctx.scope, async (tx) => {
      const { lead } = await leadingModule(tx, regency!, request.input('modul'))
      const { request: wanted, rejected } = await readMoves(tx, lead.place, path)
      return makePlan(tx, { regency: regency!, source: 'file', request: wanted, fileName: file.clientName, rejected })
    })
    return response.redirect(`/pemindahan/riwayat/${id}`)
  }

  async show(ctx: HttpContext) {
    const { regency, view, request } = ctx
    const plan = await this.#plan(ctx)
    const may = ctx.can('relocation.move')
    const [effect, refusal] = plan.state === 'draft' && may ? await preview(ctx, plan) : [plan.effect, null]
    const undoing = plan.state === 'done' && may && request.input('batal') === '1' ? await previewUndo(ctx, plan) : null
    const after = cursor(request.input('sesudah'))
    const rows = plan.doneAt
      ? await scope.run(ctx.scope, (tx) =>
          records.moves.rows(tx, regency!, plan.id, { size: PAGE + 1, ...(after ? { after } : {}) }),
        )
      : []
    if (rows.length > 0 || (effect && 'examples' in effect)) {
      await scope.run(ctx.scope, (tx) =>
        records.logRead(tx, {
          ...{ regency: regency!, action: 'open', purpose: 'verval', address: request.ip() },
          object: { type: 'relocation.move', id: plan.id },
        }),
      )
    }
    const modules = await scope.run(ctx.scope, (tx) => records.modules(tx, regency!))
    const named = (name: string) => modules.find(({ module }) => module.name === name)?.module ?? null
    const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
    return view.render('relocation::plan', {
      ...{
        plan: { ...plan, from: originOf(plan, effect) },
        effect,
        refusal,
        undoing,
        may,
        reasonLength: REASON_LENGTH,
        rows: rows.slice(0, PAGE),
      },
      examples: effect && 'examples' in effect ? effect.examples : [],
      next: last ? `${last.module}:${last.key}` : null,
      names: await regions.names(codesOf(plan, effect, rows)),
      ...{ module: named, halves: plan.state === 'done' ? halvesOf(plan, named) : null },
      ...{ chosen: may ? '' : `?regency=${regency}`, locale: ctx.locale },
    })
  }

  /** Every row of the list that was not taken, to be put right and given again. */
  async rejected(ctx: HttpContext) {
    const { i18n } = ctx
    const { rejected } = await this.#plan(ctx)
    const columns = (['row', 'given', 'why'] as const).map((key) => ({
      header: i18n.t(`relocation.file.${key}`),
      type: key === 'row' ? ('number' as const) : ('text' as const),
    }))
    const lines = rejected.map(({ row, given, reason }) => [row, given, reason[ctx.locale]])
    return papers.send(ctx, 'baris-tidak-dipakai.csv', papers.csv(columns, lines))
  }

  async run(ctx: HttpContext) {
    const { request, response, regency, session, i18n, params } = ctx
    const token = String(request.input('token', ''))
    const { modules } = await runPlan(ctx.scope, regency!, { id: params.id, reason: String(request.input('reason', '')), token })
    session.flash('success', i18n.t('relocation.done', { records: modules.reduce((sum, { records: count }) => sum + count, 0) }))
    return response.redirect(`/pemindahan/riwayat/${params.id}`)
  }

  async discard(ctx: HttpContext) {
    const { response, regency, session, i18n, params } = ctx
    await this.#plan(ctx)
    await scope.run(ctx.scope, (tx) => discardPlan(tx, regency!, params.id))
    session.flash('info', i18n.t('relocation.discarded'))
    return response.redirect('/pemindahan/riwayat')
  }

  async undo(ctx: HttpContext) {
    const { request, response, regency, session, i18n, params } = ctx
    const effect = await undoPlan(ctx.scope, regency!, { id: params.id, reason: String(request.input('reason', '')) })
    const left = effect.blocked.length
    session.flash(left > 0 ? 'warning' : 'success', i18n.t('relocation.undone', { restored: effect.restored, left }))
    return response.redirect(`/pemindahan/riwayat/${params.id}`)
  }

  /** The plan of the address. @throws NotFound */
  async #plan({ scope: own, regency, params }: HttpContext): Promise<Plan> {
    const plan = await scope.run(own, (tx) => findPlan(tx, regency!, String(params.id)))
    if (!plan) throw new NotFound()
    return plan
  }
}

/** What a form asks for. @throws Refused for what it leaves out */
function asked(body: Record<string, unknown>): { source: PlanSource; wanted: MoveRequest } {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name].trim() : '')
  const listed = (name: string) => [body[name] ?? []].flat().map(String)
  const to = text('to')
  if (text('jenis') === 'wilayah') {
    const from = text('from')
    if (from === '') throw noOrigin()
    if (to === '') throw noTarget()
    const whole = text('bagian') !== 'sls'
    const localities = whole ? null : listed('sls')
    if (localities?.length === 0) throw noLocality()
    return { source: whole ? 'village' : 'locality', wanted: { kind: 'area', from, localities, to } }
  }
  const keys = [...new Set(listed('ids'))]
  if (keys.length === 0) throw nothingChosen()
  if (to === '') throw noTarget()
  return { source: 'records', wanted: { kind: 'records', module: text('modul'), moves: keys.map((key) => ({ key, to })) } }
}

/** What running the plan would do, or why it would be refused. */
async function preview({ scope: own, regency, locale }: HttpContext, plan: Plan): Promise<[MoveEffect | null, string | null]> {
  try {
    return [await records.moves.preview(own, regency!, plan.request), null]
  } catch (error) {
    return [null, refusalOf(error, locale)]
  }
}

async function previewUndo(
  { scope: own, regency, locale }: HttpContext,
  plan: Plan,
): Promise<{ effect: UndoEffect } | { refusal: string }> {
  try {
    return { effect: await records.moves.previewUndo(own, regency!, plan.id) }
  } catch (error) {
    return { refusal: refusalOf(error, locale) }
  }
}

/** Module and addresses of the two records that a move made of one; null where it moved whole ones. */
function halvesOf({ effect }: Plan, named: (module: string) => MovingModule['module'] | null) {
  const parted = effect?.parted
  const module = parted && named(parted.module)
  if (!module) return null
  const address = (key: string) => `/${module.path}/${module.paths.record}/${encodeURIComponent(key)}`
  return { module, staying: address(parted.key), leaving: address(parted.newKey) }
}

/** The sentence of a refusal; what is none is thrown on. */
function refusalOf(error: unknown, locale: keyof Text): string {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('E_') && 'status' in error)) throw error
  return 'text' in error ? (error.text as Text)[locale] : error.message
}

function cursor(given: unknown): readonly [string, string] | null {
  const [module, ...key] = typeof given === 'string' ? given.split(':') : []
  return module && key.length > 0 ? [module, key.join(':')] : null
}

function codesOf(
  plan: Plan,
  effect: { villages: readonly { code: string }[] } | null,
  rows: readonly { from: string; to: string }[],
): string[] {
  const own = [plan.from, plan.to].filter((code) => code !== null)
  return [
    ...new Set([...own, ...(effect?.villages ?? []).map(({ code }) => code), ...rows.flatMap(({ from, to }) => [from, to])]),
  ]
}
