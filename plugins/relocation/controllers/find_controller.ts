import type { HttpContext } from '@adonisjs/core/http'
import { papers, records, regions, scope } from '#core/plugin'
import { leadingModule, localitiesIn } from '../services/places.js'
import { TEMPLATE } from '../services/file.js'

const MEGABYTES = 5

/** Where somebody chooses what shall be moved: single households, a village or some of its SLS, or a list. */
export default class FindController {
  async index(ctx: HttpContext) {
    const { request, regency, response, view } = ctx
    const input = request.qs()
    const hidden = records.searched(input)
    if (hidden !== input) return response.redirect().withQs(hidden).toPath('/pemindahan')
    const villages = await regions.villages(regency!)
    const found = await scope.run(ctx.scope, async (tx) => {
      const modules = await records.modules(tx, regency!)
      if (modules.length === 0) return null
      const { lead } = await leadingModule(tx, regency!, input.modul)
      const asked = [input.cari, input.nomor, input.desa].some((value) => typeof value === 'string' && value.trim() !== '')
      const list = asked ? await records.list(tx, lead.place, 'all', input) : null
      if (list && list.rows.length > 0) {
        const { summary } = lead.module.instrument
        await records.logRead(tx, {
          ...{ regency: regency!, action: 'search', purpose: 'verval', address: request.ip() },
          object: { type: `${lead.module.name}.${summary.people.group}` },
        })
      }
      return { modules, lead, list }
    })
    return view.render('relocation::find', { found, villages, names: namesOf(villages), input, page: 'records' })
  }

  /** What is looked for is posted, so that a number typed into the form stands in no address but in its hidden form. */
  search({ request, response }: HttpContext) {
    const { cari, nomor, desa, modul } = records.searched(request.body())
    return response.redirect().status(303).withQs({ cari, nomor, desa, modul }).toPath('/pemindahan')
  }

  async area(ctx: HttpContext) {
    const { request, regency, view } = ctx
    const input = request.qs()
    const villages = await regions.villages(regency!)
    const from = villages.find(({ code }) => code === input.desa) ?? null
    const found = await scope.run(ctx.scope, async (tx) => {
      const modules = await records.modules(tx, regency!)
      const counts = []
      for (const { module, place } of modules) {
        counts.push({ module, localities: from ? await localitiesIn(tx, place, from.code) : [] })
      }
      return modules.length > 0 ? { modules, counts } : null
    })
    const localities = [...new Set((found?.counts ?? []).flatMap((count) => count.localities.map(({ name }) => name)))].sort()
    const inLocality = (counts: { name: string; records: number }[], name: string) =>
      counts.find((count) => count.name === name)?.records ?? 0
    return view.render('relocation::area', { found, villages, from, localities, inLocality, page: 'area' })
  }

  async file(ctx: HttpContext) {
    const { regency, view } = ctx
    const modules = await scope.run(ctx.scope, (tx) => records.modules(tx, regency!))
    return view.render('relocation::file', {
      ...{ modules, columns: TEMPLATE, bytes: MEGABYTES * 1024 * 1024, page: 'file' },
    })
  }

  /** The template, with one village of the regency as an example. */
  async template(ctx: HttpContext) {
    const [village] = await regions.villages(ctx.regency!)
    const columns = TEMPLATE.map((header) => ({ header, type: 'text' as const }))
    return papers.send(ctx, 'contoh-pemindahan.csv', papers.csv(columns, [['3371000000000001', village?.code ?? '']]))
  }
}

function namesOf(villages: readonly { code: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(villages.map(({ code, name }) => [code, name]))
}
