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

/** Tiles of a module on Beranda, worked out in the transaction of the page; none where it has nothing to say. */
export type Widget = (context: WidgetContext) => Promise<Tile[]>

/** A widget as the manifest loads it: `widgets: [{ …, load: () => import(…) }]`. */
export function defineWidget(widget: Widget): Widget {
  return widget
}
