import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Families of the list. */
export default recapLayer(instrument, {
  unit: text('KPM', 'families'),
  part: { kind: 'existing' },
})
