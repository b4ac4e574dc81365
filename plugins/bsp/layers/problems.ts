import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Families, of the list and proposed, that a blocking problem or a conflict keeps from being accepted. */
export default recapLayer(instrument, {
  unit: text('KPM', 'families'),
  part: { problem: ['block', 'conflict'] },
  of: {},
})
