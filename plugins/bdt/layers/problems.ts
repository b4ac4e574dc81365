import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Households, of the register and proposed, that a blocking problem or a conflict keeps from being accepted. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: { problem: ['block', 'conflict'] },
  of: {},
})
