import { registry, type VerificationModule } from '#kernel/registry'
import { query, scope, type Tx } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import { refreshCurrent } from '#verification/store/current'
import { recapDifferences, tableNames, type Place } from '#verification/store/index'
import { changedPeople } from '#verification/store/people'
import { inventRecords } from '#tests/support/contract/records'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister, TESTER } from '#tests/support/register'

export interface World {
  regency: TestRegency
  /** By module, in the order of installation; the first leads. */
  places: Map<string, Place>
  lead: Place
  from: string
  to: string
}

/**
 * A regency in which every module has a period on the same people: record n of each module is headed by the head of record n of the first.
 */
export async function sharedWorld(count: number): Promise<World> {
  const regency = await regencyForTest()
  const places = new Map<string, Place>()
  let heads: string[] = []
  for (const module of registry.modules()) {
    const docs = await inventRecords(module, regency, count)
    if (heads.length === 0) heads = docs.map((doc) => String(headOf(module, doc)?.[module.instrument.summary.people.nik] ?? ''))
    else docs.forEach((doc, index) => renumber(module, doc, heads[index]!))
    places.set(module.name, await openRegister(regency.code, docs, module.name))
  }
  const [from, to] = regency.villages as [string, string]
  return { regency, places, lead: [...places.values()][0]!, from, to }
}

function headOf({ instrument }: VerificationModule, doc: RecordDoc) {
  const { group, relation, heads, presence, active } = instrument.summary.people
  const field = heads?.find(({ within }) => within === 'record')?.variable ?? relation
  const rows = [...(doc.groups[group] ?? [])].filter(
    (row) => row[presence] === undefined || active.includes(Number(row[presence])),
  )
  return rows.sort((a, b) => Number(a[field] ?? 99) - Number(b[field] ?? 99) || (a.key < b.key ? -1 : 1))[0]
}

function renumber(module: VerificationModule, doc: RecordDoc, nik: string): void {
  const head = headOf(module, doc)
  if (head && nik) head[module.instrument.summary.people.nik] = nik
}

export const scopeOf = ({ regency }: World) => scope.of(regency.code, TESTER)

export function inWorld<T>(world: World, work: (tx: Tx) => Promise<T>): Promise<T> {
  return scope.run(scopeOf(world), work)
}

/** What a recount of list rows, persons and kept counts finds different from what is kept; empty when all is well. */
export function drift(world: World): Promise<unknown[]> {
  return inWorld(world, async (tx) => {
    const found: unknown[] = []
    for (const place of world.places.values()) {
      const rows = () => listRows(tx, place)
      const before = await rows()
      const keys = before.map(({ key }) => key)
      const people = await changedPeople(tx, place, keys)
      await refreshCurrent(tx, place, keys)
      const after = await rows()
      if (JSON.stringify(before) !== JSON.stringify(after)) found.push({ module: place.module.name, rows: true })
      if (people.records.length > 0) found.push({ module: place.module.name, people: people.records })
      found.push(...(await recapDifferences(tx, place)))
    }
    return found
  })
}

function listRows(tx: Tx, place: Place): Promise<{ key: string }[]> {
  const { current } = tableNames(place.module.instrument)
  return query<{ key: string }>(tx, `select * from ${current} where period_id = ? and regency_code = ? order by key`, [
    place.periodId,
    place.regency,
  ])
}

/** Records and persons of each module by village, from the kept counts; villages without any are left out. */
export function sums(world: World): Promise<Record<string, Record<string, [records: number, persons: number]>>> {
  return inWorld(world, async (tx) => {
    const all: Record<string, Record<string, [number, number]>> = {}
    for (const place of world.places.values()) {
      const rows = await query<{ village: string; records: number; persons: number }>(
        tx,
        `select village_code as village, sum(records)::int as records, sum(persons)::int as persons
         from ${tableNames(place.module.instrument).recaps} where period_id = ? and regency_code = ? group by 1 having sum(records) > 0`,
        [place.periodId, place.regency],
      )
      all[place.module.name] = Object.fromEntries(rows.map(({ village, records, persons }) => [village, [records, persons]]))
    }
    return all
  })
}

/** Village of the record in the lists. */
export async function villageOf(world: World, place: Place, key: string): Promise<string | undefined> {
  const rows = await inWorld(world, (tx) =>
    query<{ village: string }>(
      tx,
      `select village_code as village from ${tableNames(place.module.instrument).current} where period_id = ? and regency_code = ? and key = ?`,
      [place.periodId, place.regency, key],
    ),
  )
  return rows[0]?.village
}
