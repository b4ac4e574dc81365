import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Households that the verification takes off the register, unless that was refused. */
export default recapLayer(instrument, {
  unit: text('rumah tangga', 'households'),
  part: {
    kind: 'existing',
    outcome: ['well_off', 'not_found', 'deceased', 'duplicate', 'part_of_other', 'moved_out'],
    state: ['received', 'accepted'],
  },
  of: { kind: 'existing' },
})
