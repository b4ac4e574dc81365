import { openRegister, type AddressFixture } from '#core/testing'
import { decideOutcome, kpm } from './functional/support.js'

const REFUSED = '8'

/** A family that went off the list, for which another may come in. */
const addresses: AddressFixture = async ({ regency, village }) => {
  await openRegister(regency, [kpm(village, 'KPM1')], 'bsp')
  await decideOutcome({ regency: { code: regency } }, 'KPM1', REFUSED)
  return () => ({ key: 'KPM1' })
}

export default addresses
