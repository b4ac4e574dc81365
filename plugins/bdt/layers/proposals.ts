import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Proposed households. */
export default recapLayer(instrument, { unit: text('rumah tangga', 'households'), part: { kind: 'new' } })
