import { test } from '@japa/runner'
import { query, scope, type Tx } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import {
  readBase,
  readWorking,
  recapDifferences,
  RecordWriter,
  StaleRecordsError,
  tableNames,
  type Place,
  type RecordWrite,
} from '#verification/store/index'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister, TESTER } from '#tests/support/register'

let regency: TestRegency
let foreign: TestRegency

function household(key: string, name: string, nik: string, values: Record<string, string | number> = {}): RecordDoc {
  return {
    key,
    values: {
      idbdt: key,
      village_code: regency.villages[0]!,
      nama_krt: name,
      alamat: 'JL UJI 1',
      percentile: 12,
      luas_lantai: 36.5,
      ...values,
    },
    groups: {
      families: [{ key: `${key}F1`, nuk: 1, nokk: '3371010101189901' }],
      members: [
        {
          key: `${key}01`,
          family_key: `${key}F1`,
          nama: name,
          nik,
          hub_krt: 1,
          nuk: 1,
          hubkel: 1,
          jns_kel: 1,
          tgl_lahir: '1978-04-12',
        },
      ],
    },
  }
}

const repair = (doc: RecordDoc, more: Partial<RecordWrite> = {}): RecordWrite => ({
  ...{ key: doc.key, version: 0, kind: 'repair' as const, outcome: 'repaired', state: 'received' as const, doc, problems: [] },
  ...more,
})

const inRegister = <T>(place: Place, work: (tx: Tx) => Promise<T>) => scope.run(scope.of(place.regency, TESTER), work)

async function write(place: Place, writes: Parameters<RecordWriter['write']>[0], cause = 'cause-1') {
  return inRegister(place, async (tx) => {
    const writer = new RecordWriter(tx, place, { type: 'edit', id: cause })
    await writer.write(writes)
    await writer.finish()
  })
}

const currentOf = (place: Place, key: string) =>
  inRegister(place, async (tx) => {
    const { current } = tableNames(place.module.instrument)
    const [row] = await query<Record<string, unknown>>(tx, `select * from ${current} where period_id = ? and key = ?`, [
      place.periodId,
      key,
    ])
    return row
  })

