import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** How many of the register's households were looked at in the period, whatever was decided. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: { kind: 'existing', state: ['received', 'accepted', 'returned', 'rejected', 'withdrawn'] },
  of: { kind: 'existing' },
})
