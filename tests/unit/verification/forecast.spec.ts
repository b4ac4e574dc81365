import { test } from '@japa/runner'
import { forecast } from '#verification/cockpit/forecast'

const days = { opensOn: '2026-11-01', closesOn: '2026-12-31', today: '2026-11-10' }

test.group('Forecast of a village', () => {
  test('goes on at the pace since the period began, today included', ({ assert }) => {
    assert.deepEqual(forecast({ records: 100, touched: 20 }, days), { verdict: 'on_time', finish: '2026-12-20', pace: 2 })
    assert.deepEqual(forecast({ records: 130, touched: 20 }, days), { verdict: 'late', finish: '2027-01-04', pace: 2 })
    assert.deepEqual(forecast({ records: 122, touched: 20 }, days), { verdict: 'on_time', finish: '2026-12-31', pace: 2 })
    assert.deepEqual(forecast({ records: 124, touched: 20 }, days), { verdict: 'late', finish: '2027-01-01', pace: 2 })
  })

  test('says nothing where there is nothing to tell by, and no day beyond ten years', ({ assert }) => {
    const verdict = (records: number, touched: number, today = days.today) =>
      forecast({ records, touched }, { ...days, today }).verdict
    assert.equal(verdict(0, 0), 'empty')
    assert.equal(verdict(10, 10), 'done')
    assert.equal(verdict(10, 0), 'unknown')
    assert.equal(verdict(10, 0, '2026-10-20'), 'unknown')
    assert.equal(verdict(10, 9, '2026-12-31'), 'late')
    assert.equal(verdict(10, 9, '2027-01-01'), 'over')
    assert.deepEqual(forecast({ records: 100, touched: 20 }, { ...days, final: true }), {
      verdict: 'final',
      finish: null,
      pace: null,
    })
    assert.deepEqual(forecast({ records: 400_000, touched: 1 }, days), { verdict: 'late', finish: null, pace: 0.1 })
  })
})
