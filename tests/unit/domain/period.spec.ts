import { test } from '@japa/runner'
import { Period, type PeriodPhase } from '#domain/period'
import { Quota } from '#domain/quota'
import { codeOf } from './code_of.js'

const dates = { opensOn: '2026-10-01', closesOn: '2026-11-30', finaliseDays: 14 }

test.group('Period', () => {
  test('on {0} it is {1}: work {2}, finalising {3}, {4} days left')
    .with([
      ['2026-09-30', 'upcoming', false, false, 61],
      ['2026-10-01', 'open', true, true, 60],
      ['2026-11-30', 'open', true, true, 0],
      ['2026-12-01', 'closing', false, true, 13],
      ['2026-12-14', 'closing', false, true, 0],
      ['2026-12-15', 'closed', false, false, 0],
    ] as [string, PeriodPhase, boolean, boolean, number][])
    .run(({ assert }, [today, phase, work, finalising, left]) => {
      const period = new Period(dates)
      assert.strictEqual(period.phase(today), phase)
      assert.strictEqual(period.acceptsWork(today), work)
      assert.strictEqual(period.acceptsFinalising(today), finalising)
      assert.strictEqual(period.daysLeft(today), left)
    })

  test('an extension moves both ends and never shortens', ({ assert }) => {
    const period = new Period(dates).extendedTo('2026-12-05')
    assert.strictEqual(period.phase('2026-12-05'), 'open')
    assert.strictEqual(period.finaliseUntil, '2026-12-19')
    assert.strictEqual(
      codeOf(() => period.extendedTo('2026-12-05')),
      'E_PERIOD_SHORTENED',
    )
    assert.throws(() => period.extendedTo('2026-12-01'), 'Perpanjangan harus setelah tanggal tutup 05-12-2026.')
  })

  test('without days for finalising it closes at once', ({ assert }) => {
    assert.strictEqual(new Period({ ...dates, finaliseDays: 0 }).phase('2026-12-01'), 'closed')
  })

  test('dates that make no period are refused', ({ assert }) => {
    assert.strictEqual(
      codeOf(() => new Period({ ...dates, closesOn: '2026-09-30' })),
      'E_PERIOD_DATES',
    )
    assert.strictEqual(
      codeOf(() => new Period({ ...dates, finaliseDays: -1 })),
      'E_PERIOD_FINALISE_DAYS',
    )
    assert.strictEqual(
      codeOf(() => new Period({ ...dates, finaliseDays: 1.5 })),
      'E_PERIOD_FINALISE_DAYS',
    )
  })
})

test.group('Quota', () => {
  test('the last place can be taken once', ({ assert }) => {
    const full = new Quota(100, 99).take()
    assert.strictEqual(full.used, 100)
    assert.strictEqual(full.free, 0)
    assert.throws(() => full.take(), 'kuota penuh (100/100)')
  })

  test('a batch fits as a whole or not at all', ({ assert }) => {
    const quota = new Quota(100, 97)
    assert.throws(() => quota.take(5), 'butuh 5, sisa 3')
    assert.strictEqual(quota.used, 97)
    assert.strictEqual(quota.take(3).free, 0)
  })

  test('a lowered limit shows its excess and removes nobody', ({ assert }) => {
    const quota = new Quota(90, 97)
    assert.isTrue(quota.exceeded)
    assert.strictEqual(quota.excess, 7)
    assert.strictEqual(quota.free, 0)
    assert.isFalse(new Quota(97, 97).exceeded)
    assert.strictEqual(
      codeOf(() => new Quota(-1, 0)),
      'E_QUOTA_NUMBER',
    )
  })
})
