import { test } from '@japa/runner'
import { figuresIn, showDate, showDay, showDuration, showMoment, showNumber, showShare, showSize } from '#services/format'

test.group('Formats of the interface', () => {
  test('dates, numbers and shares are written the Indonesian way', ({ assert }) => {
    assert.equal(showDate('1962-12-25'), '25-12-1962')
    assert.equal(showNumber(1_250_000), '1.250.000')
    assert.equal(showNumber('1250', 2), '1.250,00')
    assert.equal(showShare(5, 8), '62,5%')
  })

  test('what is absent is a dash and never null, zero or NaN', ({ assert }) => {
    for (const shown of [showDate(null), showNumber(undefined), showShare(0, 0), showSize(null), showMoment('WIB', null)]) {
      assert.equal(shown, '–')
    }
    assert.equal(showNumber(0), '0')
  })

  test('sizes count by 1024 and keep at most one decimal', ({ assert }) => {
    assert.equal(showSize(900), '900 B')
    assert.equal(showSize(1536), '1,5 kB')
    assert.equal(showSize(64 * 1024 * 1024), '64 MB')
    assert.equal(showSize(1_468_006), '1,4 MB')
  })

  test('a moment is told on the wall of the zone, whatever the zone of the server', ({ assert }) => {
    const at = new Date('2026-11-25T17:30:00Z')
    assert.equal(showMoment('WIB', at), '26-11-2026 00.30 WIB')
    assert.equal(showMoment('WIT', '2026-11-25T17:30:00Z'), '26-11-2026 02.30 WIT')
    assert.equal(showDay('WITA', { toJSDate: () => at }), '26-11-2026')
  })

  test('times of work are told in the largest two units', ({ assert }) => {
    assert.equal(showDuration(850), '850 ms')
    assert.equal(showDuration(12_000), '12 dtk')
    assert.equal(showDuration(185_000), '3 mnt 05 dtk')
    assert.equal(showDuration(3_720_000), '1 jam 02 mnt')
  })

  test('figures are written the English way to those who read English', ({ assert }) => {
    const { number, share, size, duration } = figuresIn('en')
    assert.equal(number(1_250_000), '1,250,000')
    assert.equal(number('-1250', 2), '-1,250.00')
    assert.equal(share(5, 8), '62.5%')
    assert.equal(size(1_468_006), '1.4 MB')
    assert.equal(size(1536 * 1024 * 1024 * 1024), '1.5 TB')
    assert.deepEqual([12_000, 185_000, 3_720_000].map(duration), ['12 s', '3 min 05 s', '1 h 02 min'])
    assert.equal(number(null), '–')
  })
})
