import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** How many participants were looked at in the period, whatever was decided. */
export default recapLayer(instrument, {
  unit: text('peserta', 'participants'),
  part: { kind: 'existing', state: ['received', 'accepted', 'returned', 'rejected', 'withdrawn'] },
  of: { kind: 'existing' },
})
