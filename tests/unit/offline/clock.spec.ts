import { test } from '@japa/runner'
import { clockFault, momentNow, shownMoment } from '../../../resources/offline/work/moment.js'

test.group('The clock of an operator’s computer', () => {
  test('a moment carries its offset and is the same moment', ({ assert }) => {
    const now = new Date('2026-11-25T05:00:00.000Z')
    const text = momentNow(now)
    assert.match(text, /^2026-11-2\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/)
    assert.equal(Date.parse(text), now.getTime())
    assert.equal(shownMoment('2026-11-25T09:05:00.000+07:00'), '25-11-2026 09.05')
  })

  test('is wrong when it stands before the package was issued or years after', ({ assert }) => {
    const issued = '2026-11-25T09:00:00+07:00'
    assert.equal(clockFault(issued, new Date('2024-01-01T00:00:00Z')), 'behind')
    assert.equal(clockFault(issued, new Date('2031-01-01T00:00:00Z')), 'ahead')
    assert.isNull(clockFault(issued, new Date('2026-11-25T01:00:00Z')))
    assert.isNull(clockFault(issued, new Date('2027-05-01T00:00:00Z')))
  })
})
