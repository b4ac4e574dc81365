import type { Tx } from '#services/scope'

export interface WidgetContext {
  tx: Tx
  regency: string
  /** Words of the reader's language, by their whole key. */
  t: (key: string, values?: Record<string, unknown>) => string
}

/** A tile of Beranda: the figure, what it counts, and the address of the list that holds exactly so many rows. */
export interface Tile {
  label: string
  /** A number is written in the reader's way. */
  value: string | number
  hint?: string
  href?: string
  tone?: 'neutral' | 'good' | 'warn' | 'bad'
}

export type Widget = (context: WidgetContext) => Promise<Tile[]>

export function defineWidget(widget: Widget): Widget {
  return widget
}
