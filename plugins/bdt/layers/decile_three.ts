import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Share of the households in the third decile. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: { kind: 'existing', decile: [3] },
  of: { kind: 'existing' },
})
