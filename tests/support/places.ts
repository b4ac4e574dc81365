import db from '@adonisjs/lucid/services/db'
import { scope, SYSTEM, type Actor, type Tx } from '#services/scope'

/** A regency that no other test of this run works in, with one of its districts and all villages of that district. */
export interface TestRegency {
  code: string
  name: string
  province: string
  district: string
  /** Kemendagri codes in order; at least two. */
  villages: string[]
}

/** Regencies that tests name. */
const NAMED = ['61.71', '61.72', '71.71', '81.71', '94.01', '96.71']

let regencies: { code: string; name: string; parent: string }[] | undefined
let taken = 0

/**
 * Hands out a regency of its own to each test: workers, second connections and browsers cannot share a rolled-back
 * transaction, so tests of one database are kept apart by place. Regencies that a test names, because its story or their parents
 * matter, are left out; those whose name is part of another's come last, for a test that looks for the name finds both.
 * With `SIKS_TEST_ORDER` they come from the end of the list.
 */
export async function regencyForTest(): Promise<TestRegency> {
  regencies ??= await lendable()
  for (;;) {
    const regency = regencies[taken++]
    if (!regency) throw new Error(`All ${regencies.length} regencies are taken: let the tests of one group share one.`)
    const villages = await firstDistrictWithVillages(regency.code)
    if (!villages) continue
    const [{ parent: district }] = villages
    return {
      ...{ code: regency.code, name: regency.name, province: regency.parent, district },
      villages: villages.map(({ code }) => code),
    }
  }
}

async function lendable(): Promise<{ code: string; name: string; parent: string }[]> {
  const all: { code: string; name: string; parent: string }[] = await db
    .connection()
    .from('regions')
    .select('code', 'name', 'parent')
    .where('level', 2)
    .orderBy('code', process.env.SIKS_TEST_ORDER ? 'desc' : 'asc')
  const free = all.filter(({ code, parent }) => !['33', '34'].includes(parent) && !NAMED.includes(code))
  const isPart = new Set(free.filter(({ name }) => isPartOfOther(name, all)))
  return [...free.filter((one) => !isPart.has(one)), ...isPart]
}

const isPartOfOther = (name: string, all: readonly { name: string }[]) =>
  all.filter((other) => other.name.includes(name)).length > 1

/** A regency that the test's story names, in the same shape; no other test of its files is handed it. */
export async function regencyNamed(code: string): Promise<TestRegency> {
  const region = await db.connection().from('regions').select('name', 'parent').where('code', code).firstOrFail()
  const villages = (await firstDistrictWithVillages(code))!
  return {
    ...{ code, name: region.name, province: region.parent, district: villages[0]!.parent },
    villages: villages.map((village) => village.code),
  }
}

/** Its villages are told apart by their names where there is such a district. */
async function firstDistrictWithVillages(regency: string): Promise<{ code: string; parent: string }[] | undefined> {
  const rows: { code: string; parent: string; name: string }[] = await db
    .connection()
    .from('regions as village')
    .join('regions as district', 'district.code', 'village.parent')
    .where('district.parent', regency)
    .select('village.code', 'village.parent', 'village.name')
    .orderBy('village.code')
  const districts = [...Map.groupBy(rows, ({ parent }) => parent).values()].filter((villages) => villages.length >= 2)
  return districts.find((villages) => !villages.some(({ name }) => isPartOfOther(name, villages))) ?? districts[0]
}

/** Runs work in a transaction that sees one regency, as a service is run by a controller or a job. */
export function inScope<T>(regency: string, work: (tx: Tx) => Promise<T>, actor: Actor = SYSTEM): Promise<T> {
  return scope.run(scope.of(regency, actor), work)
}
