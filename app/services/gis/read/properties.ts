import { LEVELS, type Level, type RawFeature } from '../shapes.js'

/** What a file calls an area and the areas around it. */
export interface AreaNames {
  name: string
  /** As in the file, e.g. `id3371011003`; empty where it has none. */
  code: string
  /** Name of the area one level up, and of the one above that; empty where the file does not tell. */
  parent: string
  grandparent: string
}

/** Which properties hold them, when a person says so. */
export interface ChosenFields {
  name?: string
  code?: string
  parent?: string
}

/** Spellings of the common sources (BIG, BPS, HDX, GADM, the ministries), in small letters without `_`, blanks and dots; the likeliest first. */
const NAMES: Record<Level, readonly string[]> = {
  province: [
    'provinsi',
    'province',
    'propinsi',
    'namaprovinsi',
    'nmprov',
    'namaprov',
    'wadmpr',
    'adm1en',
    'adm1name',
    'name1',
    'prov',
  ],
  regency: [
    ...[
      'kabupaten',
      'regency',
      'kabupatenkota',
      'kabkota',
      'namakabkota',
      'namakabupaten',
      'nmkab',
      'wadmkk',
      'adm2en',
      'adm2name',
    ],
    ...['name2', 'kabkot', 'kota', 'namakab', 'nmkabkota'],
  ],
  district: ['kecamatan', 'district', 'namakecamatan', 'namakec', 'nmkec', 'wadmkc', 'adm3en', 'adm3name', 'name3', 'kec'],
  village: [
    ...['desa', 'village', 'kelurahan', 'desakelurahan', 'deskel', 'namadesa', 'namakelurahan', 'nmdesa', 'wadmkd', 'adm4en'],
    ...['adm4name', 'name4', 'kalurahan', 'namakel', 'namakeldesa', 'nmkel', 'desakelur', 'keldesa', 'kelurahandesa'],
  ],
}
const CODES: Record<Level, readonly string[]> = {
  province: ['kodeprov', 'kodeprovinsi', 'kdprov', 'kdprop', 'provincecode', 'provno', 'kdppum', 'adm1pcode', 'idprov'],
  regency: [
    ...[
      'kodekab',
      'kodekabkota',
      'kodekabupaten',
      'kdkab',
      'regencycode',
      'kabkotno',
      'kdpkab',
      'adm2pcode',
      'idkab',
      'idkabkota',
    ],
  ],
  district: ['kodekec', 'kodekecamatan', 'kdkec', 'districtcode', 'kecno', 'kdcpum', 'adm3pcode', 'idkec'],
  village: [
    'kodedesa',
    'kodekeldesa',
    'kodekelurahan',
    'kddesa',
    'villagecode',
    'desano',
    'kdepum',
    'adm4pcode',
    'iddesa',
    'iddes',
    'kodekel',
    'kdkel',
    'kodedeskel',
  ],
}
const ANY_NAME = ['namobj', 'nama', 'name', 'namawilayah', 'wilayah']
const ANY_CODE = ['kodewilayah', 'kode', 'code', 'idwilayah', 'id']

/** What the properties of an area say of its name and code at a level. */
export function namesOf({ properties }: RawFeature, level: Level, chosen: ChosenFields = {}): AreaNames {
  const known = new Map(Object.entries(properties).map(([key, value]) => [plainKey(key), textOf(value)]))
  const first = (keys: readonly string[]) => keys.map((key) => known.get(key) ?? '').find((text) => text !== '') ?? ''
  const above = (steps: number) => LEVELS[LEVELS.indexOf(level) - steps]
  const [parent, grandparent] = [above(1), above(2)]
  return {
    name: chosen.name ? (known.get(plainKey(chosen.name)) ?? '') : first([...NAMES[level], ...ANY_NAME]),
    code: chosen.code ? (known.get(plainKey(chosen.code)) ?? '') : first([...CODES[level], ...ANY_CODE]),
    parent: chosen.parent ? (known.get(plainKey(chosen.parent)) ?? '') : parent ? first(NAMES[parent]) : '',
    grandparent: grandparent ? first(NAMES[grandparent]) : '',
  }
}

function plainKey(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** A property as text; empty for what is neither text nor a number. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, 200) : ''
}
