import type { SampleContribution } from '#core/plugin'
import { invent, propose } from './household.js'
import { spoil } from './spoil.js'
import { mistake, revisit } from './visit.js'

/** Invented households of the BDT, coherent with its rules, and what an operator would make of them. */
const sample: SampleContribution = {
  invent,
  spoil,
  propose,
  revisit,
  mistake,
  outcomes: {
    changed: 'repaired',
    unchanged: 'unchanged',
    added: 'new',
    withdrawn: 'cancelled',
    removed: [
      ['well_off', 6],
      ['not_found', 2],
      ['deceased', 1],
      ['moved_out', 1],
    ],
  },
}

export default sample
