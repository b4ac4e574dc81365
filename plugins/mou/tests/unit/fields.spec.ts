import { test } from '@japa/runner'
import { faultsOf, FIELD_NAMES, readFacts } from '../../fields.js'
import { CHECKLIST, noteText, STANDARD_NOTES } from '../../checklist.js'
import { endsSoon, stateOf } from '../../states.js'

const TODAY = '2026-11-25'
const SOUND = {
  ...{ request_number: '460/1', request_date: '2026-11-20', purpose: 'Verifikasi data di semua desa.' },
  ...{ number: '1/NK', signed_on: '2026-11-25', first_party: 'Kemensos', first_signatory: 'Dirjen' },
  ...{ second_party: 'Pemkot', second_signatory: 'Kadis', valid_until: '2026-11-26' },
}

test.group('What is told about the papers', () => {
  test('every spelling of a date is read, anything else stays as typed, unknown fields are left out', ({ assert }) => {
    const facts = readFacts({
      ...{ signed_on: '5/1/2027', valid_until: '31-02-2030', number: '  1 /\u0007 NK ', purpose: 'satu\r\n\r\n  dua  ' },
      ...{ _csrf: 'x', act: 'send', request_number: '', first_party: ['larik'] },
    })
    assert.deepEqual(facts, { purpose: 'satu\n\ndua', number: '1 / NK', signed_on: '2027-01-05', valid_until: '31-02-2030' })
  })

  test('sound facts have no fault, absent ones are all named', ({ assert }) => {
    assert.deepEqual(faultsOf(SOUND, TODAY), {})
    assert.deepEqual(faultsOf({ ...SOUND, valid_until: TODAY }, TODAY), {}, 'the last day itself still counts')
    assert.sameMembers(Object.keys(faultsOf({}, TODAY)), [...FIELD_NAMES])
  })

  for (const [field, value, reason] of [
    ['signed_on', '2026-11-26', /belum tiba/],
    ['request_date', '2027-01-01', /belum tiba/],
    ['valid_until', '2026-11-24', /sudah habis/],
    ['valid_until', '2046-11-26', /lebih dari 10 tahun/],
    ['valid_until', 'besok', /bukan tanggal/],
    ['number', 'x'.repeat(81), /paling banyak 80 karakter, tetapi berisi 81/],
    ['purpose', 'Bansos', /paling sedikit 20 karakter/],
  ] as const) {
    test(`"${value.slice(0, 12)}" is no ${field}`, ({ assert }) => {
      const faults = faultsOf({ ...SOUND, [field]: value }, TODAY)
      assert.deepEqual(Object.keys(faults), [field])
      assert.match(faults[field] ?? '', reason)
    })
  }
})

test.group('States by the calendar', () => {
  test('the newest round and the day decide', ({ assert }) => {
    const approved = { state: 'approved', validUntil: TODAY } as const
    assert.equal(stateOf(null, TODAY), 'not_uploaded')
    assert.equal(stateOf(approved, TODAY), 'approved')
    assert.equal(stateOf(approved, '2026-11-26'), 'expired')
    assert.equal(stateOf({ ...approved, state: 'returned' }, '2030-01-01'), 'returned')
    assert.equal(stateOf({ ...approved, state: 'waiting' }, '2030-01-01'), 'waiting')
    for (const state of ['withdrawn', 'revoked'] as const) assert.equal(stateOf({ ...approved, state }, TODAY), 'returned')
  })

  test('an agreement ends soon within 60 days and not after its end', ({ assert }) => {
    assert.isTrue(endsSoon('2027-01-24', TODAY))
    assert.isFalse(endsSoon('2027-01-25', TODAY))
    assert.isTrue(endsSoon(TODAY, TODAY))
    assert.isFalse(endsSoon('2026-11-24', TODAY))
  })
})

test.group('Checklist and standard notes', () => {
  test('ids are unique, and each line has both languages', ({ assert }) => {
    for (const list of [CHECKLIST, STANDARD_NOTES]) {
      assert.equal(new Set(list.map(({ id }) => id)).size, list.length)
      for (const { text } of list) assert.notEqual(text.id.trim(), text.en.trim())
    }
  })

  test('a note is one text of the reader’s language', ({ assert }) => {
    const note = { standard: ['unsigned_agreement'], text: 'Hubungi kami.' }
    assert.equal(noteText(note, 'id'), 'MoU belum ditandatangani kedua pihak atau belum bermeterai. Hubungi kami.')
    assert.equal(noteText(note, 'en'), 'The MoU lacks a signature or its duty stamp. Hubungi kami.')
    assert.equal(noteText(undefined, 'id'), '')
  })
})
