import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'
import { outcomesThat } from '../outcomes.js'

/** Families proposed to take a place. */
export default recapLayer(instrument, {
  unit: text('KPM', 'families'),
  part: { kind: 'new', outcome: outcomesThat('takes'), state: ['received', 'accepted'] },
})
