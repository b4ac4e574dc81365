import { test } from '@japa/runner'
import { tidyCode, tidyDate } from '../../../resources/js/components/typed.js'

test.group('Boxes of a form', () => {
  test('a date typed as "{0}" becomes "{1}"')
    .with<[string, string][]>([
      ['25121962', '25-12-1962'],
      ['4/3/1987', '04-03-1987'],
      [' 04.03.1987 ', '04-03-1987'],
      ['4 3 1987', '04-03-1987'],
      // 1 December or 11 February, 1 November or 11 January: nobody knows which was meant.
      ['1121987', '1121987'],
      ['1112026', '1112026'],
      ['112/1987', '112/1987'],
      ['04031987 ', '04-03-1987'],
      ['040387', '040387'],
      ['111987', '111987'],
      ['1987-03-04', '1987-03-04'],
      ['4 Maret 1987', '4 Maret 1987'],
      ['04/03/87', '04/03/87'],
    ])
    .run(({ assert }, [typed, left]) => {
      assert.equal(tidyDate(typed), left)
    })

  test('a code typed as "{0}" is that of the list, "{1}"')
    .with<[string, string][]>([
      ['1', '1'],
      [' 01', '1'],
      ['0', '0'],
      ['00', '0'],
      ['10', '10'],
      ['', ''],
      ['x', 'x'],
    ])
    .run(({ assert }, [typed, code]) => {
      assert.equal(tidyCode(typed), code)
    })
})
