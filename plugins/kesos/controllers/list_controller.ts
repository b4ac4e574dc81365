import { statSync } from 'node:fs'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound, papers, persons, query, regions, scope, type Tx } from '#core/plugin'
import { tooLarge } from '../errors.js'
import { purposeOf } from '../services/asked.js'
import { countsOf, lookUpList, reasonFor, rowsOf, STATES, wholeList, type ListRow } from '../services/list.js'
import { handleFor } from '../services/look_up.js'
import { lookupOf, type Lookup } from '../services/lookups.js'
import { niksOfFile, niksOfText } from '../services/niks.js'
import { listSheet } from '../services/sheet.js'

const SIZES = [25, 50, 100]
const MEGABYTES = 5

/** A list of NIKs, answered as a table and as a workbook. */
export default class ListController {
  async index({ view }: HttpContext) {
    return view.render('kesos::list', { purposes: persons.purposes, bytes: MEGABYTES * 1024 * 1024 })
  }

  async store(ctx: HttpContext) {
    const { request, response, regency } = ctx
    const purpose = purposeOf(request.body())
    const path = request.file('berkas')?.tmpPath
    if (path && statSync(path).size > MEGABYTES * 1024 * 1024) throw tooLarge(MEGABYTES)
    const given = path ? await niksOfFile(path) : niksOfText(String(request.input('daftar', '')))
    const place = { regency: regency!, address: request.ip() }
    const id = await scope.run(ctx.scope, (tx) => lookUpList(tx, place, purpose, given))
    return response.redirect(`/kesos/daftar/${id}`)
  }

  async show(ctx: HttpContext) {
    const { params, regency, request, response, view, session, i18n } = ctx
    const state = STATES.find((known) => known === request.input('hasil')) ?? null
    const size = SIZES.find((one) => String(one) === request.input('baris')) ?? SIZES[0]!
    const at = (name: string) => {
      const text: unknown = request.qs()[name]
      return typeof text === 'string' && /^\d{1,8}$/.test(text) ? Number(text) : undefined
    }
    const found = await scope.run(ctx.scope, async (tx) => {
      const lookup = await listOf(tx, regency!, String(params.lookup))
      if (lookup.expired) return null
      const page = await rowsOf(tx, regency!, lookup.id, { state, size, after: at('sesudah'), before: at('sebelum') })
      return { lookup, page, counts: await countsOf(tx, regency!, lookup.id) }
    })
    if (!found) {
      session.flash('warning', i18n.t('kesos.expired'))
      return response.redirect('/kesos/daftar')
    }
    const names = await regions.names(found.page.rows.flatMap((row) => row.persons.map(({ village }) => village)))
    return view.render('kesos::answers', {
      ...{ ...found, chosen: state, size, states: STATES, names, number: at('halaman') ?? 1 },
      total: Object.values(found.counts).reduce((sum, count) => sum + count, 0),
      decile: (module: string, band: number) => persons.decile(module, band, ctx.locale),
      reasonFor: (line: ListRow) => reasonFor(line, ctx.locale),
    })
  }

  /** Opens one person of a row: a look-up of its own. */
  async open(ctx: HttpContext) {
    const { params, regency, request, response } = ctx
    const [row, at] = [Number(request.input('row')), Number(request.input('person'))]
    const id = await scope.run(ctx.scope, async (tx) => {
      const lookup = await listOf(tx, regency!, String(params.lookup))
      const [found] = Number.isSafeInteger(row)
        ? await query<Pick<ListRow, 'persons'>>(
            tx,
            'select persons from kesos_list_rows where regency_code = :regency and lookup_id = :lookup and row = :row',
            { regency: regency!, lookup: lookup.id, row },
          )
        : []
      const hit = found?.persons[at]
      if (!hit || lookup.expired) throw new NotFound()
      return handleFor(tx, { regency: regency!, purpose: lookup.purpose, hit })
    })
    return response.redirect(`/kesos/hasil/${id}/0`)
  }

  async download(ctx: HttpContext) {
    const { params, regency, request } = ctx
    const place = { regency: regency!, address: request.ip() }
    const rows = await scope.run(ctx.scope, async (tx) => {
      const lookup = await listOf(tx, regency!, String(params.lookup))
      if (lookup.expired) throw new NotFound()
      return wholeList(tx, place, lookup)
    })
    const names = await regions.names(rows.flatMap((row) => row.persons.map(({ village }) => village)))
    const { sheet, lines } = listSheet(rows, names, ctx)
    return papers.send(ctx, 'jawaban-daftar-nik.xlsx', papers.workbook(sheet, lines))
  }
}

async function listOf(tx: Tx, regency: string, id: string): Promise<Lookup> {
  const lookup = await lookupOf(tx, regency, id)
  if (lookup.kind !== 'list') throw new NotFound()
  return lookup
}
