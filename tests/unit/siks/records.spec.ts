import { test } from '@japa/runner'
import { ndjson, readAll, sampleRecord, sealText, wire } from './support.js'

const good = wire(sampleRecord(1))

/** Reads a file of the faulty line between two good ones. */
async function readBeside(faulty: unknown) {
  const { lines, end } = await readAll(await sealText(ndjson([good, faulty, wire(sampleRecord(2))])))
  return { lines, end, problem: lines[1].problem }
}

test.group('One record of the wrong shape', () => {
  test('is named with its line and field while the rest of the file is read', async ({ assert }) => {
    const cases: [Record<string, unknown>, string][] = [
      [{ module: 'BDT' }, 'module'],
      [{ key: 7 }, 'key'],
      [{ key: '' }, 'key'],
      [{ rev: 0 }, 'rev'],
      [{ rev: '2' }, 'rev'],
      [{ rev: 2 ** 31 }, 'rev'],
      [{ rev: Number.MAX_SAFE_INTEGER }, 'rev'],
      [{ kind: 'other' }, 'kind'],
      [{ outcome: null }, 'outcome'],
      [{ edited_at: '25-11-2026' }, 'edited_at'],
      [{ edited_at: '2026-11-25T12:00:00' }, 'edited_at'],
      [{ edited_at: '2026-02-30T12:00:00+07:00' }, 'edited_at'],
      [{ values: [] }, 'values'],
      [{ values: undefined }, 'values'],
      [{ values: { nama_krt: true } }, 'nama_krt'],
      [{ values: { nama_krt: ['x'] } }, 'nama_krt'],
      [{ values: { 'Nama KRT': 'x' } }, 'Nama KRT'],
      [{ values: { 3201014507859901: 'x' } }, '…'],
      [{ 'nik 3201014507859901': 1 }, 'nik …'],
      [{ members: ['x'] }, 'members.key'],
      [{ members: [{ nama: 'x' }] }, 'members.key'],
      [{ members: [{ key: 'M1', nik: {} }] }, 'members.nik'],
      [{ catatan: { a: { b: { c: { d: { e: 1 } } } } } }, 'catatan'],
    ]
    for (const [change, field] of cases) {
      const { lines, end, problem } = await readBeside({ ...good, key: '3371-X', ...change })
      assert.equal(problem?.code, 'E_SIKS_RECORD_FIELD', field)
      assert.deepInclude(problem?.params, { line: 3, field })
      assert.include(problem?.message, `Baris 3: isian “${field}”`)
      assert.equal(end.records, 3)
      assert.deepEqual([lines[0].record?.key, lines[2].record?.key], ['3371-000001', '3371-000002'])
    }
  })

  test('still tells its module and key when those can be read', async ({ assert }) => {
    const { lines } = await readBeside({ ...good, key: '3371-X', rev: -1 })
    assert.deepInclude(lines[1], { line: 3, module: 'bdt', key: '3371-X' })
    const { lines: others } = await readBeside({ ...good, module: 1, key: 'x'.repeat(65) })
    assert.deepInclude(others[1], { line: 3, module: null, key: null })
  })

  test('or of another type is counted and skipped', async ({ assert }) => {
    for (const line of [{ t: 'photo' }, [1], 'null', '7', '"teks"', {}]) {
      assert.equal((await readBeside(line)).problem?.code, 'E_SIKS_RECORD_TYPE')
    }
    assert.include((await readBeside({ t: 'photo' })).problem?.message, '“photo”')
    const { problem } = await readBeside({ t: '3201014507859901 SITI UJI' })
    assert.notMatch(problem?.message ?? '', /SITI|3201/)
  })

  test('that has a name twice is refused, at any depth, and is not taken for one that merely speaks of names', async ({
    assert,
  }) => {
    const text = JSON.stringify({ ...good, key: '3371-X' })
    const twice = [
      text.replace('"rev":', '"rev":9,"rev":'),
      text.replace('"values":{', '"values":{"nama_krt":"A","nama_krt":"B",'),
      `${text.slice(0, -1)},"catatan":{"a" :1,"a" : 2}}`,
    ]
    for (const line of twice) {
      const { problem, end } = await readBeside(line)
      assert.deepEqual([problem?.code, problem?.params, end.records], ['E_SIKS_NAME_REPEATED', { line: 3 }, 3], line)
    }
    const speaking = { ...good, key: '3371-X', catatan: { ujar: '"rev":1,"rev":2', alamat: 'a\\":' } }
    for (const line of [JSON.stringify(speaking), JSON.stringify(speaking).replaceAll('":', '" : ')]) {
      assert.isUndefined((await readBeside(line)).problem, line)
    }
  })

  test('of a module the manifest does not name is refused', async ({ assert }) => {
    assert.equal((await readBeside({ ...good, module: 'pbi' })).problem?.code, 'E_SIKS_RECORD_MODULE')
  })

  test('that stands twice in the file is refused the second time, naming the first line', async ({ assert }) => {
    const { problem } = await readBeside({ ...good, rev: 9 })
    assert.equal(problem?.code, 'E_SIKS_RECORD_REPEATED')
    assert.equal(problem?.params.first, 2)
  })

  test('with two rows of one key is refused', async ({ assert }) => {
    const { problem } = await readBeside({ ...good, key: '3371-X', members: [{ key: 'A' }, { key: 'A' }] })
    assert.deepInclude(problem, { code: 'E_SIKS_ROW_REPEATED' })
    assert.deepInclude(problem?.params, { field: 'members', row: 'A' })
  })

  test('with a text above 8 KB in UTF-8 is refused, and one of exactly 8 KB is not', async ({ assert }) => {
    const withText = (text: string) => ({ ...good, key: '3371-X', members: [{ key: 'A', nama: text }] })
    assert.equal((await readBeside(withText('a'.repeat(8_193)))).problem?.code, 'E_SIKS_TEXT_TOO_LONG')
    assert.equal((await readBeside(withText('é'.repeat(4_097)))).problem?.params.field, 'members.nama')
    assert.isUndefined((await readBeside(withText('é'.repeat(4_096)))).problem)
  })

  test('with a character no database can store is refused', async ({ assert }) => {
    for (const text of ['a\\u0000b', 'a\\ud800b']) {
      const line = JSON.stringify({ ...good, key: '3371-X' }).replace('UJI 000001', text)
      assert.equal((await readBeside(line)).problem?.code, 'E_SIKS_TEXT_INVALID')
    }
  })

  test('cannot reach the prototype of anything', async ({ assert }) => {
    const line = JSON.stringify({ ...good, key: '3371-X' }).replace('"values":{', '"values":{"__proto__":"x",')
    assert.equal((await readBeside(line)).problem?.params.field, '__proto__')
    const outer = JSON.stringify({ ...good, key: '3371-X' }).replace('{', '{"__proto__":{"admin":1},')
    assert.equal((await readBeside(outer)).problem?.params.field, '__proto__')
  })

  test('never puts a value of the record into its message', async ({ assert }) => {
    const { problem } = await readBeside({ ...good, key: '3371-X', members: [{ key: 'A', nik: ['3371015507859901'] }] })
    assert.notInclude(JSON.stringify([problem, problem?.text]), '3371015507859901')
  })
})
