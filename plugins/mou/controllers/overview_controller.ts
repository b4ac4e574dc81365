import type { HttpContext } from '@adonisjs/core/http'
import { papers, regions, scope } from '#core/plugin'
import { counts, filtered, readFilter, STANDINGS, standings } from '../services/overview.js'
import { LOOKS, OFF } from '../states.js'

const SIZES = [25, 50, 100]

/** Where every regency stands, as a page and as a workbook. */
export default class OverviewController {
  async index(ctx: HttpContext) {
    const { request, view } = ctx
    const all = await scope.run(ctx.scope, (tx) => standings(tx))
    const filter = readFilter(request.qs())
    const found = filtered(all, filter)
    const size = SIZES.find((one) => String(one) === request.input('baris')) ?? SIZES[0]!
    const after = String(request.input('sesudah', ''))
    const from = found.findIndex(({ code }) => code > after)
    const start = from < 0 ? 0 : from
    const rows = found.slice(start, start + size)
    return view.render('mou::overview', {
      ...{ rows, filter, total: found.length, counts: counts(all), states: STANDINGS, looks: { ...LOOKS, off: OFF }, size },
      provinces: [...new Map(all.map(({ province }) => [province.code, province.name]))].map(([value, label]) => ({
        value,
        label,
      })),
      page: Math.floor(start / size) + 1,
      next: start + size < found.length ? rows.at(-1)!.code : null,
      previous: start > 0 ? (found[start - size - 1]?.code ?? '0') : null,
      workbook: `/mou/meja/wilayah.xlsx?${new URLSearchParams(request.qs() as Record<string, string>)}`,
    })
  }

  async workbook(ctx: HttpContext) {
    const { request, i18n } = ctx
    const { rows, today } = await scope.run(ctx.scope, async (tx) => ({
      rows: filtered(await standings(tx), readFilter(request.qs())),
      today: await regions.today('00', tx.now),
    }))
    const column = (key: string, type: 'text' | 'number' | 'date', width?: number) => ({
      ...{ header: i18n.t(`mou.overview.${key}`), type, ...(width ? { width } : {}) },
    })
    const columns = [
      ...[column('code', 'text', 10), column('region', 'text', 32), column('province', 'text', 28), column('state', 'text', 24)],
      ...[column('round', 'number'), column('number', 'text', 28), column('submitted', 'date'), column('until', 'date')],
    ]
    const content = papers.workbook(
      { name: i18n.t('mou.overview.sheet'), columns },
      rows.map((row) => [
        ...[row.code, row.name, row.province.name, i18n.t(`mou.state.${row.state}`), row.round, row.number, row.submittedOn],
        row.validUntil,
      ]),
    )
    return papers.send(ctx, `keadaan-mou-${today}.xlsx`, content)
  }
}
