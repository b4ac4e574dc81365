import { test } from '@japa/runner'
import { closedByHand, lastDayOfFinalising, lastDayOfWork, phaseOn, type Calendar } from '#verification/periods/phase'

const calendar = (more: Partial<Calendar> = {}): Calendar => ({
  zone: 'WIB',
  ...{ opensOn: '2026-11-01', untilOn: '2026-11-30', finaliseDays: 14, closedAt: null, grantedUntil: null },
  ...more,
})

test.group('Phase of a period for a regency', () => {
  test('work lasts to the end of the last day, then finalising alone for its days', ({ assert }) => {
    const plain = calendar()
    assert.equal(phaseOn(plain, '2026-10-31'), 'upcoming')
    assert.equal(phaseOn(plain, '2026-11-30'), 'open')
    assert.equal(phaseOn(plain, '2026-12-01'), 'closing')
    assert.equal(phaseOn(plain, '2026-12-14'), 'closing')
    assert.equal(phaseOn(plain, '2026-12-15'), 'closed')
    assert.equal(lastDayOfFinalising(plain), '2026-12-14')
  })

  test('closed by hand, the day of closing is no day of work any more', ({ assert }) => {
    const closed = calendar({ closedAt: new Date('2026-11-20T03:00:00Z') })
    assert.equal(lastDayOfWork(closed), '2026-11-19')
    assert.equal(phaseOn(closed, '2026-11-20'), 'closing')
    assert.equal(phaseOn(closed, '2026-12-03'), 'closing')
    assert.equal(phaseOn(closed, '2026-12-04'), 'closed')
  })

  test('the day of closing by hand is the one of the regency: late in the evening of Jakarta it is the next one in Papua', ({
    assert,
  }) => {
    const closedAt = new Date('2026-11-20T15:30:00Z')
    const [west, east] = [calendar({ closedAt }), calendar({ closedAt, zone: 'WIT' })]
    assert.deepEqual([lastDayOfWork(west), lastDayOfWork(east)], ['2026-11-19', '2026-11-20'])
    assert.deepEqual([phaseOn(west, '2026-11-20'), phaseOn(east, '2026-11-21')], ['closing', 'closing'])
    assert.deepEqual([lastDayOfFinalising(west), lastDayOfFinalising(east)], ['2026-12-03', '2026-12-04'])
  })

  test('a closing by hand is told only where it is what ended the work', ({ assert }) => {
    const closedAt = new Date('2026-11-20T03:00:00Z')
    assert.deepEqual(closedByHand(calendar({ closedAt })), closedAt)
    assert.isNull(closedByHand(calendar({ closedAt, grantedUntil: '2026-11-25' })))
    assert.isNull(closedByHand(calendar({ closedAt: new Date('2026-12-05T03:00:00Z') })))
    assert.isNull(closedByHand(calendar()))
  })

  test('closed after its last day, the last day stands', ({ assert }) => {
    assert.equal(lastDayOfWork(calendar({ closedAt: new Date('2026-12-05T03:00:00Z') })), '2026-11-30')
  })

  test('opened and closed on one day, nothing but finalising is left', ({ assert }) => {
    const short = calendar({ closedAt: new Date('2026-11-01T05:00:00Z') })
    assert.equal(phaseOn(short, '2026-11-01'), 'closing')
    assert.equal(phaseOn(short, '2026-11-15'), 'closed')
  })

  test('a day granted to the regency outlasts the end and a closing by hand', ({ assert }) => {
    const granted = calendar({ closedAt: new Date('2026-11-20T03:00:00Z'), grantedUntil: '2026-12-24' })
    assert.equal(phaseOn(granted, '2026-12-24'), 'open')
    assert.equal(phaseOn(granted, '2026-12-25'), 'closing')
    assert.equal(lastDayOfFinalising(granted), '2027-01-07')
    assert.equal(lastDayOfWork(calendar({ grantedUntil: '2026-11-10' })), '2026-11-30', 'a grant never shortens')
  })
})
