import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'
import { LEAVING } from '../outcomes.js'

/** Participants whom the village proposes to take off or to replace. */
export default recapLayer(instrument, {
  unit: text('peserta', 'participants'),
  part: { kind: 'existing', outcome: LEAVING, state: ['received', 'accepted'] },
  of: { kind: 'existing' },
})
