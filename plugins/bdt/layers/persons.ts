import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** Members who live in the households of the register. */
export default recapLayer(instrument, { unit: text('jiwa', 'persons'), sum: 'persons', part: { kind: 'existing' } })
