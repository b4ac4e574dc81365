import { test } from '@japa/runner'
import { checkShape, MAX_KEY_LENGTH, type ShapeError } from '#verification/shape'
import { house, mini } from './support/mini.js'

const errorsOf = (raw: unknown): ShapeError[] => {
  const result = checkShape(mini, raw)
  return result.ok ? [] : result.errors
}
const codesOf = (raw: unknown) =>
  errorsOf(raw).map(({ group, key, field, code }) => [group, key, field, code].filter(Boolean).join(' '))
const withValues = (values: Record<string, unknown>) => ({ ...house(), values: { ...house().values, ...values } })
const withPerson = (values: Record<string, unknown>) => ({
  ...house(),
  groups: { families: [{ key: 'F1' }], people: [{ key: 'P1', family_key: 'F1', ...values }] },
})
function docOf(raw: unknown) {
  const result = checkShape(mini, raw)
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result
}

test.group('Shape of a record', () => {
  test('a record in order comes back as it is, its rows sorted by key', ({ assert }) => {
    const raw = house((doc) => doc.groups.people?.reverse())
    assert.deepEqual(docOf(raw), { ok: true, doc: house(), unknown: [], kept: {} })
  })

  test('empty answers are absent, never null or empty text', ({ assert }) => {
    const { doc } = docOf(withValues({ address: null, wall: null, visited: '', area: undefined, rank: null }))
    assert.sameMembers(Object.keys(doc.values), ['title', 'wall_state', 'fridge', 'shop'])
    assert.notProperty(docOf(withValues({ address: '  \t' })).doc.values, 'address')
  })

  test('text is kept as typed, apostrophes, formulas and scripts included', ({ assert }) => {
    for (const text of ["MA'RUF", 'MA’RUF', '=1+1', '\t=1+1', ' dua  kata ', '<b>', '{{ 7*7 }}']) {
      assert.equal(docOf(withValues({ address: text })).doc.values.address, text)
    }
  })

  test('marks of direction and signs without width are left out of texts, joiners and blanks stay', ({ assert }) => {
    const typed = '\u202eSITI\u200b \ufeffUJI\u2066\u200d\u00a0A\u2060'
    const { doc } = docOf(withValues({ address: typed }))
    assert.equal(doc.values.address, 'SITI UJI\u200d\u00a0A')
  })

  test('types are strict: a number is no text, a text no number', ({ assert }) => {
    assert.deepEqual(codesOf(withValues({ title: 5, wall: '1', area: '36', visited: 20261125 })), [
      ...['houses title type', 'houses wall type', 'houses area type', 'houses visited type'],
    ])
    assert.deepEqual(codesOf(withPerson({ nik: 3201014507859901 })), ['people P1 nik type'])
    assert.deepEqual(codesOf(withValues({ wall: true, area: { a: 1 } })), ['houses wall type', 'houses area type'])
  })

  test('numbers must fit their column, codes outside a list are left to the rules', ({ assert }) => {
    assert.deepEqual(codesOf(withValues({ wall: 1.5 })), ['houses wall number'])
    assert.deepEqual(codesOf(withValues({ wall: 40_000 })), ['houses wall number'])
    assert.deepEqual(codesOf(withPerson({ age: 2 ** 40 })), ['people P1 age number'])
    assert.deepEqual(codesOf(withValues({ area: Number.NaN, rank: Number.POSITIVE_INFINITY })), [
      'houses area number',
      'houses rank number',
    ])
    assert.equal(docOf(withValues({ wall: 99, area: -3.5 })).doc.values.wall, 99)
  })

  test('dates must exist on the calendar', ({ assert }) => {
    assert.equal(docOf(withValues({ visited: '2024-02-29' })).doc.values.visited, '2024-02-29')
    for (const visited of ['2023-02-29', '25-12-1962', '1962-12-25T00:00:00Z', '2026-13-01']) {
      assert.deepEqual(codesOf(withValues({ visited })), ['houses visited date'], visited)
    }
  })

  test('identifiers are cleaned, placeholders vanish, the unreadable stays for the rules to flag', ({ assert }) => {
    const nik = (value: string) => docOf(withPerson({ nik: value })).doc.groups.people?.[0]?.nik
    for (const written of [
      "'3201014507859901",
      ' 3201014507859901 ',
      '32.0101.450785.9901',
      '3201\u00a00145\u00a00785\u00a09901',
    ]) {
      assert.equal(nik(written), '3201014507859901', written)
    }
    for (const placeholder of ['0', '-', '0000000000000000']) assert.isUndefined(nik(placeholder), placeholder)
    for (const bad of ['320101450785990', '32010145078599011', '32010145078599O1', '3.20101E+15']) assert.equal(nik(bad), bad)
    assert.deepEqual(codesOf(withPerson({ nik: '1'.repeat(65) })), ['people P1 nik length'])
  })

  test('text is limited by characters of its own and by 8 KB for all', ({ assert }) => {
    assert.deepEqual(codesOf(withValues({ title: 'x'.repeat(21) })), ['houses title length'])
    assert.equal(docOf(withValues({ title: ` ${'x'.repeat(20)} \t` })).doc.values.title, 'x'.repeat(20))
    assert.equal(docOf(withValues({ title: ' x ' })).doc.values.title, ' x ')
    assert.deepEqual(codesOf(withValues({ title: '😀'.repeat(20) })), [])
    assert.deepEqual(codesOf(withValues({ remark: 'x'.repeat(8193) })), ['houses remark length'])
    assert.deepEqual(codesOf(withValues({ remark: 'é'.repeat(4097) })), ['houses remark length'])
    assert.deepEqual(codesOf(withValues({ remark: 'é'.repeat(4096) })), [])
  })

  test('characters that cannot be stored are refused', ({ assert }) => {
    for (const text of ['a\u0000b', 'a\uFFFDb', 'a\uD800b', 'a\u0007b', 'a\u001Bb', 'a\u007Fb', 'a\u0085b'])
      assert.deepEqual(codesOf(withValues({ address: text })), ['houses address text'])
    for (const text of ['a\tb', 'a\r\nb', 'MA’RUF É 𝒳 \uE000']) assert.deepEqual(codesOf(withValues({ address: text })), [])
  })

  test('a secret never stands in an error, another value does, shortened', ({ assert }) => {
    const [secret] = errorsOf(withPerson({ nik: 3201014507859901 }))
    assert.notProperty(secret ?? {}, 'value')
    assert.notInclude(JSON.stringify(secret), '320101')
    const [long] = errorsOf(withValues({ title: 'y'.repeat(500) }))
    assert.equal(long?.value, `${'y'.repeat(80)}…`)
    assert.match(long?.reason.id ?? '', /terlalu panjang/)
  })

  test('keys are needed, unique and clean; every row hangs on a parent of the same record', ({ assert }) => {
    const person = { key: 'P1', family_key: 'F1' }
    const groups = (people: unknown) => ({ ...house(), groups: { families: [{ key: 'F1' }], people } })
    assert.deepEqual(codesOf(groups([person, person])), ['people P1 key duplicate'])
    assert.deepEqual(codesOf(groups([{ ...person, family_key: 'F7' }])), ['people P1 family_key parent'])
    assert.deepEqual(codesOf(groups([{ key: 'P1' }])), ['people P1 family_key parent'])
    for (const key of [undefined, '', ' P1', 7, 'a\nb', 'x'.repeat(MAX_KEY_LENGTH + 1)]) {
      assert.deepEqual(codesOf(groups([{ ...person, key }])), ['people key key'], String(key))
    }
    assert.deepEqual(codesOf({ ...house(), key: '' }), ['houses key key'])
  })

  test('what is no record, no row or too many rows is refused', ({ assert }) => {
    for (const raw of [null, [], 'x', { key: 'H1' }, { key: 'H1', values: [] }, { key: 'H1', values: {}, groups: [] }]) {
      assert.deepEqual(codesOf(raw), ['houses key record'])
    }
    assert.deepEqual(codesOf({ ...house(), groups: { families: 'x' } }), ['families families record'])
    assert.deepEqual(codesOf({ ...house(), groups: { families: [null] } }), ['families families record'])
    const families = ['A', 'B', 'C', 'D'].map((key) => ({ key }))
    assert.deepEqual(codesOf({ ...house(), groups: { families } }), ['families families rows'])
    const [{ reason } = {}] = errorsOf({ ...house(), groups: { families } })
    assert.deepEqual(reason, {
      id: 'Jumlah baris melebihi batas 3. Hapus baris yang tidak perlu, lalu ekspor lagi.',
      en: 'There are more rows than the limit of 3. Remove the rows that are not needed, then export again.',
    })
  })

  test('what the instrument does not know is kept aside and reported', ({ assert }) => {
    const raw = withPerson({ shoe: 43, name: 'UJI' })
    const { doc, unknown, kept } = docOf({
      ...raw,
      values: { ...raw.values, colour: 'merah' },
      groups: { ...raw.groups, pets: [{ key: 'X' }] },
    })
    assert.sameMembers(unknown, ['houses.colour', 'people.shoe', 'houses.pets'])
    assert.deepEqual(kept, { 'houses/colour': 'merah', 'people/P1/shoe': 43, 'houses/pets': [{ key: 'X' }] })
    assert.notProperty(doc.values, 'colour')
    assert.notProperty(doc.groups, 'pets')
  })

  test('names of JavaScript’s own objects are data like any other', ({ assert }) => {
    const raw: unknown = JSON.parse('{"key":"H1","values":{"title":"A","__proto__":{"wall":1},"constructor":"x"},"groups":{}}')
    const { doc, unknown } = docOf(raw)
    assert.deepEqual(doc.values, { title: 'A' })
    assert.sameMembers(unknown, ['houses.__proto__', 'houses.constructor'])
  })
})
