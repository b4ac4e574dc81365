import { recapLayer } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { instrument } from '../instrument/index.js'

/** How many of the households, with or without a rank, are in these deciles; 0 stands for those that no ranking has reached. */
export const ofDeciles = (...decile: number[]) =>
  recapLayer(instrument, {
    unit: text('rumah tangga', 'households'),
    part: { kind: 'existing', decile },
    of: { kind: 'existing' },
  })