test.group('Store of a verification module', (group) => {
  group.setup(async () => {
    ;[regency, foreign] = [await regencyForTest(), await regencyForTest()]
  })

  test('a record of the edition comes back exactly as it was declared', async ({ assert }) => {
    const doc = household('H1', "MA'RUF UJI", '3371011204789902')
    const place = await openRegister(regency.code, [doc])
    const read = await inRegister(place, (tx) => readBase(tx, place, ['H1', 'H2']))
    assert.deepEqual(read.get('H1'), doc)
    assert.isUndefined(read.get('H2'))
  })

  test('opening fills list rows and kept counts from the edition', async ({ assert }) => {
    const place = await openRegister(regency.code, [
      household('H1', 'SATU', '3371011204789902'),
      household('H2', 'DUA', '3371011304789903', { percentile: 55 }),
    ])
    const row = await currentOf(place, 'H1')
    assert.include(row, {
      name: 'SATU',
      village_code: regency.villages[0]!,
      kind: 'none',
      outcome: 'unverified',
      state: 'untouched',
      decile: 2,
      persons: 1,
      families: 1,
    })
    assert.equal((await currentOf(place, 'H2')).decile, 5)
    assert.deepEqual(await inRegister(place, (tx) => recapDifferences(tx, place)), [])
  })

  test('a write changes working copy, history, list row and counts together, and counts equal a recount', async ({ assert }) => {
    const doc = household('H1', 'SATU', '3371011204789902')
    const place = await openRegister(regency.code, [doc, household('H2', 'DUA', '3371011304789903')])
    const changed = { ...doc, values: { ...doc.values, nama_krt: 'SATU BARU' } }
    await write(place, [repair(changed)])
    const working = (await inRegister(place, (tx) => readWorking(tx, place, ['H1']))).get('H1')!
    assert.deepEqual(working.doc, changed)
    assert.include(working, { version: 1, outcome: 'repaired', state: 'received' })
    assert.include(await currentOf(place, 'H1'), { name: 'SATU BARU', kind: 'repair', state: 'received', version: 1 })
    assert.deepEqual(await inRegister(place, (tx) => recapDifferences(tx, place)), [])
    const [entry] = await inRegister(place, (tx) =>
      query<{ before: unknown; after: { doc: RecordDoc } }>(tx, 'select before, after from bdt_changes where period_id = ?', [
        place.periodId,
      ]),
    )
    assert.isNull(entry.before)
    assert.equal(entry.after.doc.values.nama_krt, 'SATU BARU')
  })

  test('a second write on the version of the first is refused and changes nothing', async ({ assert }) => {
    const doc = household('H1', 'SATU', '3371011204789902')
    const place = await openRegister(regency.code, [doc])
    await write(place, [repair({ ...doc, values: { ...doc.values, alamat: 'RT 02' } })])
    await assert.rejects(() => write(place, [repair({ ...doc, values: { ...doc.values, alamat: 'RT 03' } })]), StaleRecordsError)
    const working = await inRegister(place, (tx) => readWorking(tx, place, ['H1']))
    assert.equal(working.get('H1')!.doc.values.alamat, 'RT 02')
  })

  test('taking the working copy away puts the edition back', async ({ assert }) => {
    const doc = household('H1', 'SATU', '3371011204789902')
    const place = await openRegister(regency.code, [doc])
    await write(place, [repair({ ...doc, values: { ...doc.values, nama_krt: 'LAIN' } })])
    await write(place, [{ key: 'H1', version: 1, remove: true }], 'cause-2')
    assert.include(await currentOf(place, 'H1'), { name: 'SATU', kind: 'none', state: 'untouched', version: 2 })
    assert.equal((await inRegister(place, (tx) => readWorking(tx, place, ['H1']))).size, 0)
    assert.deepEqual(await inRegister(place, (tx) => recapDifferences(tx, place)), [])
  })

  test('a NIK shared by two touched records blocks both, and freeing one clears the other', async ({ assert }) => {
    const one = household('H1', 'SATU', '3371011204789902')
    const two = household('H2', 'DUA', '3371011304789903')
    two.groups.families[0].nokk = '3371011304780002'
    const place = await openRegister(regency.code, [one, two])
    const clash = structuredClone(two)
    clash.groups.members[0].nik = '3371011204789902'
    await write(place, [repair(one), repair(clash)])
    assert.equal((await currentOf(place, 'H1')).blocking, 1)
    assert.equal((await currentOf(place, 'H2')).blocking, 1)
    await write(place, [repair(two, { version: 1 })], 'cause-2')
    assert.equal((await currentOf(place, 'H1')).blocking, 0)
    assert.equal((await currentOf(place, 'H2')).blocking, 0)
    assert.deepEqual(await inRegister(place, (tx) => recapDifferences(tx, place)), [])
  })

  test('a period that is being finalised takes no write', async ({ assert }) => {
    const doc = household('H1', 'SATU', '3371011204789902')
    const place = await openRegister(regency.code, [doc])
    await inRegister(place, (tx) =>
      query(tx, `update finalisations set state = 'finalising' where period_id = ?`, [place.periodId]),
    )
    await assert.rejects(() => write(place, [repair(doc)]), /period is finalising/)
    assert.include(await currentOf(place, 'H1'), { kind: 'none', version: 0 })
  })

  test('another regency sees none of the rows', async ({ assert }) => {
    const place = await openRegister(regency.code, [household('H1', 'SATU', '3371011204789902')])
    const seen = await scope.run(scope.of(foreign.code, TESTER), (tx) => readBase(tx, place, ['H1']))
    assert.equal(seen.size, 0)
    const search = (code: string) =>
      scope.run(scope.of(code, TESTER), (tx) =>
        query(tx, 'select * from bdt_search(?, ?, ?)', [place.periodId, regency.code, 'SATU']),
      )
    assert.lengthOf(await search(foreign.code), 0)
    assert.lengthOf(await search(regency.code), 1)
  })
})
