import { test } from '@japa/runner'
import { formatMoment, ianaZone, MINISTRY_ZONE, todayIn, zoneOfProvince, type Zone } from '#domain/zone'
import { codeOf } from './code_of.js'

const PROVINCES: Record<Zone, string> = {
  WIB: '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62',
  WITA: '51 52 53 63 64 65 71 72 73 74 75 76',
  WIT: '81 82 91 92 93 94 95 96',
}
const NOON_IN_JAKARTA = new Date('2026-11-25T05:00:00Z')
const LATE_IN_JAKARTA = new Date('2026-11-25T15:30:00Z')

test.group('Zone', () => {
  test('each of the 38 provinces has its zone', ({ assert }) => {
    let count = 0
    for (const [zone, codes] of Object.entries(PROVINCES)) {
      for (const code of codes.split(' ')) {
        assert.strictEqual(zoneOfProvince(code), zone, code)
        count++
      }
    }
    assert.strictEqual(count, 38)
  })

  test('{$self} is no province')
    .with(['00', '20', '97', '33.71', ''])
    .run(({ assert }, code) => {
      assert.strictEqual(
        codeOf(() => zoneOfProvince(code)),
        'E_ZONE_PROVINCE',
      )
    })

  test('in {0} the clock shows {1}')
    .with([
      ['WIB', '25-11-2026 12.00 WIB', '2026-11-25', '25-11-2026 22.30 WIB'],
      ['WITA', '25-11-2026 13.00 WITA', '2026-11-25', '25-11-2026 23.30 WITA'],
      ['WIT', '25-11-2026 14.00 WIT', '2026-11-26', '26-11-2026 00.30 WIT'],
    ] as [Zone, string, string, string][])
    .run(({ assert }, [zone, noon, lateDate, late]) => {
      assert.strictEqual(formatMoment(zone, NOON_IN_JAKARTA), noon)
      assert.strictEqual(todayIn(zone, LATE_IN_JAKARTA), lateDate)
      assert.strictEqual(formatMoment(zone, LATE_IN_JAKARTA), late)
    })

  test('offsets agree with the IANA database', ({ assert }) => {
    for (const zone of ['WIB', 'WITA', 'WIT'] as const) {
      const local = new Intl.DateTimeFormat('sv-SE', { timeZone: ianaZone(zone) }).format(LATE_IN_JAKARTA)
      assert.strictEqual(todayIn(zone, LATE_IN_JAKARTA), local)
    }
    assert.strictEqual(ianaZone(MINISTRY_ZONE), 'Asia/Jakarta')
  })
})
