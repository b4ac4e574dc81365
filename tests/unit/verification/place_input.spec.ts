import { test } from '@japa/runner'
import { instrument } from '#plugins/bdt/instrument/index'
import { withPlace } from '#verification/review/place_input'

const asked = instrument.root.variables.filter(({ name }) => ['lat', 'long'].includes(name))

/** What boxes hold that are named as their variables. */
function read(posted: Record<string, string>) {
  const errors: Record<string, string> = { lat: 'sebelumnya' }
  const row = { group: instrument.root, asked, values: new Map() }
  const values = withPlace(instrument, row, (name) => name, { posted, errors, locale: 'id' })
  return { values: Object.fromEntries(values), errors: Object.keys(errors) }
}

test.group('The place of a form (S19)', () => {
  test('{0}')
    .with([
      ['both boxes', { lat: '-8.48', long: '115,12' }, { lat: -8.48, long: 115.12 }, []],
      ['a pair pasted into the first', { lat: '-8.48, 115.12', long: '' }, { lat: -8.48, long: 115.12 }, []],
      ['two empty ones are no place', { lat: '', long: ' ' }, { lat: undefined, long: undefined }, []],
      ['the first alone', { lat: '-8.48' }, { lat: -8.48 }, []],
      ['a pair into the first alone', { lat: '-8.48, 115.12' }, { lat: -8.48, long: 115.12 }, []],
      ['the second alone', { long: '115.12' }, { long: 115.12 }, []],
      ['the first alone, emptied', { lat: '' }, { lat: undefined }, []],
      ['95 is no latitude', { lat: '95' }, {}, ['lat']],
      ['181 is no longitude', { long: '181' }, {}, ['long']],
      ['one of two that is wrong is told', { lat: '-8.48', long: '181' }, {}, ['long']],
      ['half a place lacks its longitude', { lat: '-8.48', long: '' }, {}, ['long']],
      ['half a place lacks its latitude', { lat: '', long: '115.12' }, {}, ['lat']],
      ['a pair that is wrong is told at the one box there is', { lat: '-8.48, 181' }, {}, ['lat']],
      ['no box leaves what others found', {}, {}, ['lat']],
    ] as [string, Record<string, string>, Record<string, number | undefined>, string[]][])
    .run(({ assert }, [, posted, values, errors]) => {
      assert.deepEqual(read(posted), { values, errors })
    })
})
