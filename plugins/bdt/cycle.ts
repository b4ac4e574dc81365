import { records, type CycleContribution } from '#core/plugin'
import { DEPARTURES } from './offers/departures.js'
import { PKH } from './offers/pkh.js'

/** Households are independent of each other; what is accepted of them is told to the lists that were made from the register. */
const cycle: CycleContribution = {
  async written(tx, place, keys) {
    await records.tell(tx, place, DEPARTURES, keys)
    await records.tell(tx, place, PKH, keys)
  },
}
export default cycle
