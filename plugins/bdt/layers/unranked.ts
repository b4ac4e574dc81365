import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Households that no ranking has reached. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: { kind: 'existing', decile: [0] },
  of: { kind: 'existing' },
})
