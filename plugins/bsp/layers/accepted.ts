import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** How many families of the list have an accepted result. */
export default recapLayer(instrument, {
  unit: text('KPM', 'families'),
  part: { kind: 'existing', state: ['accepted'] },
  of: { kind: 'existing' },
})
