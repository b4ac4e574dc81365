import type { Column, Row } from '#services/documents/cells'
import type { MapArea, MapFigures } from './areas.js'
import type { MapView } from './view.js'

type Say = (key: string) => string

/** Columns of the map's file: those of its table. */
export function mapColumns({ layer, period, compared }: MapView, say: Say): Column[] {
  const share = layer.measure === 'share'
  const shown = (name: string | undefined) => (name ? ` ${name}` : '')
  return [
    { header: say('map.column.code'), type: 'text', width: 14 },
    { header: say('map.column.area'), type: 'text', width: 32 },
    { header: say('map.column.parent'), type: 'text', width: 28 },
    ...(share
      ? [
          { header: say('map.column.part'), type: 'number' } as const,
          { header: say('map.column.whole'), type: 'number' } as const,
        ]
      : []),
    { header: `${say(share ? 'map.column.share' : 'map.column.count')}${shown(period?.name)}`, type: 'number' },
    ...(compared
      ? [
          { header: `${say(share ? 'map.column.share' : 'map.column.count')}${shown(compared.name)}`, type: 'number' } as const,
          { header: say('map.column.difference'), type: 'number' } as const,
        ]
      : []),
    { header: say('map.column.note'), type: 'text', width: 32 },
  ]
}

export function mapRows({ layer, compared, figures }: MapView, say: Say): Row[] {
  const numbers = ({ part, whole, value, before, difference }: MapArea | MapFigures['total']) => [
    ...(layer.measure === 'share' ? [part, whole] : []),
    value,
    ...(compared ? [before, difference] : []),
  ]
  const note = ({ state }: MapArea) => (state === 'none' || state === 'few' ? say(`map.state.${state}`) : null)
  return [
    ...figures.areas.map((area): Row => [area.code, area.name, area.parent, ...numbers(area), note(area)]),
    ['', say('map.total'), null, ...numbers(figures.total), null],
  ]
}
