import type { MapArea } from './areas.js'

const KEYS = ['code', 'value', 'difference'] as const

/** How the table of a map is sorted; `-value` in an address is the largest first. */
export interface AreaSort {
  key: (typeof KEYS)[number]
  direction: 'asc' | 'desc'
}

export function readAreaSort(text: unknown): AreaSort {
  const asked = typeof text === 'string' ? text : ''
  const key = KEYS.find((known) => known === asked.replace(/^-/, '')) ?? 'code'
  return { key, direction: asked.startsWith('-') ? 'desc' : 'asc' }
}

/** Areas in their order; equals stand by code, and what has no figure comes last whichever way. */
export function inOrder(areas: readonly MapArea[], { key, direction }: AreaSort): MapArea[] {
  const sign = direction === 'desc' ? -1 : 1
  const byCode = (one: MapArea, other: MapArea) => (one.code < other.code ? -1 : 1)
  if (key === 'code') return [...areas].sort((one, other) => sign * byCode(one, other))
  return [...areas].sort((one, other) => {
    const [a, b] = [one[key], other[key]]
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byCode(one, other)
    return sign * (a - b) || byCode(one, other)
  })
}
