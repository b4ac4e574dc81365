import { test } from '@japa/runner'
import { LEAST_REASON, saysWhy } from '#domain/reason'

test.group('What is a reason', () => {
  const cases: [string, boolean][] = [
    ['', false],
    ['x', false],
    ['tes', false],
    ['...........', false],
    ['12345 67890', false],
    ['a b c d e f', false],
    ['Musdes', true],
    ['Sudah pindah', true],
    ["Ma'ruf, RT 01", true],
  ]
  for (const [text, is] of cases) {
    test(`"${text}" is ${is ? 'one' : 'none'}`, ({ assert }) => assert.equal(saysWhy(text), is))
  }

  test('where more is asked, more letters are needed', ({ assert }) => {
    assert.equal(LEAST_REASON, 5)
    assert.isFalse(saysWhy('Musdes', 10))
    assert.isFalse(saysWhy('Musdes 12 Mei 2026', 10))
    assert.isTrue(saysWhy('Musdes bulan Mei', 10))
  })
})
