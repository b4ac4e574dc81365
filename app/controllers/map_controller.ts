import type { HttpContext } from '@adonisjs/core/http'
import { todayIn } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { writeCsv } from '#services/documents/csv_writer'
import { cachedBoundaries } from '#services/map/boundary_cache'
import { mapColumns, mapRows } from '#services/map/export'
import { mapPlace } from '#services/map/place'
import { pointsOf, spotOf } from '#services/map/household_points'
import { shapeNotes } from '#services/map/shape_notes'
import { tileServer } from '#services/map/tile_server'
import { mapView, type MapReader } from '#services/map/view'
import { scope } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { sendMade } from '#services/send_made'

const FOREVER = 'private, max-age=31536000, immutable'

/** Web GIS: figures of the modules by area, as map, table and file. */
export default class MapController {
  async index(ctx: HttpContext) {
    const { request, view, auth } = ctx
    const map = await mapView(readerOf(ctx), request.qs())
    if (!map) return view.render('pages/map/none')
    const { module, place, layer, period } = map
    const regency = place.above.find(({ level }) => level === 2)
    const verification = registry.modules().find(({ name }) => name === module.name)
    const points =
      layer.exact && period && regency && auth.user!.regionCode === regency.code && verification?.instrument.summary.coordinates
    return view.render('pages/map/index', {
      ...{ map, tiles: place.region ? tileServer(process.env) : null },
      address: (code: string | null) => addressOf(module.path, request.qs(), code),
      points: points ? `/peta/titik?modul=${module.path}&periode=${period.id}` : null,
      verification,
    })
  }

  async table(ctx: HttpContext) {
    const asked = ctx.request.qs()
    const map = asked.modul ? await mapView(readerOf(ctx), asked) : null
    if (!map) throw new NotFound()
    const say = (key: string) => ctx.i18n.t(key)
    await loadZones()
    const day = todayIn(zoneOf(ctx.auth.user!.regionCode), clock.now())
    const name = `peta-${map.layer.id.replaceAll(/[._]/g, '-')}-${map.place.region?.code ?? 'indonesia'}-${day}`
    return sendMade(ctx, `${name}.csv`, writeCsv(mapColumns(map, say), mapRows(map, say)))
  }

  /** Boundaries of a place. They are public, but asked for by who may look at the place, so that its version is told to nobody else. */
  async boundaries(ctx: HttpContext) {
    const { params, request, response, auth } = ctx
    const place = await mapPlace(ctx.scope, auth.user!.regionCode, params.code, params.level)
    if (place.level !== params.level) throw new NotFound()
    const { version } = await scope.run(ctx.scope, (tx) => shapeNotes(tx, place))
    response.header('etag', `"${version}"`)
    response.header('cache-control', request.qs().v === version ? FOREVER : 'private, no-cache')
    if (request.header('if-none-match')?.replace(/^W\//, '') === `"${version}"`) return response.status(304).send('')
    response.header('content-type', 'application/json; charset=utf-8')
    return response.send(await cachedBoundaries(ctx.scope, place, version))
  }

  /** Places of the households of the person's own regency. */
  async points(ctx: HttpContext) {
    ctx.response.header('cache-control', 'private, no-store')
    return ctx.response.json(await pointsOf(ctx, ctx.request.qs()))
  }

  /** The households at one spot of the map. */
  async spot(ctx: HttpContext) {
    ctx.response.header('cache-control', 'private, no-store')
    return ctx.response.json(await spotOf(ctx, ctx.request.qs(), ctx.request.ip()))
  }
}

function readerOf({ scope: of, can, i18n, auth }: HttpContext): MapReader {
  return { scope: of, can, i18n, own: auth.user!.regionCode }
}

/** The same map of another place; its level is that place's own. */
function addressOf(module: string, asked: Record<string, unknown>, code: string | null): string {
  const query = new URLSearchParams({ modul: module })
  for (const name of ['lapis', 'periode', 'banding']) {
    if (typeof asked[name] === 'string' && asked[name] !== '') query.set(name, asked[name])
  }
  query.set('wilayah', code ?? '00')
  return `/peta?${query.toString()}`
}
