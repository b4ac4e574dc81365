import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Households that the verification takes off the register. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: { kind: 'existing', outcome: ['well_off', 'not_found', 'deceased', 'duplicate', 'part_of_other', 'moved_out'] },
  of: { kind: 'existing' },
})
