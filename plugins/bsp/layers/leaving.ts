import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'
import { outcomesThat } from '../outcomes.js'

/** Families whose place the verification frees. */
export default recapLayer(instrument, {
  unit: text('KPM', 'families'),
  part: { kind: 'existing', outcome: outcomesThat('frees'), state: ['received', 'accepted'] },
  of: { kind: 'existing' },
})
