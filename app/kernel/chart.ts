import type { Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import type { Place } from '#verification/store/place'

/** What a chart or letter is computed for. */
export interface FigureContext {
  tx: Tx
  regency: string
  period: { id: string; name: string }
}

/** What a chart of a verification module is computed for: a period of a regency. */
export interface ChartContext extends FigureContext {
  place: Place
}

/**
 * Numbers of a chart and, always beside it, of its table: one series has as many values as there are labels. A label is a name, or words in
 * both languages. Without series the chart has nothing to show.
 */
export interface ChartFigures {
  labels: readonly (string | Text)[]
  series: readonly { label: string | Text; values: readonly number[] }[]
  /** Bars of one label on top of each other. */
  stacked?: boolean
  /** Bars that lie, for long labels. */
  horizontal?: boolean
}

/** A chart of a module, worked out in the transaction of its page; its table holds the same figures. */
export type Chart = (context: ChartContext) => Promise<ChartFigures>
