import type { MapLayer } from '#kernel/contributions'

export function defineMapLayer(layer: MapLayer): MapLayer {
  return Object.freeze(layer)
}
