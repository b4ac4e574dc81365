import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** How many participants have an accepted result. */
export default recapLayer(instrument, {
  unit: text('peserta', 'participants'),
  part: { kind: 'existing', state: ['accepted'] },
  of: { kind: 'existing' },
})
