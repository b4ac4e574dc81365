import type { SampleContribution } from '#core/plugin'
import { invent, propose } from './family.js'
import { residents, type Resident } from './residents.js'
import { mistake, revisit, spoil } from './visit.js'

/** Invented beneficiary families, coherent with the rules of the list, and what a village would make of them. */
const sample: SampleContribution<Resident> = {
  residents,
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
      ['well_off', 5],
      ['moved_out', 2],
      ['not_found', 1],
      ['pkh', 2],
      ['refused', 1],
    ],
  },
}

export default sample
