import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'
import { outcomesThat } from '../outcomes.js'

/** Persons proposed to come in. */
export default recapLayer(instrument, {
  unit: text('jiwa', 'persons'),
  part: { kind: 'new', outcome: outcomesThat('in'), state: ['received', 'accepted'] },
})
