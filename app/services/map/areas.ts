import type { MapFigure, MapLayer } from '#kernel/contributions'
import { differenceClasses, quantileClasses, stepIn, type MapClass } from './classes.js'

/** `few` hides a number that could point to a person; `none` is no data, which differs from `zero`. */
export type AreaState = 'value' | 'zero' | 'none' | 'few'

/** One area as map, table and file show it. */
export interface MapArea {
  code: string
  name: string
  /** Name of the region above it, where the areas lie in several. */
  parent: string | null
  /** Address of the map of this area; null where the map goes no deeper or the person may not. */
  href: string | null
  state: AreaState
  part: number | null
  whole: number | null
  /** What the colour shows: the count, the share in percent, or the difference of the two periods. */
  value: number | null
  /** The same of the period compared with, and how far the value is from it. */
  before: number | null
  difference: number | null
  step: number | null
}

export interface MapFigures {
  areas: MapArea[]
  classes: MapClass[]
  total: { part: number | null; whole: number | null; value: number | null; before: number | null; difference: number | null }
  /** How many areas are in each state that the legend tells apart from the classes. */
  counts: Record<Exclude<AreaState, 'value'>, number>
}

type Figures = Readonly<Record<string, MapFigure>>
export type Listed = Pick<MapArea, 'code' | 'name' | 'parent' | 'href'>

/** Households fewer than this could be told apart. */
const FEW = 5

/**
 * Puts figures to areas: which are hidden from a person without register rights, in which class each falls, what they sum to.
 *
 * @param before figures of the period compared with; null where the map compares nothing
 */
export function mapFigures(
  listed: readonly Listed[],
  measure: MapLayer['measure'],
  figures: Figures,
  before: Figures | null,
  exact: boolean,
): MapFigures {
  const hidden = exact ? new Set<string>() : hiddenAmong(listed, [figures, ...(before ? [before] : [])])
  const areas = listed.map((area): MapArea => {
    const blank = { part: null, whole: null, value: null, before: null, difference: null, step: null }
    if (hidden.has(area.code)) return { ...area, ...blank, state: 'few' }
    const [now, then] = [figures[area.code], before?.[area.code]]
    const [value, earlier] = [valueOf(now, measure), valueOf(then, measure)]
    if (value === null) return { ...area, ...blank, before: earlier, state: 'none' }
    const difference = before && earlier !== null ? rounded(value - earlier) : null
    const own = { part: now!.part, whole: now!.whole ?? null, value, before: earlier, difference, step: null }
    return { ...area, ...own, state: value === 0 ? 'zero' : 'value' }
  })
  const shown = (area: MapArea) => (before ? area.difference : area.value)
  const values = areas.flatMap((area) => shown(area) ?? [])
  const classes = before ? differenceClasses(values) : quantileClasses(values)
  const counts = { zero: 0, none: 0, few: 0 }
  for (const area of areas) {
    const value = shown(area)
    area.step = value === null ? null : stepIn(classes, value)
    if (value === 0) counts.zero += 1
    else if (value === null) counts[area.state === 'few' ? 'few' : 'none'] += 1
  }
  return { areas, classes, counts, total: totalOf(measure, figures, before, exact) }
}

function valueOf(figure: MapFigure | undefined, measure: MapLayer['measure']): number | null {
  if (!figure) return null
  if (measure === 'count') return figure.part
  return figure.whole ? rounded((figure.part / figure.whole) * 100) : null
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}

/**
 * Areas whose numbers are too small to be shown. Where among those of one region above only one is, the next smallest goes with it: the
 * number of the region above, which another map shows, would give it away.
 */
function hiddenAmong(listed: readonly Listed[], periods: readonly Figures[]): Set<string> {
  const hidden = new Set(listed.filter(({ code }) => periods.some((figures) => isSmall(figures[code]))).map(({ code }) => code))
  for (const siblings of Map.groupBy(listed, ({ parent }) => parent ?? '').values()) {
    if (siblings.filter(({ code }) => hidden.has(code)).length !== 1) continue
    const [next] = siblings
      .map(({ code }) => ({ code, part: periods[0]![code]?.part ?? 0 }))
      .filter(({ code, part }) => !hidden.has(code) && part > 0)
      .sort((one, other) => one.part - other.part)
    if (next) hidden.add(next.code)
  }
  return hidden
}

/** A share gives away its part, its whole and what is left of it. */
function isSmall(figure: MapFigure | undefined): boolean {
  if (!figure) return false
  const { part, whole = 0 } = figure
  return [part, whole, whole - part].some((count) => count > 0 && count < FEW)
}

function totalOf(measure: MapLayer['measure'], figures: Figures, before: Figures | null, exact: boolean): MapFigures['total'] {
  const sum = (of: Figures): MapFigure | undefined => {
    const all = Object.values(of)
    if (all.length === 0) return undefined
    const part = all.reduce((total, figure) => total + figure.part, 0)
    return measure === 'count' ? { part } : { part, whole: all.reduce((total, figure) => total + (figure.whole ?? 0), 0) }
  }
  const told = (figure: MapFigure | undefined) => (exact || !isSmall(figure) ? figure : undefined)
  const [now, then] = [told(sum(figures)), told(before ? sum(before) : undefined)]
  const [value, earlier] = [valueOf(now, measure), valueOf(then, measure)]
  return {
    ...{ part: now?.part ?? null, whole: now?.whole ?? null, value, before: earlier },
    difference: before && value !== null && earlier !== null ? rounded(value - earlier) : null,
  }
}
