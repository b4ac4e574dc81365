import { test } from '@japa/runner'
import { MessageFormatter } from '#services/message_formatter'

const RECORDS = '{count, plural, one {# record is} other {# records are}} left'

test.group('Sentences of the catalogues', () => {
  test('a count of {given} is told as "{told}"')
    .with([
      { given: 1, told: '1 record is left' },
      { given: 0, told: '0 records are left' },
      { given: 1204, told: '1,204 records are left' },
      { given: '1', told: '1 record is left' },
      { given: '1,204', told: '1,204 records are left' },
      { given: '1.204', told: '1,204 records are left' },
    ])
    .run(({ assert }, { given, told }) => {
      assert.equal(new MessageFormatter().format(RECORDS, 'en', { count: given }), told)
    })

  test('a figure that chooses nothing stays as it was written', ({ assert }) => {
    const formatter = new MessageFormatter()
    assert.equal(formatter.format('Baris {row} dari {count}', 'id', { row: '1.000', count: '1.204' }), 'Baris 1.000 dari 1.204')
    assert.equal(formatter.format('{count, plural, other {# baris}}', 'id', { count: '1.204' }), '1.204 baris')
  })
})
