import { test } from '@japa/runner'
import {
  addDays,
  ageOn,
  compareDates,
  dateOfExcelSerial,
  daysBetween,
  excelSerialOf,
  formatDate,
  formatLongDate,
  isCalendarDate,
} from '#domain/calendar_date'
import { parseDate, tryParseDate } from '#domain/date_text'
import { codeOf } from './code_of.js'

const TODAY = '2026-11-25'
const ZONES = ['UTC', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']

test.group('Date as typed (S06)', () => {
  test('"{$self}" is 4 March 1987')
    .with([
      '04/03/1987',
      '4-3-1987',
      '04.03.1987',
      '1987-03-04',
      '4 Maret 1987',
      '04 Mar 1987',
      '04-mar-1987',
      '04 / 03 / 1987',
      '04\u201303\u20131987',
      '04/03/1987 00:00',
      '1987-03-04 00:00:00',
      '1987-03-04T00:00:00.000',
      '1987/03/04',
      '1987/3/4 0:00',
      '1987.03.04',
      '1987-3-4',
      '1987 / 03 / 04',
      '04/03/1987 0:00',
      '04/03/1987 00.00.00',
      '4/3/1987 12:00:00 AM',
      '04/Mar/1987',
      '4.Maret.1987',
      '4 MARCH 1987',
      '4 Mar. 1987',
      '\u00a04\u00a0 Maret 1987 ',
    ])
    .run(({ assert }, text) => {
      assert.strictEqual(parseDate(text, { notAfter: TODAY }), '1987-03-04')
    })

  test('"{0}" is refused as {1}')
    .with([
      ['03/25/1987', 'E_DATE_MONTH'],
      ['1987-13-01', 'E_DATE_MONTH'],
      ['1987/25/03', 'E_DATE_MONTH'],
      ['1987/02/31', 'E_DATE_DAY'],
      ['1987/03-04', 'E_DATE_FORMAT'],
      ['1987/03', 'E_DATE_FORMAT'],
      ['87/03/04', 'E_DATE_TWO_DIGIT_YEAR'],
      ['04/00/1987', 'E_DATE_MONTH'],
      ['31/02/1987', 'E_DATE_DAY'],
      ['29/02/1987', 'E_DATE_DAY'],
      ['00/03/1987', 'E_DATE_DAY'],
      ['04/03/87', 'E_DATE_TWO_DIGIT_YEAR'],
      ['4 Maret 87', 'E_DATE_TWO_DIGIT_YEAR'],
      ['04/03/0987', 'E_DATE_YEAR'],
      ['04/03/198', 'E_DATE_FORMAT'],
      ['04/03-1987', 'E_DATE_FORMAT'],
      ['1987', 'E_DATE_FORMAT'],
      ['', 'E_DATE_FORMAT'],
      ['4 Bulan 1987', 'E_DATE_FORMAT'],
      ['1987-03-04T00:00:00Z', 'E_DATE_FORMAT'],
      ['04/03/1987 07.00', 'E_DATE_FORMAT'],
      ['04/03/1987 12:00:00 PM', 'E_DATE_FORMAT'],
      ['04/Mar', 'E_DATE_FORMAT'],
      ['12/11/2027', 'E_DATE_FUTURE'],
      ['26-11-2026', 'E_DATE_FUTURE'],
    ])
    .run(({ assert }, [text, code]) => {
      assert.strictEqual(
        codeOf(() => parseDate(text, { notAfter: TODAY })),
        code,
      )
      assert.isNull(tryParseDate(text, { notAfter: TODAY }))
    })

  test('every Indonesian month is understood, the old spellings too', ({ assert }) => {
    const months = 'Januari Pebruari Maret April Mei Juni Juli Agustus September Oktober Nopember Desember'.split(' ')
    const read = months.map((month) => parseDate(`1 ${month} 2019`).slice(5, 7))
    assert.deepEqual(read, ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'])
  })

  test('today is allowed, and without a limit so is tomorrow', ({ assert }) => {
    assert.strictEqual(parseDate('25-11-2026', { notAfter: TODAY }), TODAY)
    assert.strictEqual(parseDate('12/11/2027'), '2027-11-12')
  })
})

test.group('Calendar date (S07)', () => {
  test('a spreadsheet serial is the same day in {$self}')
    .with(ZONES)
    .run(({ assert, cleanup }, zone) => {
      const before = process.env.TZ
      cleanup(() => {
        if (before === undefined) delete process.env.TZ
        else process.env.TZ = before
      })
      process.env.TZ = zone
      assert.strictEqual(Intl.DateTimeFormat().resolvedOptions().timeZone, zone)

      assert.strictEqual(dateOfExcelSerial(23005), '1962-12-25')
      assert.strictEqual(dateOfExcelSerial(17899), '1949-01-01')
      assert.strictEqual(excelSerialOf('1962-12-25'), 23005)
      assert.strictEqual(excelSerialOf('1949-01-01'), 17899)
      assert.strictEqual(formatDate('1962-12-25'), '25-12-1962')
      assert.strictEqual(formatLongDate('1962-12-25'), '25 Desember 1962')
      assert.strictEqual(formatLongDate('1962-12-25', 'en'), '25 December 1962')
      assert.strictEqual(parseDate('25/12/1962'), '1962-12-25')
      assert.strictEqual(addDays('1962-12-31', 1), '1963-01-01')
      assert.strictEqual(JSON.stringify({ date: dateOfExcelSerial(23005) }), '{"date":"1962-12-25"}')
    })

  test('serials run on over the false leap day of 1900', ({ assert }) => {
    assert.strictEqual(dateOfExcelSerial(1), '1900-01-01')
    assert.strictEqual(dateOfExcelSerial(59), '1900-02-28')
    assert.strictEqual(dateOfExcelSerial(61), '1900-03-01')
    assert.deepEqual(['1900-01-01', '1900-02-28', '1900-03-01'].map(excelSerialOf), [1, 59, 61])
  })

  test('serial {$self} is no whole calendar date')
    .with([60, 0, -1, 23005.5, 2958466, Number.NaN])
    .run(({ assert }, serial) => {
      assert.strictEqual(
        codeOf(() => dateOfExcelSerial(serial)),
        'E_DATE_SERIAL',
      )
    })

  test('born {0}, the age on {1} is {2}')
    .with([
      ['2008-02-29', '2026-02-28', 17],
      ['2008-02-29', '2026-03-01', 18],
      ['2008-02-29', '2028-02-29', 20],
      ['1962-12-25', '2026-12-24', 63],
      ['1962-12-25', '2026-12-25', 64],
      ['2026-11-25', '2026-11-25', 0],
    ] as [string, string, number][])
    .run(({ assert }, [birth, on, age]) => {
      assert.strictEqual(ageOn(birth, on), age)
    })

  test('"{$self}" is no calendar date')
    .with([
      '2001-02-29',
      '1900-02-29',
      '2019-04-31',
      '2019-00-10',
      '2019-13-10',
      '2019-01-00',
      '2019-1-1',
      '0000-01-01',
      '2019-01-01T00:00',
      '',
    ])
    .run(({ assert }, text) => {
      assert.isFalse(isCalendarDate(text))
    })

  test('days are counted over leap days, and dates are put in order', ({ assert }) => {
    assert.isTrue(isCalendarDate('2000-02-29'))
    assert.strictEqual(addDays('2024-02-28', 2), '2024-03-01')
    assert.strictEqual(addDays('2024-03-01', -1), '2024-02-29')
    assert.strictEqual(addDays('9999-12-31', 1), '9999-12-31')
    assert.strictEqual(addDays('9999-12-31', -1), '9999-12-30')
    assert.strictEqual(daysBetween('2026-11-25', '2026-12-01'), 6)
    assert.strictEqual(daysBetween('2026-12-01', '2026-11-25'), -6)
    assert.deepEqual(['2019-02-01', '1962-12-25', '2019-01-31'].sort(compareDates), ['1962-12-25', '2019-01-31', '2019-02-01'])
  })
})
