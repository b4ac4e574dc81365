import type { PackageLine, PackagePeriod, PackageVillage } from '#siks/package'
import { registry } from '#kernel/registry'
import type { RecordDoc } from '#verification/instrument'
import { query, type Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { placedSql, readBase, standingVillageSql, tableNames, type Place } from '../store/index.js'
import { readBaseText } from './base_text.js'
import { areaSql, type PackageArea } from './villages.js'

/** Records that are read and held at once. */
const CHUNK = 500

/**
 * The edition's records of an area, in chunks, ordered by village, locality and key. Memory does not grow with the area: a cursor
 * holds the order, and the next chunk is read while one is worked on. To be read to the end or broken off together with its transaction.
 */
export function baseRecords(tx: Tx, place: Place, area: PackageArea): AsyncGenerator<RecordDoc[]> {
  return inOrder(tx, place, area, async (keys) => {
    const docs = await readBase(tx, place, keys)
    return keys.flatMap((key) => docs.get(key) ?? [])
  })
}

async function* inOrder<T>(tx: Tx, place: Place, area: PackageArea, read: (keys: string[]) => Promise<T[]>): AsyncGenerator<T[]> {
  const { instrument } = place.module
  const { locality } = instrument.summary
  const { sql, bindings } = areaSql(place, area)
  await query(
    tx,
    `declare package_keys no scroll cursor for select b.key from ${tableNames(instrument).base} b ${placedSql(place, 'b')} where ${sql}
     order by ${standingVillageSql(instrument, 'b')} collate "C", b.${locality} collate "C" nulls last, b.key collate "C"`,
    bindings,
  )
  const next = async () => {
    const rows = await query<{ key: string }>(tx, `fetch ${CHUNK} from package_keys`)
    return rows.length === 0 ? [] : read(rows.map(({ key }) => key))
  }
  let ahead = next()
  for (let records = await ahead; records.length > 0; records = await ahead) {
    ahead = next()
    // Awaited above, or left behind with its transaction when the reader stops.
    ahead.catch(() => undefined)
    yield records
  }
  await query(tx, 'close package_keys')
}

/** Period and edition of one module as a package names them. */
export function packagePeriod({ module, period, edition, closesOn }: RegencyPeriod): PackagePeriod {
  return {
    ...{ module: module.name, id: period.id, name: period.name, closes_on: closesOn },
    edition: {
      ...{ id: edition.id, name: edition.name, decree: edition.decree, decree_date: edition.decreeDate },
      code_list_version: edition.codeListVersion,
    },
  }
}

export interface PackageContent {
  periods: readonly RegencyPeriod[]
  area: PackageArea
  regency: { code: string; name: string }
  villages: readonly PackageVillage[]
}

/**
 * Lines of a package after its manifest: regions, versions, then the households of each module.
 * @param passed told after each chunk how many households have gone out in all
 */
export async function* packageLines(
  tx: Tx,
  { periods, area, regency, villages }: PackageContent,
  passed: (households: number) => Promise<void>,
): AsyncGenerator<PackageLine | string> {
  const districts = new Map(villages.map(({ district }) => [district.code, district]))
  for (const { code, name } of [regency, ...districts.values(), ...villages]) yield { t: 'region', code, name }
  for (const { module } of periods) {
    const { version, codeListVersion } = module.instrument
    yield { t: 'instrument', module: module.name, version, code_list_version: codeListVersion }
    yield { t: 'rules', module: module.name, version: registry.find(module.name)?.version ?? '0.0.0' }
  }
  let done = 0
  for (const period of periods) {
    const place = placeOf(period)
    for await (const lines of inOrder(tx, place, area, (keys) => readBaseText(tx, place, keys))) {
      yield* lines
      await passed((done += lines.length))
    }
  }
}
