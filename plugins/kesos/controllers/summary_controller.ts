import type { HttpContext } from '@adonisjs/core/http'
import { papers, records, scope } from '#core/plugin'
import { summaryOf, totalsOf } from '../services/summary.js'

/** What all modules hold by village: the figures alone, nobody's name. */
export default class SummaryController {
  async show(ctx: HttpContext) {
    const summary = await scope.run(ctx.scope, (tx) => summaryOf(tx, ctx.regency!, ctx.locale))
    const { kecamatan } = ctx.request.qs()
    const rows = summary.rows.filter(({ district }) => !kecamatan || district.code === kecamatan)
    return ctx.view.render('kesos::summary', {
      ...{ summary, totals: totalsOf(summary.modules, rows), ...records.paged(ctx, rows), chosen: kecamatan },
      districts: [...new Map(summary.rows.map(({ district }) => [district.code, district.name]))],
    })
  }

  async download(ctx: HttpContext) {
    const { i18n, regency } = ctx
    const { modules, rows } = await scope.run(ctx.scope, (tx) => summaryOf(tx, regency!, ctx.locale))
    const text = (header: string) => ({ header, type: 'text' as const })
    const columns = [
      ...[text(i18n.t('kesos.summary.code')), text(i18n.t('kesos.column.village')), text(i18n.t('kesos.summary.district'))],
      ...modules
        .flatMap(({ record, person }) => [record, ...(person === null ? [] : [person])])
        .map((header) => ({ header, type: 'number' as const })),
    ]
    const lines = rows.map(({ code, name, district, counts }) => [
      ...[code, name, district.name],
      ...counts.flatMap((count, at) => [count.records, ...(modules[at]!.person === null ? [] : [count.persons])]),
    ])
    return papers.send(ctx, `rekap-kesos-${regency}.csv`, papers.csv(columns, lines))
  }
}
