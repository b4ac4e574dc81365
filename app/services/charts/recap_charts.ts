import type { I18n } from '@adonisjs/i18n'
import type { Tx } from '#services/scope'
import { recap, type Dimension } from '#verification/lists/recap'
import { columnsOf } from '#verification/lists/words'
import { localeOf } from '#verification/message'
import type { Place } from '#verification/store/index'
import { drawnChart, hasFigures, type DrawnChart } from './charts.js'

const SHOWN: readonly Dimension[] = ['state', 'outcome', 'decile']

/** Charts of the kept counts by kecamatan, or by desa of one kecamatan: exactly the recapitulation of all records. */
export async function recapCharts(tx: Tx, place: Place, district: string | undefined, i18n: I18n): Promise<DrawnChart[]> {
  const charts: DrawnChart[] = []
  const locale = localeOf(i18n)
  for (const dimension of SHOWN) {
    const counted = await recap(tx, place, { dimension, kind: 'all', ...(district ? { district } : {}) })
    const columns = columnsOf(place.module, counted, locale, i18n.t.bind(i18n))
    const figures = {
      labels: counted.rows.map(({ name }) => name),
      series: columns.map(({ value, ...column }) => ({
        ...column,
        values: counted.rows.map(({ values }) => values[value] ?? 0),
      })),
      ...{ stacked: true, horizontal: true },
    }
    charts.push(drawnChart(dimension, i18n.t(`charts.${dimension}`), 'bar', figures, locale))
  }
  return charts.filter(hasFigures)
}
