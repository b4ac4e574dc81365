import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query, type Tx } from '#services/scope'
import { adoptable } from '#verification/lists/bulk/give'
import { judge } from '#verification/review/judge'
import { EditionAdopter, readBase, RecordWriter, tableNames, type Place } from '#verification/store/index'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, write, type Office } from '#tests/functional/review/support'

const CAUSE = { type: 'edit', id: 'uji' } as const
const KEYS = ['A1', 'A2', 'A3']

/** A1 shares a NIK with B1, which somebody edited; the others stand alone. */
async function office(): Promise<Office> {
  const twin = (key: string, village: string, n: number) => {
    const doc = household(key, village, n)
    doc.groups.members![0]!.nik = '3201011204789977'
    return doc
  }
  const found = await openOffice(([a, b]) => [
    twin('A1', a!, 1),
    household('A2', a!, 2),
    household('A3', b!, 3),
    twin('B1', b!, 4),
    household('B2', b!, 5),
  ])
  await write(found, received(changed(twin('B1', found.regency.villages[1]!, 4), { alamat: 'JL BARU' })))
  return found
}

class Undone extends Error {}

/** All rows of the module in the period after some work, which is then rolled back. */
async function after(found: Office, work: (tx: Tx) => Promise<unknown>): Promise<string> {
  let rows = ''
  await found
    .act(async (tx) => {
      await work(tx)
      rows = await allRows(tx, found.place)
      throw new Undone()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error
    })
  return rows
}

async function allRows(tx: Tx, { module, periodId, regency }: Place): Promise<string> {
  const names = tableNames(module.instrument)
  const tables = [names.changes, names.updates, names.current, names.people, names.recaps, names.problems, names.problemRecaps]
  for (const group of module.instrument.groups) tables.push(names.updateGroup(group.name))
  const all: unknown[] = []
  for (const table of tables) {
    const some = table === names.recaps ? 'and records <> 0' : table === names.problemRecaps ? 'and problems <> 0' : ''
    const rows = await query(
      tx,
      `select cast(to_jsonb(t) as text) as line from ${table} t where period_id = ? and regency_code = ? ${some} order by 1`,
      [periodId, regency],
    )
    all.push([table, ...rows.map(({ line }) => line)])
  }
  return JSON.stringify(all, null, 1)
}

async function docs(tx: Tx, place: Place, outcome: string) {
  const base = await readBase(tx, place, KEYS)
  return [...base].map(([key, doc]) => ({
    ...{ key, version: 0, doc },
    problems: judge(place.module, { doc, outcome, kind: 'repair', base: doc }, '2026-11-25'),
  }))
}

const adopt = (place: Place, outcome: string) => async (tx: Tx) => {
  const adopter = new EditionAdopter(tx, place, CAUSE, adoptable(place.module, outcome).leaves)
  await adopter.take(await docs(tx, place, outcome), outcome, 'Musdes')
  await adopter.finish()
}

test.group('Working copies taken from the edition', (group) => {
  group.each.teardown(() => clock.restore())

  for (const outcome of ['unchanged', 'not_found', 'refused', 'repaired']) {
    test(`are row by row what the writer makes of the same records, and gone without a trace (${outcome})`, async ({
      assert,
    }) => {
      const found = await office()
      const { place } = found
      const written = await after(found, async (tx) => {
        const writer = new RecordWriter(tx, place, CAUSE)
        const rows = await docs(tx, place, outcome)
        await writer.write(rows.map((row) => ({ ...row, kind: 'repair', outcome, state: 'received', reason: 'Musdes' })))
        await writer.finish()
      })
      assert.equal(await after(found, adopt(place, outcome)), written)
      assert.include(written, outcome)

      const versions = KEYS.map((key) => ({ key, version: 1 }))
      await found.act(adopt(place, outcome))
      const removed = await after(found, async (tx) => {
        const writer = new RecordWriter(tx, place, { type: 'undo', id: 'uji' })
        await writer.write(versions.map((change) => ({ ...change, remove: true })))
        await writer.finish()
      })
      const given = await after(found, async (tx) => {
        const adopter = new EditionAdopter(tx, place, { type: 'undo', id: 'uji' }, adoptable(place.module, outcome).leaves)
        await adopter.giveBack(versions)
        await adopter.finish()
      })
      assert.equal(given, removed)
    })
  }
})
