import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Share of the households in the fourth decile. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: { kind: 'existing', decile: [4] },
  of: { kind: 'existing' },
})
