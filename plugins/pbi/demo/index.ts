import type { SampleContribution } from '#core/plugin'
import { invent, propose } from './participant.js'
import { residents, type Resident } from './residents.js'
import { leave, mistake, revisit, spoil } from './visit.js'

/** Invented participants, coherent with the rules of the list, and what a village would make of them. */
const sample: SampleContribution<Resident> = {
  residents,
  invent,
  spoil,
  propose,
  revisit,
  leave,
  mistake,
  outcomes: {
    changed: 'repaired',
    unchanged: 'unchanged',
    added: 'new',
    withdrawn: 'cancelled',
    removed: [['removed', 1]],
  },
}

export default sample
