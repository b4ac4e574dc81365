/** A server of map tiles that an installation names; without one the map stands on its boundaries alone. */
export interface TileServer {
  /** With `{z}`, `{x}` and `{y}`. */
  url: string
  /** For the content policy: pictures may come from there. */
  origin: string
  attribution: string
}

/**
 * Reads `MAP_TILES_URL` (and `MAP_TILES_ATTRIBUTION`) of an environment; null where it names none.
 *
 * @throws Error at boot for an address without its three places
 */
export function tileServer(environment: Readonly<Record<string, string | undefined>>): TileServer | null {
  const url = environment.MAP_TILES_URL?.trim()
  if (!url) return null
  const lacking = ['{z}', '{x}', '{y}'].filter((place) => !url.includes(place))
  if (lacking.length > 0 || !URL.canParse(url)) {
    throw new Error(`MAP_TILES_URL must be an address with {z}, {x} and {y}; "${url}" is none.`)
  }
  return { url, origin: new URL(url).origin, attribution: environment.MAP_TILES_ATTRIBUTION?.trim() ?? '' }
}
