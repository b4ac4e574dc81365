import type { Text } from '#verification/instrument'
import { cleanShape, joinShapes } from '../geometry/clean.js'
import { GisError, spoiltText } from '../errors.js'
import { pointsIn, type Level, type Shape, type ShapeFault } from '../shapes.js'
import { readFeatures, type FileNotes } from './read_features.js'
import { namesOf, textOf, type AreaNames, type ChosenFields } from './properties.js'

/** One region as a file gives it, its parts put together. */
export interface Area extends AreaNames {
  /** Of its first part in the file, from 1. */
  position: number
  shape: Shape | null
  fault: ShapeFault | null
  repaired: boolean
}

export interface ReadOptions {
  level: Level
  fields?: ChosenFields
  /** The file gives latitude before longitude, as a person says. */
  swapAxes?: boolean
}

/** Points of one file at most, for they lie in memory together while borders are simplified. */
const MAX_READ = 1_500_000
/** Traces of another encoding; NUL cannot be stored. */
const SPOILT = /[\0\uFFFD\p{Surrogate}]/u
const WORDS: Record<Level, Text> = {
  province: { id: 'provinsi', en: 'provinces' },
  regency: { id: 'kabupaten/kota', en: 'regencies' },
  district: { id: 'kecamatan', en: 'districts' },
  village: { id: 'desa/kelurahan', en: 'villages' },
}

/**
 * Reads the areas of a file, puts their outlines right and their parts together. A file that as a whole cannot be drawn is refused with
 * what is wrong with it; single areas that cannot come back with their fault.
 *
 * @throws GisError
 */
export async function readAreas(path: string, { level, fields, swapAxes }: ReadOptions) {
  const notes: FileNotes = {}
  const areas: Area[] = []
  const known = new Map<string, Area>()
  let points = 0
  let sourceName = ''
  for await (const raw of readFeatures(path, notes)) {
    const names = namesOf(raw, level, fields)
    sourceName ||= textOf(raw.properties.source) || textOf(raw.properties.sumber)
    if (SPOILT.test([...Object.values(names), sourceName].join()))
      throw spoiltText({
        id: `Wilayah ke-${areas.length + 1} dalam berkas ini`,
        en: `Region number ${areas.length + 1} in this file`,
      })
    const clean = cleanShape(raw.geometry, level, swapAxes)
    const part = typeof clean === 'string' ? { shape: null, fault: clean, repaired: false } : { ...clean, fault: null }
    points += part.shape ? pointsIn(part.shape) : 0
    if (points > MAX_READ) {
      throw new GisError('E_GIS_TOO_DETAILED', {
        id: 'Berkas memuat lebih dari 1,5 juta titik. Sederhanakan batasnya atau pecah per kabupaten/kota.',
        en: 'The file holds more than 1.5 million points. Simplify the boundaries or split it by regency.',
      })
    }
    const key = names.code ? `${names.code}|${names.name}|${names.parent}` : `#${areas.length}`
    const before = known.get(key)
    if (before) addPart(before, part)
    else {
      const area = { ...names, ...part, position: areas.length + 1 }
      areas.push(area)
      known.set(key, area)
    }
  }
  refuseUndrawable(areas, notes, swapAxes)
  if (areas.every(({ name, code }) => name === '' && code === '')) {
    throw new GisError('E_GIS_NO_NAMES', {
      id: `Berkas tidak memuat nama atau kode ${WORDS[level].id} yang dikenali. Sebut kolomnya (--name-field, --code-field) atau pilih tingkat yang benar.`,
      en: `The file holds no names or codes of ${WORDS[level].en} that are known. Name the columns (--name-field, --code-field) or choose the right level.`,
    })
  }
  return { areas, points, sourceName }
}

function addPart(area: Area, part: Pick<Area, 'shape' | 'fault' | 'repaired'>): void {
  area.repaired ||= part.repaired
  if (area.shape && part.shape) area.shape = joinShapes([area.shape, part.shape])
  else area.shape ??= part.shape
  area.fault = area.shape ? null : part.fault
}

/** @throws GisError when most areas share a fault, which then is the file's */
function refuseUndrawable(areas: readonly Area[], { crs }: FileNotes, swapAxes = false): void {
  if (areas.length === 0)
    throw new GisError('E_GIS_NOTHING', {
      id: 'Berkas tidak memuat satu wilayah pun (features kosong).',
      en: 'The file holds no region at all (its features are empty).',
    })
  const counts = new Map<ShapeFault, number>()
  for (const { fault } of areas) if (fault) counts.set(fault, (counts.get(fault) ?? 0) + 1)
  const [worst] = [...counts].sort(([, one], [, other]) => other - one)
  if (!worst || worst[1] * 2 <= areas.length) return
  throw new GisError(...(swapAxes && worst[0] === 'swapped' ? NOT_SWAPPED : WHOLE[worst[0]](crs)))
}

const NOT_SWAPPED: ConstructorParameters<typeof GisError> = [
  'E_GIS_SWAPPED',
  {
    id: 'Sumbu berkas ini tidak terbalik: bujur sudah ditulis sebelum lintang. Muat lagi tanpa menyatakannya terbalik.',
    en: 'The axes of this file are not swapped: longitude stands before latitude already. Load it again without stating that they are.',
  },
]

const WHOLE: Record<ShapeFault, (crs: string | undefined) => ConstructorParameters<typeof GisError>> = {
  projected: (crs) => [
    'E_GIS_PROJECTED',
    {
      id: `Koordinat berkas ini dalam meter, bukan derajat${declared(crs).id}. Ubah dulu ke WGS 84 (EPSG:4326), misalnya dengan QGIS.`,
      en: `The coordinates of this file are in metres, not in degrees${declared(crs).en}. Convert it to WGS 84 (EPSG:4326) first, for example with QGIS.`,
    },
  ],
  swapped: () => [
    'E_GIS_SWAPPED',
    {
      id: 'Sumbu koordinat terbalik: lintang ditulis sebelum bujur. GeoJSON menulis bujur dulu. Balik sumbunya, atau nyatakan bahwa berkas ini terbalik (--swap-axes).',
      en: 'The axes are swapped: latitude stands before longitude. GeoJSON gives longitude first. Swap the axes, or state that this file has them swapped (--swap-axes).',
    },
  ],
  outside: () => [
    'E_GIS_OUTSIDE',
    {
      id: 'Koordinat berkas ini di luar Indonesia. Periksa berkas dan sistem koordinatnya.',
      en: 'The coordinates of this file lie outside Indonesia. Check the file and its coordinate system.',
    },
  ],
  numbers: () => [
    'E_GIS_NUMBERS',
    {
      id: 'Koordinat berkas ini bukan bilangan atau tidak berpasangan. Ekspor ulang berkasnya.',
      en: 'The coordinates of this file are no numbers or do not come in pairs. Export the file again.',
    },
  ],
  no_area: () => [
    'E_GIS_NO_AREAS',
    {
      id: 'Berkas ini tidak memuat bentuk wilayah (Polygon atau MultiPolygon): isinya titik, garis, atau kosong.',
      en: 'This file holds no shapes of regions (Polygon or MultiPolygon): only points, lines, or nothing.',
    },
  ],
}

/** A file whose coordinates are metres may still declare degrees; the sentence then says that it contradicts itself. */
function declared(crs: string | undefined): Text {
  if (!crs) return { id: '', en: '' }
  return /CRS84|EPSG:.*\b4326$/i.test(crs)
    ? { id: `, walaupun berkas menyebut ${crs}`, en: `, although the file says ${crs}` }
    : { id: ` (sistem ${crs})`, en: ` (system ${crs})` }
}
