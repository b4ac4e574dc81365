import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { sizeOf } from '#services/counted_page'
import { SIGNED_BYTES } from '#services/documents/signed_document'
import { findFile, sendFile } from '#services/files'
import { findRegion, regionNames } from '#services/regions'
import { recordRead } from '#services/reads'
import { scope, type Tx } from '#services/scope'
import { todayIn } from '#domain/zone'
import { loadZones, zoneOf } from '#services/zones'
import { sendMade } from '#services/send_made'
import { candidatesToObject, objectedPeriod } from '#verification/objections/find'
import {
  aboutsOf,
  decideObjection,
  isObjectionTake,
  OBJECTION_VIEWS,
  objectionById,
  objectionCounts,
  objectionPage,
  OBJECTORS,
  receiptPdf,
  registerObjection,
  restoreWaiting,
  type Objection,
} from '#verification/objections/index'
import { isNumber } from '#verification/lists/blind'
import { searchOf, searchParameters } from '#verification/lists/filters'
import { outcomeLabel } from '#verification/lists/words'
import { heedLock } from '#verification/review/act'
import { findRow } from '#verification/lists/list'
import { placeOf } from '#verification/periods/index'
import { chosenFile } from './admin/desk_form.js'

/** The desk of objections of a regency: registering, deciding, papers. */
export default class ObjectionsController {
  async index(ctx: HttpContext) {
    const { regency, request, view } = ctx
    const asked = request.qs()
    const shown = OBJECTION_VIEWS.find((one) => one === asked.keadaan) ?? 'open'
    const search = typeof asked.cari === 'string' ? asked.cari.trim().slice(0, 60) : ''
    const size = sizeOf(asked)
    const today = await this.#today(regency!)
    const { page, counts } = await scope.run(ctx.scope, async (tx) => ({
      page: await objectionPage(tx, regency!, {
        ...{ view: shown, size, today },
        ...(search ? { search } : {}),
        ...(typeof asked.sesudah === 'string' ? { after: asked.sesudah } : {}),
      }),
      counts: await objectionCounts(tx, regency!, today),
    }))
    return view.render('pages/objections/index', {
      ...{ ...page, counts, shown, search, size, today, views: OBJECTION_VIEWS },
      names: await regionNames(page.rows.map(({ village }) => village)),
      short: (module: string) => registry.module(module).words.short,
      outcomeName: (one: Objection) => outcomeLabel(registry.module(one.module), one.outcome, ctx.locale),
    })
  }

  /** What is looked for is posted, so that a number typed into the form stands in no address but in its hidden form. */
  find({ request, response }: HttpContext) {
    const search = sought(request.body())
    return response
      .redirect()
      .status(303)
      .withQs(search ? searchParameters(search) : {})
      .toPath('/sanggah/baru')
  }

  /** The form for one record; without one, where to find it. */
  async create(ctx: HttpContext) {
    const { regency, request, response, view, session, can } = ctx
    const { modul, kunci, periode, cari } = request.qs()
    const search = sought(request.qs())
    if (search && typeof cari === 'string' && isNumber(search))
      return response.redirect().withQs(searchParameters(search)).toPath('/sanggah/baru')
    const modules = registry.modules().filter(({ name }) => can(`${name}.verify`))
    const asked = modules.find(({ name }) => name === modul)
    const found = await scope.run(ctx.scope, async (tx) => {
      if (!asked || typeof kunci !== 'string' || kunci === '') {
        const address = request.ip()
        if (search)
          await recordRead(tx, {
            regency: regency!,
            action: 'search',
            purpose: 'complaint',
            address,
            object: { type: 'objection' },
          })
        return { candidates: search ? await candidatesToObject(tx, regency!, modules, search) : [], subject: null }
      }
      const period = await objectedPeriod(tx, asked, regency!, typeof periode === 'string' ? periode : undefined)
      const row = await findRow(tx, placeOf(period), kunci)
      if (!row) throw new NotFound()
      return { candidates: [], subject: { period, row, abouts: aboutsOf(period, row) } }
    })
    const village = found.subject && (await findRegion(found.subject.row.village_code))
    return view.render('pages/objections/new', {
      ...{
        ...found,
        search: isNumber(search) ? '' : search,
        searched: search !== '',
        village,
        objectors: OBJECTORS,
        signedBytes: SIGNED_BYTES,
      },
      form: session.flashMessages.get('form_id', uuid()),
      outcomeName: (code: string) => (asked ? outcomeLabel(asked, code, ctx.locale) : code),
      nameOf: (name: string) => registry.module(name).words.short,
    })
  }

