import { records, type CycleContribution } from '#core/plugin'
import { DEPARTURES } from './offers/departures.js'

/** Households are independent of each other; what is accepted of them is told to the lists that were made from the register. */
const cycle: CycleContribution = {
  written: (tx, place, keys) => records.tell(tx, place, DEPARTURES, keys),
}
export default cycle
