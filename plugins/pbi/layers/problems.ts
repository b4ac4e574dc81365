import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Participants, of the list and proposed, whom a blocking problem or a conflict keeps from being accepted. */
export default recapLayer(instrument, {
  unit: text('peserta', 'participants'),
  part: { problem: ['block', 'conflict'] },
  of: {},
})
