import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Participants of the list. */
export default recapLayer(instrument, { unit: text('peserta', 'participants'), part: { kind: 'existing' } })
