import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Share of the households in the second decile. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: { kind: 'existing', decile: [2] },
  of: { kind: 'existing' },
})
