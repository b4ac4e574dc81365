import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { brokenJson, GisError, spoiltText } from '../errors.js'
import type { RawFeature } from '../shapes.js'
import { splitFeatures, splitSequence } from './split_features.js'

/** Of a GeoJSON file, which is read area by area. */
export const MAX_FILE = 64 * 1024 * 1024
/** Of a TopoJSON file, whose arcs must be in memory together. */
const MAX_TOPOLOGY = 16 * 1024 * 1024
const HEAD = 64 * 1024
const OF_ARCGIS = /"geometryType"\s*:\s*"esriGeometry/

/** What a file says of itself beside its areas. */
export interface FileNotes {
  /** Name of the coordinate system, e.g. `urn:ogc:def:crs:EPSG::32749`; absent in most files. */
  crs?: string
}

/**
 * Reads the areas of a GeoJSON or TopoJSON file one after the other.
 *
 * @throws GisError `E_GIS_FORMAT`, `E_GIS_BROKEN`, `E_GIS_ENCODING`, `E_GIS_TOO_BIG`; the error of the file system for an absent file
 */
export async function* readFeatures(path: string, notes: FileNotes): AsyncGenerator<RawFeature> {
  const { size } = await stat(path)
  if (size > MAX_FILE) {
    throw new GisError('E_GIS_TOO_BIG', {
      id: `Berkas ${Math.round(size / 1024 / 1024)} MB; batasnya 64 MB. Pecah per kabupaten/kota atau sederhanakan batasnya lebih dulu.`,
      en: `The file has ${Math.round(size / 1024 / 1024)} MB; the limit is 64 MB. Split it by regency or simplify the boundaries first.`,
    })
  }
  const head = await headOf(path)
  if (/^(\xff\xfe|\xfe\xff)/.test(head.slice(0, 2).toString('latin1'))) throw spoiltText({ id: 'Berkas ini', en: 'This file' })
  const text = head.toString('utf8')
  if (OF_ARCGIS.test(text)) {
    throw new GisError('E_GIS_FORMAT', {
      id: 'Berkas ini JSON ArcGIS (Esri), bukan GeoJSON. Ekspor ulang sebagai GeoJSON (pada layanan ArcGIS: f=geojson).',
      en: 'This file is JSON of ArcGIS (Esri), not GeoJSON. Export it again as GeoJSON (of an ArcGIS service: f=geojson).',
    })
  }
  const kind = kindOf(text)
  if (kind === 'topology') yield* ofTopology(path, size, notes)
  else if (kind === 'collection') yield* ofCollection(path, notes)
  else if (kind === 'sequence') yield* ofSequence(path)
  else {
    throw new GisError('E_GIS_FORMAT', {
      id: 'Berkas ini bukan GeoJSON atau TopoJSON. Shapefile, KML dan lainnya diubah dulu menjadi GeoJSON dengan koordinat WGS 84.',
      en: 'This file is neither GeoJSON nor TopoJSON. Convert Shapefile, KML and others to GeoJSON with WGS 84 coordinates first.',
    })
  }
}

/** A property of an area may be called `arcs` too, so that what a file says it is comes first. */
function kindOf(head: string): 'topology' | 'collection' | 'sequence' | null {
  if (/"type"\s*:\s*"Topology"/.test(head)) return 'topology'
  if (/"type"\s*:\s*"FeatureCollection"|"features"\s*:\s*\[/.test(head)) return 'collection'
  if (/"type"\s*:\s*"(?:Feature|(?:Multi)?(?:Polygon|LineString|Point)|GeometryCollection)"/.test(head)) return 'sequence'
  return /"arcs"\s*:/.test(head) ? 'topology' : null
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function* ofCollection(path: string, notes: FileNotes): AsyncGenerator<RawFeature> {
  const beside = (text: string) => {
    const name = /"crs"\s*:\s*\{[^{}]*"properties"\s*:\s*\{[^{}]*"name"\s*:\s*"([^"]{1,100})"/.exec(text)?.[1]
    if (name) notes.crs = name
  }
  for await (const text of splitFeatures(createReadStream(path, { highWaterMark: 1024 * 1024 }), beside)) {
    const found = parsed(text)
    yield { properties: propertiesOf(found.properties, found.id), geometry: found.geometry }
  }
}

/** Features one behind the other, or one alone. @throws GisError `E_GIS_FORMAT` for a bare geometry */
async function* ofSequence(path: string): AsyncGenerator<RawFeature> {
  for await (const text of splitSequence(createReadStream(path, { highWaterMark: 1024 * 1024 }))) {
    const found = parsed(text)
    if (found.type !== 'Feature') {
      throw new GisError('E_GIS_FORMAT', {
        id: 'Berkas ini memuat bentuk tanpa nama dan kode wilayah (geometri saja). Ekspor ulang sebagai FeatureCollection dengan kolom nama atau kode.',
        en: 'This file holds shapes without names and codes of regions (geometry only). Export it again as a FeatureCollection with a column of names or codes.',
      })
    }
    yield { properties: propertiesOf(found.properties, found.id), geometry: found.geometry }
  }
}

async function* ofTopology(path: string, size: number, notes: FileNotes): AsyncGenerator<RawFeature> {
  if (size > MAX_TOPOLOGY) {
    throw new GisError('E_GIS_TOO_BIG', {
      id: 'Berkas TopoJSON paling besar 16 MB. Pecah berkasnya atau pakai GeoJSON sampai 64 MB.',
      en: 'A TopoJSON file has at most 16 MB. Split the file or use GeoJSON of up to 64 MB.',
    })
  }
  const topology = parsed((await readFile(path, 'utf8')).replace(/^\ufeff/, '')) as unknown as Topology & {
    crs?: { properties?: { name?: unknown } }
  }
  const crs: unknown = topology.crs?.properties?.name
  if (typeof crs === 'string') notes.crs = crs.slice(0, 100)
  for (const object of Object.values(topology.objects ?? {}).filter(isObject)) {
    for (const part of partsOf(object).filter(isObject)) {
      yield { properties: propertiesOf(part.properties, part.id), geometry: geometryOf(topology, part) }
    }
  }
}

function partsOf(object: Topology['objects'][string]): GeometryCollection['geometries'] {
  if (object.type !== 'GeometryCollection') return [object as GeometryCollection['geometries'][number]]
  const parts: unknown = (object as GeometryCollection).geometries
  if (!Array.isArray(parts)) throw brokenJson()
  return parts as GeometryCollection['geometries']
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null

function geometryOf(topology: Topology, part: Parameters<typeof feature>[1]): unknown {
  try {
    const found = feature(topology, part)
    return found.type === 'Feature' ? found.geometry : null
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw brokenJson()
    throw error
  }
}

function propertiesOf(properties: unknown, id: unknown): RawFeature['properties'] {
  const own = typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : {}
  return id === undefined || 'id' in own ? own : { ...own, id }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
  }
  throw brokenJson()
}
