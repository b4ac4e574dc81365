import type { I18n } from '@adonisjs/i18n'
import type { Chart, ChartFigures } from '#kernel/chart'
import type { AnyPlugin } from '#kernel/manifest'
import { registry } from '#kernel/registry'
import type { Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { localeOf, type Locale } from '#verification/message'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'

export type ChartType = 'bar' | 'line' | 'doughnut'

/** A chart as pages draw it; its table shows the same numbers. */
export interface DrawnChart {
  id: string
  title: string
  type: ChartType
  labels: string[]
  /** With the name of its colour where that has a meaning. */
  series: { label: string; values: readonly number[]; shade?: string }[]
  stacked: boolean
  horizontal: boolean
}

interface ShadedFigures extends ChartFigures {
  series: readonly (ChartFigures['series'][number] & { shade?: string })[]
}

/** Charts of a module that the person has the right to, each computed for the period; those with nothing to show are left out. */
export async function moduleCharts(
  tx: Tx,
  period: RegencyPeriod,
  { can, i18n }: { can: (permission: string) => boolean; i18n: I18n },
): Promise<DrawnChart[]> {
  const plugin = registry.all().find(({ name }) => name === period.module.name)
  const drawn: DrawnChart[] = []
  for (const { id, title, type, load } of chartsOf(plugin, can)) {
    const chart: Chart = (await load()).default
    const figures = await chart({
      ...{ tx, regency: period.regency, place: placeOf(period) },
      period: { id: period.period.id, name: period.period.name },
    })
    const shown = i18n.t(`${period.module.name}.chart.${id}`, undefined, title)
    drawn.push(drawnChart(`${period.module.name}_${id}`, shown, type, figures, localeOf(i18n)))
  }
  return drawn.filter(hasFigures)
}

function chartsOf(plugin: AnyPlugin | undefined, can: (permission: string) => boolean) {
  return (plugin?.charts ?? []).filter(({ permission }) => can(`${plugin!.name}.${permission}`))
}

/** Figures with their labels in the reader's language. */
export function drawnChart(
  id: string,
  title: string,
  type: ChartType,
  { labels, series, stacked = false, horizontal = false }: ShadedFigures,
  locale: Locale,
): DrawnChart {
  const word = (label: string | Text) => (typeof label === 'string' ? label : label[locale])
  return {
    ...{ id, title, type, stacked, horizontal, labels: labels.map(word) },
    series: series.map((line) => ({ ...line, label: word(line.label) })),
  }
}

/** Whether there is anything to draw. */
export function hasFigures({ series }: DrawnChart): boolean {
  return series.some(({ values }) => values.some((value) => value !== 0))
}