  async store(ctx: HttpContext) {
    const { regency, request, response, session, i18n } = ctx
    const module = this.#module(ctx, String(request.input('modul', '')))
    const scan = await chosenFile(ctx, 'scan')
    const objection = await scope.run(ctx.scope, async (tx) => {
      const period = await objectedPeriod(tx, module, regency!, String(request.input('periode', '')))
      const wanted = { key: String(request.input('kunci', '')), typed: request.body(), scan: scan?.content ?? null }
      return registerObjection(tx, period, { ...wanted, formId: String(request.input('form_id', '')) })
    })
    session.flash('success', i18n.t('objections.registered', { receipt: objection.receipt }))
    return response.redirect(`/sanggah/${objection.id}`)
  }

  async show(ctx: HttpContext) {
    const { regency, view } = ctx
    const objection = await scope.run(ctx.scope, (tx) => this.#found(tx, ctx))
    const module = registry.module(objection.module)
    return view.render('pages/objections/show', {
      ...{ objection, module, village: await findRegion(objection.village), today: await this.#today(regency!) },
      outcomeName: outcomeLabel(module, objection.outcome, ctx.locale),
      may: ctx.can(`${module.name}.verify`),
      record: `/${module.path}/${module.paths.record}/${encodeURIComponent(objection.recordKey)}`,
    })
  }

  async decide(ctx: HttpContext) {
    const { regency, params, request, response, session, i18n } = ctx
    const take = String(request.input('take', ''))
    if (!isObjectionTake(take)) throw new NotFound()
    const decided = await heedLock(() =>
      scope.run(ctx.scope, async (tx) => {
        this.#module(ctx, (await this.#found(tx, ctx)).module)
        return decideObjection(tx, regency!, String(params.id), { take, reason: String(request.input('decision', '')) })
      }),
    )
    session.flash('success', i18n.t(`objections.decided.${decided.state}`, { receipt: decided.receipt }))
    return response.redirect(`/sanggah/${decided.id}`)
  }

  async restore(ctx: HttpContext) {
    const { response, session, i18n } = ctx
    const id = await heedLock(() =>
      scope.run(ctx.scope, async (tx) => {
        const objection = await this.#found(tx, ctx, true)
        this.#module(ctx, objection.module)
        await restoreWaiting(tx, objection)
        return objection.id
      }),
    )
    session.flash('success', i18n.t('objections.put_back'))
    return response.redirect(`/sanggah/${id}`)
  }

  async receipt(ctx: HttpContext) {
    const { content, receipt } = await scope.run(ctx.scope, async (tx) => {
      const objection = await this.#found(tx, ctx)
      return { content: await receiptPdf(tx, objection), receipt: objection.receipt }
    })
    return sendMade(ctx, `tanda-terima-${receipt}.pdf`, content)
  }

  answer(ctx: HttpContext) {
    return this.#file(ctx, ({ answerFileId }) => answerFileId)
  }

  scan(ctx: HttpContext) {
    return this.#file(ctx, ({ scanFileId }) => scanFileId)
  }

  async #file(ctx: HttpContext, which: (objection: Objection) => string | null) {
    const file = await scope.run(ctx.scope, async (tx) => {
      const id = which(await this.#found(tx, ctx))
      return id ? findFile(tx, id) : null
    })
    if (!file) throw new NotFound()
    return sendFile(ctx, file)
  }

  /** @throws NotFound for an objection of another region, or to a module that is off */
  async #found(tx: Tx, { regency, params }: HttpContext, lock = false): Promise<Objection> {
    try {
      return await objectionById(tx, regency!, String(params.id), lock)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'E_OBJECTION_UNKNOWN') throw new NotFound()
      throw error
    }
  }

  /** @throws NotFound without the right to work on the module */
  #module({ can }: HttpContext, name: string) {
    const module = registry.modules().find((one) => one.name === name)
    if (!module || !can(`${name}.verify`)) throw new NotFound()
    return module
  }

  async #today(regency: string): Promise<string> {
    await loadZones()
    return todayIn(zoneOf(regency), clock.now())
  }
}

/** What is looked for, typed or in its hidden form. */
function sought(input: Readonly<Record<string, unknown>>): string {
  return (searchOf(input) ?? '').slice(0, 60)
}
