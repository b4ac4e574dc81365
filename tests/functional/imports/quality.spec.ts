import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { tableNames } from '#verification/store/index'
import {
  changed,
  household,
  importPaths,
  inDesk,
  openDesk,
  proposal,
  recordsOf,
  take,
  working,
  writeExport,
  type Desk,
} from './support.js'

const head = (doc: RecordDoc, answers: Record<string, string | number | undefined>): RecordDoc => ({
  ...doc,
  groups: { ...doc.groups, members: doc.groups.members!.map((row, at) => (at === 0 ? answered(row, answers) : row)) },
})

function answered(row: ChildRow, answers: Record<string, string | number | undefined>): ChildRow {
  const kept = Object.entries({ ...row, ...answers }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as ChildRow
}

const codes = (problems: readonly { rule: string; severity: string }[]) =>
  problems.filter(({ severity }) => severity === 'block').map(({ rule }) => rule)

async function peopleOf(desk: Desk, keys: string[]) {
  const { people } = tableNames(desk.place.module.instrument)
  return inDesk(desk, (tx) =>
    query<{ record_key: string; name: string; nik: string | null }>(
      tx,
      `select record_key, name, nik from ${people} where period_id = ? and regency_code = ? and record_key = any (?) and relation = 1 order by record_key`,
      [desk.place.periodId, desk.regency.code, keys],
    ),
  )
}

/** Rule problems do not reject a record of a `.siks`: it is stored with them, and they hinder its acceptance. */
test.group('Quality of imported records', (group) => {
  group.teardown(() => clock.restore())
  let desk: Desk
  group.setup(async () => {
    desk = await openDesk((village) => [household('H1', village, 1), household('H2', village, 2), household('H3', village, 3)])
  })

  test('5 records, one bad NIK and one NIK on two: all stored, three of them blocked, each naming the other line', async ({
    assert,
  }) => {
    const doubled = { nik: '3201011204789979' }
    const records = [
      { doc: proposal('Q1', desk.village, 21) },
      { doc: proposal('Q2', desk.village, 22) },
      { doc: head(proposal('Q3', desk.village, 23), { nik: '3201013504789906' }) },
      { doc: head(proposal('Q4', desk.village, 24), { ...doubled, nama: 'UJI EMPAT' }) },
      { doc: head(proposal('Q5', desk.village, 25), { ...doubled, nama: 'UJI LIMA' }) },
    ].map((record) => ({ ...record, kind: 'new' as const, outcome: 'new' }))
    const file = await take(desk, { device: 'PC-S10', records })
    assert.include(file, { state: 'applied', read: 5, fresh: 5, rejected: 0, conflicts: 0 })
    const stored = await recordsOf(desk, file)
    assert.deepEqual(
      stored.map(({ problems }) => codes(problems)),
      [[], [], ['BDT-R01'], [], []],
    )
    assert.deepEqual(
      stored.map(({ setProblems }) => codes(setProblems)),
      [[], [], [], ['BDT-R02'], ['BDT-R02']],
    )
    assert.deepEqual(stored[3]!.setProblems[0]!.params, { other: 'Q5', who: 'UJI EMPAT', nik: '3201**********79', line: 6 })
    assert.deepInclude(stored[4]!.setProblems[0]!.params, { other: 'Q4', line: 5 })
    const now = await Promise.all(['Q1', 'Q2', 'Q3', 'Q4', 'Q5'].map((key) => working(desk, key)))
    assert.deepEqual(
      now.map((record) => record!.blocking),
      [0, 0, 1, 1, 1],
    )
    assert.deepEqual(now[3]!.setProblems[0]!.params, { other: 'Q5', who: 'UJI EMPAT', nik: '3201**********79' })
  })

  test('a NIK that another household of the register holds is shown with that household, and nothing of it changes', async ({
    assert,
  }) => {
    const known = household('H2', desk.village, 2).groups.members![0]!.nik
    const [file] = await importPaths(
      desk,
      await writeExport(desk, {
        device: 'PC-NIK',
        records: [{ doc: head(proposal('Q6', desk.village, 26), { nik: known }), kind: 'new', outcome: 'new' }],
      }),
    )
    const [record] = await recordsOf(desk, file!)
    assert.deepEqual(
      record!.setProblems.map(({ rule, params }) => [rule, params?.other, params?.line]),
      [['BDT-R02', 'H2', undefined]],
    )
    assert.isUndefined(await working(desk, 'H2'))
  })

  test('three persons without NIK are three persons, no duplicates of each other, and a later NIK stays with the same one', async ({
    assert,
  }) => {
    const names = ['UJI SATU', 'UJI DUA', 'UJI TIGA']
    const placeholders = ['0', '-', '0000000000000000']
    const without = (at: number, nik: string | undefined): RecordDoc => {
      const doc = proposal(`S${at}`, desk.village, 31 + at)
      return head(changed(doc, { nama_krt: names[at]! }), { nama: names[at]!, nik, tgl_lahir: `1978-04-1${at}` })
    }
    const records = names.map((_, at) => ({ doc: without(at, placeholders[at]), kind: 'new' as const, outcome: 'new' }))
    const file = await take(desk, { device: 'PC-S03', records })
    assert.include(file, { fresh: 3, rejected: 0 })
    const stored = await recordsOf(desk, file)
    assert.deepEqual(
      stored.flatMap(({ setProblems }) => setProblems),
      [],
    )
    assert.isTrue(
      stored.every(({ problems }) => problems.some(({ rule, severity }) => rule === 'BDT-R01' && severity === 'warn')),
    )
    assert.deepEqual(
      await peopleOf(desk, ['S0', 'S1', 'S2']),
      names.map((name, at) => ({ record_key: `S${at}`, name, nik: null })),
    )
    const corrected = records.map((record, at) =>
      at === 1 ? { ...record, doc: without(1, '3201011104789920'), rev: 2 } : record,
    )
    assert.include(await take(desk, { device: 'PC-S03', sequence: 2, records: corrected }), { fresh: 0, changed: 1, same: 2 })
    assert.deepEqual(
      (await peopleOf(desk, ['S0', 'S1', 'S2'])).map(({ nik }) => nik),
      [null, '3201011104789920', null],
    )
    assert.include(await working(desk, 'S1'), { kind: 'new', version: 2 })
  })

  test('a second head is stored as the file says and blocks; nobody is turned into something else', async ({ assert }) => {
    const doc = household('H3', desk.village, 3)
    const second: ChildRow = {
      ...doc.groups.members![1]!,
      key: 'H3-9',
      nik: '3201014507859939',
      hub_krt: 1,
      hubkel: 1,
      nama: 'UJI KEPALA DUA',
    }
    const twoHeads = { ...doc, groups: { ...doc.groups, members: [...doc.groups.members!, second] } }
    const file = await take(desk, { device: 'PC-S11', records: [{ doc: twoHeads }] })
    assert.include(file, { changed: 1, rejected: 0 })
    const record = (await working(desk, 'H3'))!
    assert.includeMembers(codes(record.problems), ['BDT-R06', 'BDT-R07'])
    assert.deepEqual(
      record.doc.groups.members!.map(({ key, hub_krt }) => [key, hub_krt]),
      [
        ['H3-1', 1],
        ['H3-2', 2],
        ['H3-3', 3],
        ['H3-9', 1],
      ],
    )
    const again = await take(desk, { device: 'PC-S11', sequence: 2, records: [{ doc: twoHeads }] })
    assert.include(again, { same: 1, changed: 0 })
    assert.equal((await working(desk, 'H3'))!.version, 1)
  })

  test('values only the centre may write are ignored and noted, those of the register stand', async ({ assert }) => {
    const file = await take(desk, {
      device: 'PC-A',
      records: [{ doc: changed(household('H1', desk.village, 1), { percentile: 99, alamat: 'RT 03' }) }],
    })
    assert.deepEqual(file.notes, [{ code: 'ignored_values', count: 1, fields: ['percentile'] }])
    assert.include((await working(desk, 'H1'))!.doc.values, { percentile: 12, alamat: 'RT 03' })
  })

  test('text of any kind comes through as it was typed', async ({ assert }) => {
    const typed = ['<img src=x onerror=alert(1)>', '{{ 7*7 }}', 'tab\tand "quote" \\ back', '=1+1', 'MA’RUF & ANAK']
    const file = await take(desk, {
      device: 'PC-T',
      records: typed.map((alamat, at) => ({
        doc: proposal(`T${at}`, desk.village, 40 + at, { alamat }),
        kind: 'new' as const,
        outcome: 'new',
      })),
    })
    assert.include(file, { fresh: typed.length })
    const kept = await Promise.all(typed.map(async (_, at) => (await working(desk, `T${at}`))!.doc.values.alamat))
    assert.deepEqual(kept, typed)
  })
})
