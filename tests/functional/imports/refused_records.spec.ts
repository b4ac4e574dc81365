import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { changed, household, importPaths, openDesk, recordsOf, take, working, type Desk } from './support.js'
import { wire, written } from './odd_files.js'

test.group('Refused records of a file', (group) => {
  group.teardown(() => clock.restore())
  let desk: Desk
  group.setup(async () => {
    desk = await openDesk((village) => [1, 2, 3, 4, 5, 6].map((n) => household(`H${n}`, village, n)))
  })

  test('5 records of which 3 cannot be taken: read 5 = accepted 2 + rejected 3, each with line, place and cure', async ({
    assert,
  }) => {
    const stranger = desk.regency.villages[1]!
    const file = await take(desk, {
      device: 'PC-FIVE',
      records: [
        { doc: changed(household('H2', desk.village, 2), { alamat: 'RT 02' }) },
        { doc: household('N1', desk.village, 11), kind: 'new', outcome: 'new' },
        { doc: changed(household('H3', desk.village, 3), { luas_lantai: 'tiga puluh' }) },
        { doc: household('N2', stranger, 12), kind: 'new', outcome: 'new' },
        { doc: household('X9', desk.village, 13) },
      ],
    })
    assert.include(file, { state: 'applied', read: 5, fresh: 1, changed: 1, rejected: 3, conflicts: 0 })
    const rejected = (await recordsOf(desk, file)).filter(({ status }) => status === 'rejected')
    assert.deepEqual(
      rejected.map(({ line, reasons }) => [line, reasons[0]!.code, reasons[0]!.field, reasons[0]!.value]),
      [
        [4, 'E_IMPORT_RECORD_SHAPE', 'luas_lantai', 'tiga puluh'],
        [5, 'E_IMPORT_RECORD_SCOPE', 'village_code', stranger],
        [6, 'E_IMPORT_RECORD_UNKNOWN', undefined, undefined],
      ],
    )
    assert.isTrue(rejected.every(({ reasons, line }) => reasons[0]!.text.id.startsWith(`Baris ${line}:`)))
    assert.equal((rejected[0]!.doc as { values: Record<string, unknown> }).values.luas_lantai, 'tiga puluh')
    assert.isUndefined(await working(desk, 'X9'))
  })

  test('lines that are no records, doubled households and unknown outcomes are rejected one by one', async ({ assert }) => {
    const path = await written(desk, 'lines.siks', [
      wire(desk, 'H4', 4, { alamat_baru: 'x', outcome: 'unchanged' }),
      { t: 'note', text: 'bukan rumah tangga' },
      wire(desk, 'H4', 4),
      wire(desk, 'H5', 5, { outcome: 'unverified' }),
      wire(desk, 'H5', 5, { module: 'lain' }),
    ])
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', read: 5, changed: 1, rejected: 4 })
    const codes = (await recordsOf(desk, file!)).map(({ status, reasons }) => reasons[0]?.code ?? status)
    assert.deepEqual(codes, [
      'changed',
      'E_SIKS_RECORD_TYPE',
      'E_SIKS_RECORD_REPEATED',
      'E_IMPORT_RECORD_OUTCOME',
      'E_SIKS_RECORD_MODULE',
    ])
    assert.deepEqual(file!.notes, [{ code: 'unknown_fields', count: 1, fields: ['alamat_baru'] }])
  })

  test('an outcome that the form does not offer for such a record rejects it: no addition of a known one, no removal of a proposal', async ({
    assert,
  }) => {
    const known = changed(household('H4', desk.village, 4), { alamat: 'RT 08' })
    const path = await written(desk, 'outcomes.siks', [
      wire(desk, 'H4', 4, { values: known.values, kind: 'new', outcome: 'new' }),
      wire(desk, 'H5', 5, { outcome: 'new' }),
      wire(desk, 'B1', 31, { kind: 'new', outcome: 'unchanged' }),
      wire(desk, 'B2', 32, { kind: 'new', outcome: 'deceased' }),
      wire(desk, 'B3', 33, { kind: 'new', outcome: 'new' }),
      wire(desk, 'B4', 34, { kind: 'new', outcome: 'cancelled' }),
    ])
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', read: 6, fresh: 2, rejected: 4 })
    const [known4, known5, ...proposals] = (await recordsOf(desk, file!)).map(({ reasons }) => reasons[0]?.code)
    assert.deepEqual([known4, known5], Array(2).fill('E_IMPORT_RECORD_OUTCOME_KNOWN'))
    assert.deepEqual(proposals, [...Array(2).fill('E_IMPORT_RECORD_OUTCOME_NEW'), undefined, undefined])
  })

  test('what a refused record holds is told without losing the others, whatever signs it is of', async ({ assert }) => {
    const cut = `${'A'.repeat(79)}\u{1f600}${'A'.repeat(40)}`
    const path = await written(desk, 'signs.siks', [
      wire(desk, 'H2', 2, { values: { ...household('H2', desk.village, 2).values, nama_krt: cut } }),
      wire(desk, 'H3', 3, { values: { ...household('H3', desk.village, 3).values, 'la\0in': 'x' } }),
      wire(desk, 'H4', 4, { values: { ...household('H4', desk.village, 4).values, [`${'a'.repeat(63)}\u{1f600}`]: 'x' } }),
      { t: `${'n'.repeat(31)}\u{1f600}` },
      wire(desk, 'H1', 1, { outcome: 'unchanged' }),
    ])
    const [file] = await importPaths(desk, path)
    assert.include(file, { state: 'checked', read: 5, rejected: 4 })
    const found = (await recordsOf(desk, file!)).map(({ reasons }) => reasons[0]?.value ?? reasons[0]?.field)
    assert.deepEqual(found, [`${'A'.repeat(79)}…`, 'la\u2400in', 'a'.repeat(63), undefined, undefined])
  })
})
