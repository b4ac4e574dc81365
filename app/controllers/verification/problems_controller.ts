import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { leaveUncompressed } from '#services/compression'
import { recordRead } from '#services/reads'
import { childrenOf, findRegion, regionNames } from '#services/regions'
import { scope } from '#services/scope'
import { sendMade } from '#services/send_made'
import { readPage } from '#verification/lists/filters'
import { pageOf } from '#verification/lists/page'
import { choosePeriod, placeOf } from '#verification/periods/index'
import { GROUPINGS, problemParameters, readProblemFilters, type ProblemFilters } from '#verification/problems/filters'
import { countClasses, groupProblems, listProblems, sourcesOf, titleOf, type ProblemAt } from '#verification/problems/list'
import { problemPaper, problemWorkbook } from '#verification/problems/worklist'
import { isEditable } from '#verification/review/writable'
import { PROBLEM_CLASSES } from '#verification/store/index'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

/** The problem desk: every rule on every record, summed up by rule, village, operator and file, each figure the length of its list. */
export default class ProblemsController {
  async index(ctx: HttpContext) {
    const { module, request, i18n } = ctx
    const locale = ctx.locale
    const filters = readProblemFilters(module, request.qs())
    const per = Object.keys(GROUPINGS).find((name) => name === request.qs().per) as keyof typeof GROUPINGS | undefined
    const by = per ?? (filters.rule ? 'desa' : 'aturan')
    const page = readPage(request.qs(), 3)
    const districts = await childrenOf(ctx.regency!)
    const within = filters.district ?? (filters.village && (await findRegion(filters.village))?.parent)
    const district = districts.find(({ code }) => code === within)
    const villages = district ? await childrenOf(district.code) : []
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const at = page.cursor?.at as ProblemAt | undefined
      const from = page.cursor?.direction === 'previous' ? { before: at } : { after: at }
      const rows = await listProblems(tx, place, filters, { size: page.size + 1, ...from }, locale)
      return {
        ...pageOf(rows, page, ({ village, key, rule }) => [village, key, rule]),
        ...{ period, editable: ctx.can(`${module.name}.verify`) && isEditable(period) },
        ...{
          counts: await countClasses(tx, place, filters),
          groups: await groupProblems(tx, place, filters, GROUPINGS[by], locale),
        },
        sources: await sourcesOf(tx, place),
      }
    })
    const parameters = problemParameters(filters)
    const to = addressesOf(ctx)
    return ctx.view.render('pages/verification/problems/index', {
      ...{ module, filters, parameters, by, groupings: Object.keys(GROUPINGS), classes: PROBLEM_CLASSES, page, found, to },
      ...{
        districts,
        district,
        villages,
        villageNames: await regionNames([...new Set(found?.rows.map((row) => row.village) ?? [])]),
      },
      rules: module.rules.map(({ code, title }) => ({ value: code, label: `${code} ${title[locale]}` })),
      titleOf: (code: string) => titleOf(module, code, locale),
      narrowed: Object.keys(parameters).length > 1,
      className: (name: (typeof PROBLEM_CLASSES)[number]) => i18n.t(`problems.class.${name}`),
      ofClass: (name: (typeof PROBLEM_CLASSES)[number]) =>
        to.problems({ ...problemParameters({ ...filters, class: name }), per: by }),
      ofGroup: (id: string) =>
        id === ''
          ? null
          : to.problems({ ...parameters, [{ aturan: 'aturan', desa: 'desa', operator: 'operator', berkas: 'berkas' }[by]]: id }),
    })
  }

  async workbook(ctx: HttpContext) {
    const { filters, period } = await this.#asked(ctx)
    return this.#send(ctx, filters, 'xlsx', () => Promise.resolve(problemWorkbook(ctx.scope, period, filters, ctx.i18n)))
  }

  /** The worklist of one village, to be printed. */
  async paper(ctx: HttpContext) {
    const { filters, period } = await this.#asked(ctx)
    const { village } = filters
    if (!village) throw new NotFound()
    return this.#send(ctx, filters, 'pdf', () =>
      scope.run(ctx.scope, async (tx) =>
        Readable.from(await problemPaper(tx, ctx.scope, period, { ...filters, village }, ctx.i18n), { objectMode: false }),
      ),
    )
  }

  async #asked(ctx: HttpContext) {
    const filters = readProblemFilters(ctx.module, ctx.request.qs())
    const period = await scope.run(ctx.scope, (tx) => choosePeriod(tx, ctx.module, ctx.regency!, askedPeriod(ctx)))
    return { filters, period }
  }

  async #send(ctx: HttpContext, filters: ProblemFilters, extension: string, make: () => Promise<Readable>) {
    const { module } = ctx
    const content = await make()
    await scope.run(ctx.scope, (tx) =>
      recordRead(tx, {
        ...{ regency: ctx.regency!, action: 'export', purpose: 'verval', address: ctx.request.ip() },
        object: { type: `${module.name}.problems` },
      }),
    )
    leaveUncompressed(ctx)
    const where = filters.village ?? filters.district ?? ctx.regency!
    return sendMade(ctx, `${module.words.short}-${where}-masalah.${extension}`, content)
  }
}
